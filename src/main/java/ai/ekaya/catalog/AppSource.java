package ai.ekaya.catalog;

import ai.ekaya.limits.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A catalog that apps can be had from. The port of this room: what it is made of, a web server or a project's own packages, is each one's matter. */
public interface AppSource {
    /** As {@code catalog} in requests: {@code bundled}, {@code folder}, {@code http}, {@code bundle}. */
    String name();

    SourceState state();

    /** All that can be looked at, also while nothing new can be had. */
    List<CatalogApp> apps();

    TrustLevel trust(CatalogApp app);

    Optional<Revocation> revocation(CatalogVersion version);

    /**
     * The package as a zip whose bytes are those that the catalog names. Not opened.
     *
     * @throws Refusal {@code UNAVAILABLE} when nothing can be had just now, else as the way there fails
     */
    byte[] packageFile(CatalogVersion version);

    /** How long the package's file is, where that is known before it is fetched. */
    default OptionalLong packageBytes(CatalogVersion version) {
        return OptionalLong.empty();
    }

    /** @throws Refusal as {@link #packageFile} */
    byte[] picture(String file);
}
