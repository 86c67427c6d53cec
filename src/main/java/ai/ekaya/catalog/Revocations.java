package ai.ekaya.catalog;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.pack.PackageHash;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What {@code revoked.json} says: packages, and keys of publishers with all that they signed. */
record Revocations(Map<PackageHash, Revocation> packages, Map<String, Revocation> keys) {
    static final String FILE = "revoked.json";
    private static final int REASON_CHARS_MAX = 500;

    Revocations {
        packages = Map.copyOf(packages);
        keys = Map.copyOf(keys);
    }

    /** @throws Refusal {@code UPSTREAM} with the first place that does not fit */
    static Revocations read(byte[] bytes, Limits limits) {
        Place file = Place.of(FILE, bytes).only("format", "packages", "keys");
        file.in("format").whole(1, 1);
        long most = limits.of(Limit.CATALOG_REVOKED_COUNT);
        Map<PackageHash, Revocation> packages = new LinkedHashMap<>();
        for (Place one : file.in("packages").items(most)) {
            one.only("packageHash", "reason", "since");
            packages.putIfAbsent(IndexReader.hash(one.in("packageHash")), revocation(one));
        }
        Map<String, Revocation> keys = new LinkedHashMap<>();
        for (Place one : file.in("keys").items(most)) {
            one.only("keyid", "reason", "since");
            keys.putIfAbsent(one.in("keyid").text(SignerKey.ID, "64 lower-case hex digits"), revocation(one));
        }
        return new Revocations(packages, keys);
    }

    private static Revocation revocation(Place one) {
        return new Revocation(
                one.in("reason").line(REASON_CHARS_MAX), one.in("since").instant());
    }

    Optional<Revocation> of(CatalogVersion version) {
        return Optional.ofNullable(packages.get(version.packageHash()))
                .or(() -> version.signature().map(PackageSignature::keyId).map(keys::get));
    }

    /** All packages that it stops: those that are named, and those that a named key signed. */
    Map<PackageHash, Revocation> all(CatalogIndex index) {
        Map<PackageHash, Revocation> all = new LinkedHashMap<>(packages);
        for (CatalogApp app : index.apps()) {
            for (CatalogVersion version : app.versions()) {
                of(version).ifPresent(revocation -> all.putIfAbsent(version.packageHash(), revocation));
            }
        }
        return all;
    }
}
