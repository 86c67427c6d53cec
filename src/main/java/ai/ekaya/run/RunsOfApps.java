package ai.ekaya.run;

import ai.ekaya.appdb.AppId;
import ai.ekaya.install.AppRuns;
import ai.ekaya.store.Signals;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;

/** What of an app's runs an update has to wait for, and those that wait for it. Thread-safe. */
@Singleton
public final class RunsOfApps implements AppRuns {
    private final Signals signals;
    private final Clock clock;

    @Inject
    public RunsOfApps(Signals signals, Clock clock) {
        this.signals = signals;
        this.clock = clock;
    }

    @Override
    public int underWay(Transaction transaction, AppId app) {
        return Sql.first(
                        transaction,
                        "SELECT count(*)::int AS runs FROM ekaya.run WHERE app_id = ? AND state = 'RUNNING'",
                        row -> row.getInt("runs"),
                        app.value())
                .orElse(0);
    }

    @Override
    public void released() {
        signals.tell(WaitingRuns.TOPIC, clock.instant().toString());
    }
}
