package ai.ekaya.install;

import ai.ekaya.identity.Access;
import ai.ekaya.identity.Action;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.PackageReader;
import ai.ekaya.sandbox.Sandbox;
import ai.ekaya.store.Store;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Whether a package may be run in a project by somebody: all that an installation asks, and nothing that it makes. Thread-safe. */
@Singleton
public final class Admission {
    private final Store store;
    private final Limits limits;
    private final PackageReader reader;
    private final Sandbox sandbox;
    private final InstalledApps apps;

    @Inject
    public Admission(Store store, Limits limits, PackageReader reader, Sandbox sandbox, InstalledApps apps) {
        this.store = store;
        this.limits = limits;
        this.reader = reader;
        this.sandbox = sandbox;
        this.apps = apps;
    }

    /**
     * To reach what is the project's. Who may not agree to what it asks for may not let it have that once either.
     *
     * @throws Refusal as an installation would refuse it
     */
    public AppPackage toProject(Principal by, ProjectId project, NewInstall asked) {
        AppPackage read = alone(by, project, asked);
        Consent.decide(
                by,
                project,
                read.capabilities(),
                asked.grant(),
                Consent.standing(apps.list(project), read.manifest().id()));
        return read;
    }

    /**
     * To reach nothing of the project: there is nothing to agree to.
     *
     * @throws Refusal for what is no package, is revoked, is above the ceiling of its trust level or cannot run
     */
    public AppPackage alone(Principal by, ProjectId project, NewInstall asked) {
        Access.require(by, Action.INSTALL_APP, project);
        AppPackage read = PackageSteps.verified(reader.read(asked.packageBytes()));
        store.transactIn(project.value(), transaction -> {
            PackageSteps.requireNotRevoked(transaction, read);
            PackageSteps.requireWithinCeiling(transaction, read, asked.origin().trust());
        });
        PackageSteps.check(read, sandbox, limits);
        return read;
    }
}
