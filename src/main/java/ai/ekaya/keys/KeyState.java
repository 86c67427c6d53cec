package ai.ekaya.keys;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/**
 * What the database says of the master key, for all servers at once.
 *
 * @param keyId which key seals
 * @param since when it came in force, by the database's clock
 * @param settled whether nothing is sealed with the one before any more
 */
record KeyState(String keyId, Instant since, boolean settled) {

    /** The first server of a database says which key it is. */
    static void remember(Connection connection, MasterKey first) throws SQLException {
        update(connection, "INSERT INTO ekaya.master_key (key_id) VALUES (?) ON CONFLICT DO NOTHING", first.id());
    }

    /** It does not change before the transaction ends; others may hold it so at the same time. */
    static KeyState held(Connection connection) throws SQLException {
        return read(connection, "FOR SHARE");
    }

    /** For who changes it. */
    static KeyState locked(Connection connection) throws SQLException {
        return read(connection, "FOR UPDATE");
    }

    private static KeyState read(Connection connection, String lock) throws SQLException {
        String sql = "SELECT key_id, first_used_at, settled FROM ekaya.master_key " + lock;
        try (PreparedStatement query = connection.prepareStatement(sql);
                ResultSet rows = query.executeQuery()) {
            if (!rows.next()) {
                throw new IllegalStateException(
                        "No server has started on this database yet, so nothing is sealed in it");
            }
            return new KeyState(rows.getString(1), rows.getTimestamp(2).toInstant(), rows.getBoolean(3));
        }
    }

    /** From here on this key seals; what is sealed with another is to be sealed anew. */
    static void flip(Connection connection, MasterKey to) throws SQLException {
        update(connection, "UPDATE ekaya.master_key SET key_id = ?, first_used_at = now(), settled = false", to.id());
    }

    static void unsettle(Connection connection) throws SQLException {
        update(connection, "UPDATE ekaya.master_key SET settled = false WHERE settled");
    }

    /** Not before the time is over after which no server seals with the key before. */
    static void settle(Connection connection, String keyId, Duration over) throws SQLException {
        String sql = """
                UPDATE ekaya.master_key SET settled = true
                WHERE key_id = ? AND NOT settled AND first_used_at <= now() - ?::interval
                """;
        update(connection, sql, keyId, over.toString());
    }

    private static void update(Connection connection, String sql, String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }
}
