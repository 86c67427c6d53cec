package ai.ekaya.usage;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Transaction;
import ai.ekaya.usage.MinuteSlices.Slice;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The rows of tables {@code usage_rate}, {@code usage_minute} and {@code usage_refused}. */
final class RateTable {
    private RateTable() {}

    /**
     * Takes a slice of each, as much as there is left: nothing once all is taken. INVARIANT: what is taken of a row is never more than its
     * limit, as the row is locked where it is reckoned; and rows are locked in one order, so that no two servers wait for each other.
     *
     * @param share so many slices are in a minute; a small limit is taken one by one, and then holds in both directions
     */
    static Map<RateKey, Slice> take(
            Transaction transaction,
            ProjectId project,
            Instant minute,
            Collection<RateKey> keys,
            ToLongFunction<RateKey> most,
            long share) {
        Map<RateKey, Slice> taken = new TreeMap<>();
        List<RateKey> ordered = keys.stream().sorted().toList();
        Sql.list(
                transaction,
                """
                INSERT INTO ekaya.usage_minute AS m (project_id, minute, app, function, tool, per_minute, taken, last_slice)
                SELECT ?::uuid, ?::timestamptz, app, function, tool, most, LEAST(GREATEST(most / ?, 1), most),
                    LEAST(GREATEST(most / ?, 1), most)
                FROM (SELECT k.app, k.function, k.tool, LEAST(r.per_minute, k.most) AS most
                    FROM unnest(?, ?, ?, ?) AS k (app, function, tool, most)
                    LEFT JOIN ekaya.usage_rate r ON r.project_id = ? AND r.app = k.app AND r.function = k.function
                        AND r.tool = k.tool) AS asked
                ORDER BY app COLLATE "C", function COLLATE "C", tool COLLATE "C"
                ON CONFLICT (project_id, minute, app, function, tool) DO UPDATE SET per_minute = excluded.per_minute,
                    last_slice = GREATEST(LEAST(excluded.last_slice, excluded.per_minute - m.taken), 0),
                    taken = m.taken + GREATEST(LEAST(excluded.last_slice, excluded.per_minute - m.taken), 0)
                RETURNING app, function, tool, per_minute, last_slice
                """,
                row -> taken.put(key(row), new Slice(row.getLong("per_minute"), row.getLong("last_slice"))),
                project.value(),
                minute,
                share,
                share,
                texts(ordered, RateKey::app),
                texts(ordered, RateKey::function),
                texts(ordered, RateKey::tool),
                ordered.stream().mapToLong(most).toArray(),
                project.value());
        return taken;
    }

    private static String[] texts(List<RateKey> keys, Function<RateKey, String> of) {
        return keys.stream().map(of).toArray(String[]::new);
    }

    private static RateKey key(ResultSet row) throws SQLException {
        return new RateKey(row.getString("app"), row.getString("function"), row.getString("tool"));
    }

    /** Minutes that are over. Rows that another server deletes at this moment are left to it. */
    static void forgetMinutes(Transaction transaction, ProjectId project, Instant before) {
        Sql.update(transaction, """
                DELETE FROM ekaya.usage_minute WHERE ctid = ANY (ARRAY(
                    SELECT ctid FROM ekaya.usage_minute WHERE project_id = ? AND minute < ? FOR UPDATE SKIP LOCKED))
                """, project.value(), before);
    }

    static void forgetDays(Transaction transaction, ProjectId project, LocalDate before) {
        Sql.update(transaction, """
                DELETE FROM ekaya.usage_refused WHERE ctid = ANY (ARRAY(
                    SELECT ctid FROM ekaya.usage_refused WHERE project_id = ? AND day < ? FOR UPDATE SKIP LOCKED))
                """, project.value(), before);
    }

    /** Of a project that is gone meanwhile, nothing. */
    static void refused(Transaction transaction, ProjectId project, LocalDate day, Map<RateKey, Long> counts) {
        List<RateKey> ordered = counts.keySet().stream().sorted().toList();
        Sql.update(
                transaction,
                """
                INSERT INTO ekaya.usage_refused AS r (project_id, day, app, function, tool, calls)
                SELECT p.id, ?::date, k.* FROM ekaya.project p, unnest(?, ?, ?, ?) AS k (app, function, tool, calls)
                WHERE p.id = ? ORDER BY k.app COLLATE "C", k.function COLLATE "C", k.tool COLLATE "C"
                ON CONFLICT (project_id, day, app, function, tool) DO UPDATE SET calls = r.calls + excluded.calls
                """,
                day,
                texts(ordered, RateKey::app),
                texts(ordered, RateKey::function),
                texts(ordered, RateKey::tool),
                ordered.stream().mapToLong(counts::get).toArray(),
                project.value());
    }

    /** What servers have taken of that minute. */
    static Map<RateKey, Long> taken(Transaction transaction, ProjectId project, Instant minute) {
        return numbers(
                transaction,
                "SELECT app, function, tool, taken AS number FROM ekaya.usage_minute WHERE project_id = ? AND minute = ?",
                project.value(),
                minute);
    }

    static Map<RateKey, Long> refused(Transaction transaction, ProjectId project, LocalDate day) {
        return numbers(
                transaction,
                "SELECT app, function, tool, calls AS number FROM ekaya.usage_refused WHERE project_id = ? AND day = ?",
                project.value(),
                day);
    }

    /** As people set them. */
    static Map<RateKey, Long> set(Transaction transaction, ProjectId project) {
        return numbers(
                transaction,
                "SELECT app, function, tool, per_minute AS number FROM ekaya.usage_rate WHERE project_id = ?",
                project.value());
    }

    private static Map<RateKey, Long> numbers(Transaction transaction, String sql, Object... parameters) {
        Map<RateKey, Long> numbers = new TreeMap<>();
        Sql.list(transaction, sql, row -> numbers.put(key(row), row.getLong("number")), parameters);
        return numbers;
    }

    /** @param perMinute empty takes it away */
    static void put(Transaction transaction, ProjectId project, RateKey key, Optional<Long> perMinute) {
        Sql.update(
                transaction,
                "DELETE FROM ekaya.usage_rate WHERE project_id = ? AND app = ? AND function = ? AND tool = ?",
                project.value(),
                key.app(),
                key.function(),
                key.tool());
        perMinute.ifPresent(count -> Sql.update(
                transaction,
                "INSERT INTO ekaya.usage_rate (project_id, app, function, tool, per_minute) VALUES (?, ?, ?, ?, ?)",
                project.value(),
                key.app(),
                key.function(),
                key.tool(),
                count));
    }
}
