package ai.ekaya.keys;

import ai.ekaya.store.Store;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Lets the start fail when the master key is not the one that the database's secrets are sealed with. */
public final class MasterKeyCheck {
    private MasterKeyCheck() {}

    /**
     * Remembers the key's id at the first start and compares it at each later one.
     *
     * @throws IllegalStateException saying which key is expected
     */
    public static void verify(Store store, MasterKey key) {
        String known = store.inTransaction(transaction -> remembered(transaction.connection(), key.id()));
        if (!known.equals(key.id())) {
            throw new IllegalStateException(
                    "The master key is " + key.id() + ", but this database's secrets are sealed with " + known
                            + "; give the server that key (EKAYA_MASTER_KEY, or keys/master.key in EKAYA_HOME), or run"
                            + " ./ekaya rotate-key again if it was cut off");
        }
    }

    private static String remembered(Connection connection, String id) {
        try (PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO master_key (key_id) VALUES (?) ON CONFLICT DO NOTHING");
                PreparedStatement query = connection.prepareStatement("SELECT key_id FROM master_key")) {
            insert.setString(1, id);
            insert.executeUpdate();
            try (ResultSet rows = query.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Could not read which master key the database expects", e);
        }
    }
}
