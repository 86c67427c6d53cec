package ai.ekaya.install;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.store.Transaction;
import java.util.Set;

/** What packages are kept for beside the apps that are made of them. The room that knows runs answers; this one may not look into it. */
@FunctionalInterface
public interface PackageUses {
    /** The hashes, in hex, of the project's packages that are still needed. */
    Set<String> needed(Transaction transaction, ProjectId project);
}
