package ai.ekaya.datasource;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Datasources as they were stored a moment ago, so that a query need not look each time. Thread-safe. */
final class RecentRows {
    private record Key(ProjectId project, DatasourceId id) {}

    private record Read(DatasourceRow row, Instant at) {}

    private final int most;
    private final Duration oldest;
    private final Clock clock;
    // In order of last use.
    private final Map<Key, Read> rows = new LinkedHashMap<>(16, 0.75f, true);
    private long changes;

    RecentRows(Limits limits, Clock clock) {
        this.most = limits.intOf(Limit.DATASOURCE_REMEMBERED_COUNT);
        this.oldest = limits.durationOf(Limit.DATASOURCE_REMEMBERED_MILLIS);
        this.clock = clock;
    }

    DatasourceRow get(ProjectId project, DatasourceId id, Supplier<DatasourceRow> stored) {
        Key key = new Key(project, id);
        Instant now = clock.instant();
        long before;
        synchronized (rows) {
            Read known = rows.get(key);
            if (known != null && isRecent(known.at, now)) {
                return known.row;
            }
            before = changes;
        }
        DatasourceRow row = stored.get();
        synchronized (rows) {
            // What was changed since then may not be in it.
            if (changes == before) {
                rows.put(key, new Read(row, now));
                if (rows.size() > most) {
                    rows.remove(rows.keySet().iterator().next());
                }
            }
        }
        return row;
    }

    /** A clock that was set back makes nothing younger. */
    private boolean isRecent(Instant at, Instant now) {
        return !now.isBefore(at) && now.isBefore(at.plus(oldest));
    }

    void forget(ProjectId project, DatasourceId id) {
        synchronized (rows) {
            changes++;
            rows.remove(new Key(project, id));
        }
    }
}
