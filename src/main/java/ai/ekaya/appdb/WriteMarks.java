package ai.ekaya.appdb;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The marks of changes: a table in the app's schema, so that a change and its mark commit together. It is the platform's; the app's
 * role inserts and reads, and the guard keeps the app's own statements away from it. A line with {@link #END} ends an attempt: after
 * it no change of that attempt commits.
 */
final class WriteMarks {
    static final String TABLE = "ekaya_effect";

    /** The sequence of the line that ends an attempt; calls count from 1. */
    private static final int END = 0;

    private static final String COLUMNS = " (run_id uuid, attempt int, sequence int, arguments_hash text NOT NULL,"
            + " arguments text NOT NULL, mac bytea NOT NULL, at timestamptz NOT NULL DEFAULT now(),"
            + " PRIMARY KEY (run_id, attempt, sequence))";

    private WriteMarks() {}

    /** Makes the table where it is missing, as in schemas from before there were marks. */
    static void ensure(Connection owner, AppLogin login) throws SQLException {
        String table = login.schema() + "." + TABLE;
        AppRoles.run(owner, "CREATE TABLE IF NOT EXISTS " + table + COLUMNS);
        AppRoles.run(owner, "GRANT SELECT, INSERT ON " + table + " TO " + login.role());
    }

    static boolean exists(Connection owner, AppLogin login) throws SQLException {
        String table = login.schema() + "." + TABLE;
        return !AppRoles.names(owner, "SELECT t FROM to_regclass('" + table + "') AS t WHERE t IS NOT NULL")
                .isEmpty();
    }

    /**
     * First of all in a change's transaction. INVARIANT: who holds this lock is seen by {@link #end}, however long its server has been
     * standing still; so what end finds is all that there ever will be. Not in the statement that looks for the end's line, which
     * would look at what was there before it got the lock.
     */
    static String lock(WriteMark mark) {
        WriteMark.Attempt attempt = new WriteMark.Attempt(mark.run(), mark.attempt());
        return "SELECT pg_advisory_xact_lock_shared('" + first(attempt) + "'::int, '" + second(attempt) + "'::int)";
    }

    private static int first(WriteMark.Attempt attempt) {
        return Long.hashCode(attempt.run().getMostSignificantBits());
    }

    private static int second(WriteMark.Attempt attempt) {
        return Long.hashCode(attempt.run().getLeastSignificantBits()) + attempt.number();
    }

    /** Last of all in a change's transaction. False when the attempt was ended: the change must not commit. */
    static boolean insert(Connection app, WriteMark mark) throws SQLException {
        try (PreparedStatement insert = app.prepareStatement("INSERT INTO " + TABLE
                + " (run_id, attempt, sequence, arguments_hash, arguments, mac) SELECT ?::uuid, ?::int, ?::int, ?, ?, ?::bytea"
                + " WHERE NOT EXISTS (SELECT FROM " + TABLE
                + " WHERE run_id = ?::uuid AND attempt = ?::int AND sequence = "
                + END + ")")) {
            insert.setObject(1, mark.run());
            insert.setInt(2, mark.attempt());
            insert.setInt(3, mark.sequence());
            insert.setString(4, mark.argumentsHash());
            insert.setString(5, mark.arguments());
            insert.setBytes(6, mark.mac());
            insert.setObject(7, mark.run());
            insert.setInt(8, mark.attempt());
            return insert.executeUpdate() == 1;
        }
    }

    /**
     * Lets no change of these attempts commit any more, and tells what was committed of them.
     *
     * @return empty for an attempt that is just changing something: it cannot be ended yet
     */
    static List<EndedAttempt> end(Connection owner, AppLogin login, List<WriteMark.Attempt> attempts)
            throws SQLException {
        AppRoles.run(owner, SwapLock.shared(login.schema()));
        Set<WriteMark.Attempt> free = new HashSet<>();
        for (WriteMark.Attempt attempt : attempts) {
            if (isFree(owner, attempt)) {
                free.add(attempt);
            }
        }
        String table = login.schema() + "." + TABLE;
        try (PreparedStatement insert = owner.prepareStatement("INSERT INTO " + table
                + " (run_id, attempt, sequence, arguments_hash, arguments, mac) VALUES (?, ?, " + END
                + ", '', '', '') ON CONFLICT DO NOTHING")) {
            for (WriteMark.Attempt attempt : free) {
                insert.setObject(1, attempt.run());
                insert.setInt(2, attempt.number());
                insert.addBatch();
            }
            insert.executeBatch();
        }
        List<WriteMark> marks = read(owner, table, free);
        return attempts.stream()
                .map(attempt -> new EndedAttempt(
                        attempt,
                        free.contains(attempt)
                                ? Optional.of(marks.stream()
                                        .filter(mark ->
                                                mark.run().equals(attempt.run()) && mark.attempt() == attempt.number())
                                        .toList())
                                : Optional.empty()))
                .toList();
    }

    private static boolean isFree(Connection owner, WriteMark.Attempt attempt) throws SQLException {
        try (PreparedStatement lock = owner.prepareStatement("SELECT pg_try_advisory_xact_lock(?, ?)")) {
            lock.setInt(1, first(attempt));
            lock.setInt(2, second(attempt));
            try (ResultSet row = lock.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private static List<WriteMark> read(Connection owner, String table, Set<WriteMark.Attempt> attempts)
            throws SQLException {
        List<WriteMark> marks = new ArrayList<>();
        Array runs = owner.createArrayOf(
                "uuid", attempts.stream().map(WriteMark.Attempt::run).toArray());
        try (PreparedStatement query =
                owner.prepareStatement("SELECT run_id, attempt, sequence, arguments_hash, arguments, mac FROM " + table
                        + " WHERE run_id = ANY (?) AND sequence > " + END + " ORDER BY run_id, attempt, sequence")) {
            query.setArray(1, runs);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    marks.add(new WriteMark(
                            rows.getObject(1, UUID.class),
                            rows.getInt(2),
                            rows.getInt(3),
                            rows.getString(4),
                            rows.getString(5),
                            rows.getBytes(6)));
                }
            }
        }
        return marks;
    }

    /**
     * Deletes the marks of runs that have ended, and the ends of attempts of runs that are deleted.
     *
     * @param rest of those, the young ones stay: a server that has been standing still must find that its attempt has ended
     */
    static int sweep(Connection owner, AppLogin login, Instant now, Duration rest) throws SQLException {
        // The runs' table shows its owner, too, the rows of one project only.
        try (PreparedStatement project = owner.prepareStatement("SELECT set_config('ekaya.project', ?, true)")) {
            project.setString(1, login.project().toString());
            project.execute();
        }
        try (PreparedStatement delete = owner.prepareStatement("DELETE FROM " + login.schema() + "." + TABLE + " m"
                + " WHERE sequence > " + END
                + " AND NOT EXISTS (SELECT FROM ekaya.run r WHERE r.id = m.run_id AND r.state <> 'ENDED')"
                + " OR at < ? AND NOT EXISTS (SELECT FROM ekaya.run r WHERE r.id = m.run_id)")) {
            delete.setTimestamp(1, Timestamp.from(now.minus(rest)));
            return delete.executeUpdate();
        }
    }
}
