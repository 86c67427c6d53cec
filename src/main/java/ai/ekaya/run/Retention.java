package ai.ekaya.run;

import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.identity.Access;
import ai.ekaya.identity.Action;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.install.InstalledApps;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How many runs of each app are kept, within the server's bound. What is over goes when it is set, and now and then as runs end. Thread-safe. */
@Singleton
public final class Retention {
    private final Store store;
    private final InstalledApps apps;
    private final AuditLog audit;
    private final int most;

    @Inject
    public Retention(Store store, InstalledApps apps, AuditLog audit, Limits limits) {
        this.store = store;
        this.apps = apps;
        this.audit = audit;
        this.most = limits.intOf(Limit.RUN_KEPT_PER_APP_COUNT);
    }

    /** The most that there may be. */
    int most() {
        return most;
    }

    int of(ProjectId project, String app) {
        InstalledApp found = apps.require(project, app);
        return store.inProject(
                        project.value(),
                        transaction -> Sql.first(
                                transaction,
                                "SELECT coalesce(runs_kept, ?) AS kept FROM ekaya.installed_app WHERE id = ?",
                                row -> Math.min(most, row.getInt("kept")),
                                most,
                                found.id().value()))
                .orElse(most);
    }

    /** @param runsKept null for as many as there may be */
    void change(Principal by, ProjectId project, String app, @Nullable Integer runsKept) {
        Access.require(by, Action.CHANGE_APP, project);
        InstalledApp found = apps.require(project, app);
        if (runsKept != null && (runsKept < 1 || runsKept > most)) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    "'runsKept' is " + runsKept + ", expected 1 to " + most + ", the most that this server keeps");
        }
        store.transactIn(project.value(), transaction -> {
            Sql.update(
                    transaction,
                    "UPDATE ekaya.installed_app SET runs_kept = ? WHERE id = ?",
                    Optional.ofNullable(runsKept),
                    found.id().value());
            Sql.update(transaction, """
                    DELETE FROM ekaya.run WHERE id IN (
                        SELECT id FROM ekaya.run WHERE app_id = ? AND state = 'ENDED'
                        ORDER BY created_at DESC, id DESC OFFSET ?)
                    """, found.id().value(), runsKept == null ? most : runsKept);
            audit.append(
                    transaction,
                    new AuditEvent(
                            AuditEvent.Type.APP_CHANGED,
                            by.actor(),
                            Optional.of(project.value()),
                            "app:" + found.id(),
                            Map.of("runsKept", runsKept == null ? "the server's bound" : runsKept.toString())));
        });
    }
}
