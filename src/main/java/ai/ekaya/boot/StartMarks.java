package ai.ekaya.boot;

import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Remembers what a start has to do only once in the life of a database. */
@Singleton
final class StartMarks {
    private final Store store;

    @Inject
    StartMarks(Store store) {
        this.store = store;
    }

    boolean has(String name) {
        return store.inTransaction(transaction -> {
            try (PreparedStatement query = prepare(transaction, "SELECT 1 FROM start_mark WHERE name = ?", name);
                    ResultSet rows = query.executeQuery()) {
                return rows.next();
            } catch (SQLException e) {
                throw new IllegalStateException("Could not read the start mark " + name, e);
            }
        });
    }

    void set(String name) {
        store.transact(transaction -> {
            try (PreparedStatement insert =
                    prepare(transaction, "INSERT INTO start_mark (name) VALUES (?) ON CONFLICT DO NOTHING", name)) {
                insert.executeUpdate();
            } catch (SQLException e) {
                throw new IllegalStateException("Could not set the start mark " + name, e);
            }
        });
    }

    private static PreparedStatement prepare(Transaction transaction, String sql, String name) throws SQLException {
        PreparedStatement statement = transaction.connection().prepareStatement(sql);
        statement.setString(1, name);
        return statement;
    }
}
