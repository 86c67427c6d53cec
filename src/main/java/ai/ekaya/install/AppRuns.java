package ai.ekaya.install;

import ai.ekaya.appdb.AppId;
import ai.ekaya.store.Transaction;

/** What an update has to know of an app's runs; a room below tells. */
public interface AppRuns {
    /** How many have begun and not ended, on whatever server. */
    int underWay(Transaction transaction, AppId app);

    /** Runs that were held back may begin. */
    void released();
}
