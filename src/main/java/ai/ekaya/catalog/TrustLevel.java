package ai.ekaya.catalog;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How far a package is trusted, by where it comes from; what it may ask for at most hangs on it ({@link Ceiling}). From most to least. */
public enum TrustLevel {
    /** By who makes this product, or by whom the operator trusts as much. */
    FIRST_PARTY,
    /** By a publisher that the catalog's maker knows. */
    VERIFIED,
    /** Of the project's own authors. */
    PRIVATE,
    /** A file that somebody uploaded. */
    UNSIGNED_DEVELOPMENT;

    /** As in JSON, {@code first-party}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws Refusal {@code BAD_ARGUMENT} naming those there are */
    public static TrustLevel of(String text) {
        return Arrays.stream(values())
                .filter(level -> level.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        RefusalCode.BAD_ARGUMENT,
                        "There is no such trust level, expected one of "
                                + Arrays.stream(values()).map(TrustLevel::text).collect(Collectors.joining(", "))));
    }

    /** The lesser of the two. */
    TrustLevel atMost(TrustLevel most) {
        return compareTo(most) >= 0 ? this : most;
    }
}
