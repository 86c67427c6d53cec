package ai.ekaya.install;

import ai.ekaya.audit.AuditEvent;
import ai.ekaya.identity.Access;
import ai.ekaya.identity.Action;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Store;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which app is updated by itself, and what there is for it. Thread-safe. */
@Singleton
public final class UpdatePolicies {
    private final Store store;
    private final InstalledApps apps;
    private final AppChanges changes;

    @Inject
    public UpdatePolicies(Store store, InstalledApps apps, AppChanges changes) {
        this.store = store;
        this.apps = apps;
        this.changes = changes;
    }

    UpdatePolicyView of(ProjectId project, String app) {
        return of(apps.require(project, app));
    }

    UpdatePolicyView of(InstalledApp app) {
        Optional<UpdatePolicyView.Available> available = store.inProject(
                        app.project().value(), transaction -> NewVersions.find(transaction, app.id()))
                .filter(one -> !one.packageHash().equals(app.packageHash()))
                .map(UpdatePolicyView.Available::of);
        return new UpdatePolicyView(
                app.updatePolicy().text(), app.updatePolicy().daysSeen(), app.catalog(), available);
    }

    /** @throws Refusal {@code CONFLICT} for an app that came of no catalog, which nothing newer is known of */
    public UpdatePolicyView set(Principal by, ProjectId project, String app, UpdatePolicy policy) {
        Access.require(by, Action.INSTALL_APP, project);
        InstalledApp found = apps.require(project, app);
        if (found.catalog().isEmpty() && !(policy instanceof UpdatePolicy.Manual)) {
            throw new Refusal(
                    RefusalCode.CONFLICT,
                    "App '" + found.slug()
                            + "' came of no catalog, so nothing newer is found for it; update it with a package"
                            + " of a catalog first: POST …/update {catalog, version}");
        }
        return of(changes.change(
                by,
                found,
                List.of(AuditEvent.Type.APP_CHANGED),
                Map.of("updatePolicy", "changed"),
                row -> row.update(policy)));
    }
}
