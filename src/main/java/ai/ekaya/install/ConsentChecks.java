package ai.ekaya.install;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.Capabilities;
import ai.ekaya.pack.PackageReader;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;

/** What there is to agree to before a package is installed. Thread-safe. */
@Singleton
public final class ConsentChecks {
    private final PackageReader reader;
    private final InstalledApps apps;

    @Inject
    public ConsentChecks(PackageReader reader, InstalledApps apps) {
        this.reader = reader;
        this.apps = apps;
    }

    ConsentView of(ProjectId project, NewInstall asked) {
        AppPackage read = PackageSteps.verified(reader.read(asked.packageBytes()));
        Capabilities grants = Consent.grants(read.capabilities(), asked.grant());
        boolean stands = Consent.stands(
                grants, Consent.standing(apps.list(project), read.manifest().id()));
        return ConsentView.of(read, Optional.empty(), grants, !stands);
    }
}
