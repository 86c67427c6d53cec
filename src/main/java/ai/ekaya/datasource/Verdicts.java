package ai.ekaya.datasource;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.sql.CheckedStatement;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Statements that the guard took, so that one that comes again is not read again. The guard's word depends on the text alone. Each
 * project has its own, so that none can tell by the time what others ask. Thread-safe.
 */
final class Verdicts {
    /** A statement with its words, for each character of its text. */
    private static final int BYTES_PER_CHARACTER = 32;

    /** So that no single text takes the place of all others. */
    private static final int SHARE = 16;

    private record Text(UUID project, String type, String sql) {
        long bytes() {
            return (long) sql.length() * BYTES_PER_CHARACTER;
        }
    }

    /** Reads and refuses. */
    interface Guard {
        CheckedStatement check(String sql);
    }

    private final int most;
    private final long bytesMost;
    // In order of last use.
    private final Map<Text, CheckedStatement> taken = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    Verdicts(Limits limits) {
        this.most = limits.intOf(Limit.DATASOURCE_VERDICTS_COUNT);
        this.bytesMost = limits.of(Limit.DATASOURCE_VERDICTS_BYTES);
    }

    /** @throws ai.ekaya.limits.Refusal as the guard does; no refusal is kept */
    CheckedStatement of(UUID project, String type, String sql, Guard guard) {
        Text text = new Text(project, type, sql);
        synchronized (taken) {
            CheckedStatement known = taken.get(text);
            if (known != null) {
                return known;
            }
        }
        CheckedStatement checked = guard.check(sql);
        if (text.bytes() <= bytesMost / SHARE) {
            keep(text, checked);
        }
        return checked;
    }

    private void keep(Text text, CheckedStatement checked) {
        synchronized (taken) {
            bytes += taken.put(text, checked) == null ? text.bytes() : 0;
            Iterator<Text> oldest = taken.keySet().iterator();
            while (taken.size() > most || bytes > bytesMost) {
                bytes -= oldest.next().bytes();
                oldest.remove();
            }
        }
    }

    int size() {
        synchronized (taken) {
            return taken.size();
        }
    }
}
