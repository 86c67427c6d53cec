package ai.ekaya.install;

import ai.ekaya.identity.Principal;
import ai.ekaya.pack.Manifest;
import ai.ekaya.store.Transaction;
import java.util.Optional;
import java.util.Set;

/** Is told what packages want to be woken by, in the transaction that installs, updates or removes an app; a room below sees to it. */
public interface PackageTriggers {
    /**
     * @param by in whose name the app is woken by what it did not ask for before
     * @param asked what the package wants to be woken by
     * @param versionBefore of an update
     */
    void installed(
            Transaction transaction,
            Principal by,
            InstalledApp app,
            Set<Manifest.Trigger> asked,
            Optional<String> versionBefore);

    /** Nothing wakes the app any more; its webhooks and their secrets go. */
    void removed(Transaction transaction, InstalledApp app);
}
