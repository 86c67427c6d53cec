package ai.ekaya.catalog;

import ai.ekaya.egress.OutboundUrl;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * What an operator says about this room, read once at start.
 *
 * @param root the root that is trusted, as a file has it
 * @param most how far a catalog may be trusted, whatever it says of its publishers
 */
record CatalogSettings(Optional<byte[]> root, Optional<Path> folder, Optional<OutboundUrl> site, TrustLevel most) {
    private static final String ROOT = "EKAYA_CATALOG_ROOT";
    private static final String FOLDER = "EKAYA_CATALOG_DIR";
    private static final String SITE = "EKAYA_CATALOG_URL";
    private static final String TRUST = "EKAYA_CATALOG_TRUST";

    /** @throws IllegalArgumentException naming the key, for a value of another form, and for a place without a root */
    static CatalogSettings read(Function<String, Optional<String>> lookup, Limits limits) {
        Function<String, Optional<String>> set =
                key -> lookup.apply(key).map(String::strip).filter(value -> !value.isEmpty());
        Optional<String> root = set.apply(ROOT);
        if (root.isEmpty() && (set.apply(FOLDER).isPresent() || set.apply(SITE).isPresent())) {
            throw new IllegalArgumentException("Config " + ROOT + " is missing, expected it with " + FOLDER + " or "
                    + SITE + ": the file 1.root.json of who makes the catalog (docs/marketplace.md)");
        }
        return new CatalogSettings(
                root.map(file -> root(file, limits)),
                set.apply(FOLDER).map(CatalogSettings::folder),
                set.apply(SITE).map(CatalogSettings::site),
                set.apply(TRUST).map(CatalogSettings::trust).orElse(TrustLevel.VERIFIED));
    }

    private static byte[] root(String file, Limits limits) {
        try {
            byte[] bytes = Files.readAllBytes(Path.of(file));
            RootMetadata.read(bytes, limits);
            return bytes;
        } catch (IOException e) {
            throw new IllegalArgumentException("Config " + ROOT + " is '" + file + "', which cannot be read", e);
        } catch (Refusal refusal) {
            throw new IllegalArgumentException(
                    "Config " + ROOT + " is '" + file + "', which is no root of a catalog: " + refusal.reason(),
                    refusal);
        }
    }

    private static Path folder(String text) {
        Path folder = Path.of(text);
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("Config " + FOLDER + " is '" + text + "', expected a folder");
        }
        return folder;
    }

    private static OutboundUrl site(String text) {
        try {
            return OutboundUrl.parse(text);
        } catch (Refusal refusal) {
            throw new IllegalArgumentException("Config " + SITE + " is no address: " + refusal.reason(), refusal);
        }
    }

    private static TrustLevel trust(String text) {
        return switch (text) {
            case "first-party" -> TrustLevel.FIRST_PARTY;
            case "verified" -> TrustLevel.VERIFIED;
            default ->
                throw new IllegalArgumentException(
                        "Config " + TRUST + " is '" + text + "', expected first-party or verified");
        };
    }
}
