package ai.ekaya.keys;

import ai.ekaya.limits.Limit;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Goes over to another master key in one transaction, while no server runs. What it did is in the database with the key's id, so
 * doing it again does nothing.
 */
public final class OfflineRotation {
    private static final int TOGETHER = (int) Limit.KEYS_REWRAPPED_TOGETHER_COUNT.defaultValue();

    private OfflineRotation() {}

    /**
     * @param owner a connection of the login of {@code DATABASE_URL}; its transaction is committed
     * @return how many secrets were put under the new key; 0 also when it was done before
     * @throws IllegalStateException saying why not; nothing is changed then
     */
    public static int run(Connection owner, MasterKey from, MasterKey to) {
        try {
            return SealedValues.of(owner, values -> rotate(values, from, to));
        } catch (SQLException e) {
            throw new IllegalStateException("Could not seal the database's secrets anew", e);
        }
    }

    /** The columns that are sealed, as {@code table.column}, in order with spaces between. */
    public static String places() {
        return Arrays.stream(SealedColumn.values())
                .map(SealedColumn::place)
                .sorted()
                .collect(Collectors.joining(" "));
    }

    private static int rotate(SealedValues values, MasterKey from, MasterKey to) throws SQLException {
        Connection owner = values.connection();
        try (Statement statement = owner.createStatement()) {
            // A server that starts now waits here, and then sees whether it has the right key.
            statement.execute("LOCK TABLE ekaya.master_key IN ACCESS EXCLUSIVE MODE");
        }
        requireNoServer(owner);
        String known = KeyState.locked(owner).keyId();
        if (!known.equals(to.id()) && !known.equals(from.id())) {
            throw new IllegalStateException("This database's secrets are sealed with master key " + known
                    + "; the old key that was given is " + from.id());
        }
        if (known.equals(from.id())) {
            KeyState.flip(owner, to);
        }
        Sealer sealer = new Sealer(KeyRing.of(to, from), () -> to);
        int count = 0;
        for (SealedColumn column : SealedColumn.values()) {
            SealedValues.Batch batch = SealedValues.Batch.NONE;
            do {
                batch = values.rewrap(column, batch.last(), TOGETHER, sealer, to);
                if (batch.failed() > 0) {
                    throw new IllegalStateException(
                            "Nothing was changed, as a secret cannot be sealed anew: " + batch.failure());
                }
                count += batch.done();
            } while (batch.looked() == TOGETHER);
        }
        if (!values.areAllUnder(to)) {
            throw new IllegalStateException("Nothing was changed, as somebody holds rows of the database; try again");
        }
        KeyState.settle(owner, to.id(), Duration.ZERO);
        return count;
    }

    private static void requireNoServer(Connection owner) throws SQLException {
        String sql = """
                SELECT count(*) FROM pg_stat_activity a JOIN ekaya.runtime_login l ON l.role_name = a.usename
                WHERE a.datname = current_database()
                """;
        try (Statement statement = owner.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            if (rows.getInt(1) > 0) {
                throw new IllegalStateException("A server runs on this database (" + rows.getInt(1)
                        + " sessions); stop every server first, or rotate while they run (docs/install.md)");
            }
        }
    }
}
