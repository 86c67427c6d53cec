package ai.ekaya.keys;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Seals everything in the database anew with another master key, in one transaction, while no server runs. What it did is in the
 * database with the key's id, so doing it again does nothing.
 */
public final class KeyRotation {
    private KeyRotation() {}

    /**
     * @param owner a connection of the login of {@code DATABASE_URL}; its transaction is committed
     * @return how many secrets were sealed anew; 0 also when it was done before
     * @throws IllegalStateException saying why not; nothing is changed then
     */
    public static int run(Connection owner, MasterKey from, MasterKey to) {
        try {
            owner.setAutoCommit(false);
            try {
                int count = rotate(owner, from, to);
                owner.commit();
                return count;
            } finally {
                owner.rollback();
            }
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

    private static int rotate(Connection owner, MasterKey from, MasterKey to) throws SQLException {
        try (Statement statement = owner.createStatement()) {
            // A server that starts now waits here, and then sees that it has the wrong key.
            statement.execute("LOCK TABLE ekaya.master_key IN ACCESS EXCLUSIVE MODE");
            // All projects' rows, which the owner does not see otherwise.
            statement.execute("SET LOCAL ekaya.maintenance = 'yes'");
        }
        requireNoServer(owner);
        String known = one(owner, "SELECT key_id FROM ekaya.master_key");
        if (known.equals(to.id())) {
            return 0;
        }
        if (!known.equals(from.id())) {
            throw new IllegalStateException("This database's secrets are sealed with master key " + known
                    + "; the old key that was given is " + from.id());
        }
        int count = 0;
        for (SealedColumn column : SealedColumn.values()) {
            count += seal(owner, column, new Sealer(from), new Sealer(to));
        }
        try (PreparedStatement update =
                owner.prepareStatement("UPDATE ekaya.master_key SET key_id = ?, first_used_at = now()")) {
            update.setString(1, to.id());
            update.executeUpdate();
        }
        return count;
    }

    private static void requireNoServer(Connection owner) throws SQLException {
        String sessions = one(owner, """
                SELECT count(*) FROM pg_stat_activity a JOIN ekaya.runtime_login l ON l.role_name = a.usename
                WHERE a.datname = current_database()
                """);
        if (!sessions.equals("0")) {
            throw new IllegalStateException(
                    "A server runs on this database (" + sessions + " sessions); stop every server first");
        }
    }

    private static int seal(Connection owner, SealedColumn column, Sealer from, Sealer to) throws SQLException {
        Map<String, String> sealed = new LinkedHashMap<>();
        try (Statement statement = owner.createStatement();
                ResultSet rows = statement.executeQuery(column.select())) {
            while (rows.next()) {
                sealed.put(rows.getString(1), rows.getString(2));
            }
        }
        try (PreparedStatement update = owner.prepareStatement(column.update())) {
            for (Map.Entry<String, String> row : sealed.entrySet()) {
                String context = column.context(row.getKey());
                Secret secret = from.open(context, new Sealed(row.getValue()));
                update.setString(1, to.seal(context, secret).text());
                update.setString(2, row.getKey());
                update.addBatch();
            }
            update.executeBatch();
        }
        return sealed.size();
    }

    private static String one(Connection owner, String sql) throws SQLException {
        try (Statement statement = owner.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            if (!rows.next()) {
                throw new IllegalStateException(
                        "No server has started on this database yet, so nothing is sealed in it");
            }
            return rows.getString(1);
        }
    }
}
