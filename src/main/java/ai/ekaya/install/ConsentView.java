package ai.ekaya.install;

import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.Capabilities;
import ai.ekaya.pack.Manifest;
import java.util.List;
import java.util.Optional;

/**
 * What there is to agree to before a package is put in.
 *
 * @param fromVersion of the app that is updated; empty for one that is installed
 * @param packageHash what the agreement holds for
 * @param asks a row each, what is harder to take back first
 * @param offersTools names of tools that the app would offer to others
 * @param needsAdmin whether it asks for something that does not stand in the project yet
 * @param says what the package tells of itself, and what can be set
 */
public record ConsentView(
        String packageId,
        String name,
        String version,
        Optional<String> fromVersion,
        String packageHash,
        List<ConsentRow> asks,
        List<String> offersTools,
        boolean needsAdmin,
        PackageView says) {

    static ConsentView of(AppPackage read, Optional<InstalledApp> before, Capabilities grants, boolean needsAdmin) {
        Manifest manifest = read.manifest();
        return new ConsentView(
                manifest.id(),
                manifest.name(),
                manifest.version(),
                before.map(InstalledApp::version),
                read.hash().toString(),
                ConsentRow.of(grants, before.map(InstalledApp::grants)),
                manifest.exports().stream().map(Manifest.Export::tool).sorted().toList(),
                needsAdmin,
                PackageView.of(read));
    }
}
