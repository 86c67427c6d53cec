package ai.ekaya.run;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.install.PackageUses;
import ai.ekaya.journal.Journals;
import ai.ekaya.pack.PackageHash;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.Set;

/** The packages of runs that are going on, and of those that can be replayed. */
@Singleton
public final class RecordedPackages implements PackageUses {
    private final Journals journals;

    @Inject
    public RecordedPackages(Journals journals) {
        this.journals = journals;
    }

    @Override
    public Set<String> needed(Transaction transaction, ProjectId project) {
        Set<String> needed = new HashSet<>(journals.packages(transaction, project));
        Sql.list(
                        transaction,
                        "SELECT DISTINCT package_hash FROM ekaya.run WHERE project_id = ? AND state <> 'ENDED'",
                        row -> row.getString("package_hash"),
                        project.value())
                .forEach(text -> PackageHash.parse(text).ifPresent(hash -> needed.add(hash.hex())));
        return needed;
    }
}
