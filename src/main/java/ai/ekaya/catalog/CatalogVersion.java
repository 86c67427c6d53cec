package ai.ekaya.catalog;

import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.Capabilities;
import ai.ekaya.pack.Effect;
import ai.ekaya.pack.PackageHash;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A version of an app, as a catalog says it before anything is fetched.
 *
 * @param file in the catalog
 * @param exports names of the tools that it offers
 * @param signature the publisher's; none of what is part of this server
 */
public record CatalogVersion(
        String version,
        Optional<Instant> releasedAt,
        String changelog,
        String file,
        PackageHash packageHash,
        Runtime runtime,
        Capabilities capabilities,
        Set<String> exports,
        Optional<PackageSignature> signature) {

    /** What its code is. */
    public enum Runtime {
        JAVASCRIPT,
        WEBASSEMBLY;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Runtime> find(String text) {
            return Arrays.stream(values())
                    .filter(runtime -> runtime.text().equals(text))
                    .findFirst();
        }

        public static Runtime of(AppPackage app) {
            return switch (app.code()) {
                case AppPackage.Code.JavaScript script -> JAVASCRIPT;
                case AppPackage.Code.WebAssembly module -> WEBASSEMBLY;
            };
        }
    }

    public CatalogVersion {
        exports = Set.copyOf(exports);
    }

    public Set<Effect> effects() {
        Set<Effect> effects = EnumSet.noneOf(Effect.class);
        effects.addAll(Effect.of(capabilities));
        if (!exports.isEmpty()) {
            effects.add(Effect.OFFERS_TOOLS);
        }
        return effects;
    }
}
