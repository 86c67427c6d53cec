package ai.ekaya.catalog;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.Manifest;
import ai.ekaya.pack.PackageReader;
import ai.ekaya.pack.ReadResult;
import java.util.stream.Collectors;

/** From a file that the metadata name to a package that may be installed. The file's own hash was compared before. Thread-safe. */
final class PackageIntake {
    private final PackageReader reader;

    PackageIntake(PackageReader reader) {
        this.reader = reader;
    }

    /**
     * SECURITY: in this order; nothing of the zip is parsed before the publisher's signature holds. What it then turns out to be must be
     * what the index told people who agreed to it. Guarded by PackageIntakeTest.
     *
     * @throws Refusal {@code UPSTREAM} when the catalog promised another, {@code BAD_ARGUMENT} with findings for what is no good package here
     */
    AppPackage open(CatalogApp app, CatalogVersion version, byte[] zip) {
        version.signature().ifPresent(signature -> requireSigned(app, version, signature));
        return switch (reader.read(zip)) {
            case ReadResult.Verified verified -> requireAsTold(app, version, verified.appPackage());
            case ReadResult.Rejected rejected ->
                throw new Refusal(
                        RefusalCode.BAD_ARGUMENT,
                        "The package " + version.file() + " of the catalog was refused with "
                                + rejected.findings().size() + " findings",
                        rejected.findings().stream()
                                .map(finding -> new Refusal.Detail(finding.where(), finding.message()))
                                .toList());
        };
    }

    static void requireSigned(CatalogApp app, CatalogVersion version, PackageSignature signature) {
        SignerKey key = app.publisher().keys().get(signature.keyId());
        byte[] message =
                PackageSignature.message(app.publisher().id(), app.id(), version.version(), version.packageHash());
        if (key == null || !key.signed(message, signature.signature())) {
            throw Place.refusal("The package " + version.file() + " is not signed by a key of publisher "
                    + app.publisher().id() + ", expected a signature over publisher, app, version and hash");
        }
    }

    private static AppPackage requireAsTold(CatalogApp app, CatalogVersion version, AppPackage read) {
        require(version, "hash", read.hash().toString(), version.packageHash().toString());
        require(version, "id", read.manifest().id(), app.id());
        require(version, "version", read.manifest().version(), version.version());
        require(
                version,
                "runtime",
                CatalogVersion.Runtime.of(read).text(),
                version.runtime().text());
        if (!read.capabilities().equals(version.capabilities())) {
            throw Place.refusal("The package " + version.file()
                    + " asks for other capabilities than the catalog's index says, expected the same");
        }
        require(
                version,
                "tools",
                tools(read),
                version.exports().stream().sorted().toList().toString());
        return read;
    }

    private static String tools(AppPackage read) {
        return read.manifest().exports().stream()
                .map(Manifest.Export::tool)
                .sorted()
                .collect(Collectors.toList())
                .toString();
    }

    private static void require(CatalogVersion version, String what, String actual, String told) {
        if (!actual.equals(told)) {
            throw Place.refusal("The package " + version.file() + " has " + what + " " + actual
                    + ", but the catalog's index says " + told);
        }
    }
}
