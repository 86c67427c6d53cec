package ai.ekaya.install;

import ai.ekaya.catalog.TrustLevel;
import java.util.Optional;

/**
 * Where a package came from.
 *
 * @param trust what it may ask for at most hangs on it
 * @param catalog whose newer versions are looked for; empty for what a person brought
 */
public record Origin(TrustLevel trust, Optional<String> catalog) {
    /** A file that somebody uploaded. */
    public static final Origin UPLOAD = new Origin(TrustLevel.UNSIGNED_DEVELOPMENT, Optional.empty());

    /** Written in the project. */
    public static final Origin DRAFT = new Origin(TrustLevel.PRIVATE, Optional.empty());

    public static Origin of(TrustLevel trust, String catalog) {
        return new Origin(trust, Optional.of(catalog));
    }
}
