package ai.ekaya.keys;

import ai.ekaya.store.Store;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that is sealed, of all projects, in one transaction of the tables' owner: nobody else sees it together, and it is not needed
 * together but to put it under another key. Not thread-safe.
 */
final class SealedValues {
    private final Connection owner;

    private SealedValues(Connection owner) {
        this.owner = owner;
    }

    /** What is done with them in a transaction. */
    @FunctionalInterface
    interface Work<T> {
        T with(SealedValues values) throws SQLException;
    }

    static <T> T of(Store store, Work<T> work) {
        try (Connection owner = store.owner().getConnection()) {
            return of(owner, work);
        } catch (SQLException e) {
            throw new IllegalStateException("Could not work on what is sealed in the database", e);
        }
    }

    /** Commits when the work returns, and rolls back when it throws. */
    static <T> T of(Connection owner, Work<T> work) throws SQLException {
        owner.setAutoCommit(false);
        try {
            try (Statement statement = owner.createStatement()) {
                // All projects' rows, which the owner does not see otherwise.
                statement.execute("SET LOCAL ekaya.maintenance = 'yes'");
            }
            T result = work.with(new SealedValues(owner));
            owner.commit();
            return result;
        } finally {
            owner.rollback();
        }
    }

    Connection connection() {
        return owner;
    }

    /** Of several servers one at a time has this; it ends with the transaction. */
    boolean lock() throws SQLException {
        try (Statement statement = owner.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT pg_try_advisory_xact_lock(hashtext('ekaya master key'))")) {
            rows.next();
            return rows.getBoolean(1);
        }
    }

    /** How many there are of each form and key. */
    List<SealedCount> count() throws SQLException {
        Map<String, Long> counts = new TreeMap<>();
        try (Statement statement = owner.createStatement()) {
            for (SealedColumn column : SealedColumn.values()) {
                try (ResultSet rows = statement.executeQuery(column.count())) {
                    while (rows.next()) {
                        counts.merge(rows.getString(1), rows.getLong(2), Long::sum);
                    }
                }
            }
        }
        return counts.entrySet().stream()
                .map(entry -> {
                    String[] parts = entry.getKey().split(":", 2);
                    return new SealedCount(parts[0], parts[1], entry.getValue());
                })
                .toList();
    }

    /** Whether nothing is left, also of what others hold and what does not open. */
    boolean areAllUnder(MasterKey key) throws SQLException {
        return count().stream().allMatch(count -> count.isUnder(key.id()));
    }

    /**
     * A number of values put under another key.
     *
     * @param last row that was looked at
     * @param failed how many did not open; they stay as they were
     * @param failure which was the first of these, and why; empty when there is none
     */
    record Batch(int looked, int done, String last, int failed, String failure) {
        static final Batch NONE = new Batch(0, 0, "", 0, "");
    }

    private record Value(String row, String sealed) {}

    /**
     * Puts values of a column under the key, in the order of their rows.
     *
     * @param after which row; none when empty
     */
    Batch rewrap(SealedColumn column, String after, int countMax, Sealer sealer, MasterKey to) throws SQLException {
        List<Value> found = underOthers(column, after, countMax, to);
        int failed = 0;
        String failure = "";
        int[] changed;
        try (PreparedStatement update = owner.prepareStatement(column.update())) {
            for (Value value : found) {
                String context = column.context(value.row());
                try {
                    update.setString(
                            1,
                            sealer.rewrap(context, new Sealed(value.sealed()), to)
                                    .text());
                } catch (IllegalStateException e) {
                    failed++;
                    failure = failure.isEmpty() ? column.place() + ": " + e.getMessage() : failure;
                    continue;
                }
                update.setObject(2, value.row(), Types.OTHER);
                // What was changed meanwhile is not overwritten.
                update.setString(3, value.sealed());
                update.addBatch();
            }
            changed = update.executeBatch();
        }
        String last = found.isEmpty() ? after : found.get(found.size() - 1).row();
        return new Batch(found.size(), Arrays.stream(changed).sum(), last, failed, failure);
    }

    private List<Value> underOthers(SealedColumn column, String after, int countMax, MasterKey to) throws SQLException {
        List<Value> found = new ArrayList<>();
        try (PreparedStatement query = owner.prepareStatement(column.underOthers(after.isEmpty()))) {
            query.setString(1, "v2:" + to.id() + ":");
            if (!after.isEmpty()) {
                query.setObject(2, after, Types.OTHER);
            }
            query.setInt(after.isEmpty() ? 2 : 3, countMax);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(new Value(rows.getString(1), rows.getString(2)));
                }
            }
        }
        return found;
    }
}
