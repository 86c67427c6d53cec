package ai.ekaya.install;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limits;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;

/** Which packages of a project stay stored: those of its apps, of runs that are under way or can be replayed, what apps can go back to, and updates that wait. Thread-safe. */
@Singleton
public final class KeptPackages {
    private final PackageUses uses;
    private final Limits limits;
    private final Clock clock;

    @Inject
    public KeptPackages(PackageUses uses, Limits limits, Clock clock) {
        this.uses = uses;
        this.limits = limits;
        this.clock = clock;
    }

    /** Deletes the others. */
    void forgetOthers(Transaction transaction, ProjectId project) {
        Set<String> needed = new HashSet<>(uses.needed(transaction, project));
        needed.addAll(AppVersions.kept(transaction, project, limits, clock.instant()));
        needed.addAll(Sql.list(
                transaction,
                "SELECT package_hash FROM ekaya.app_held_update WHERE project_id = ?",
                row -> row.getString("package_hash"),
                project.value()));
        PackageRow.forget(transaction, project, needed);
    }
}
