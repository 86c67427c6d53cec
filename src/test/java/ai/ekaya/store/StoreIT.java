package ai.ekaya.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class StoreIT {
    private final DatabaseUrl url = TestDatabase.fresh();

    @Test
    void runs_as_a_login_that_is_not_the_owner() {
        try (Store store = Store.open(url)) {
            String user = store.inTransaction(transaction -> one(transaction, "SELECT current_user"));
            assertThat(user).startsWith("ekaya_rt_").isNotEqualTo(url.user());
        }
    }

    @Test
    void refuses_ddl_from_the_runtime_login() {
        try (Store store = Store.open(url)) {
            assertThatThrownBy(() -> store.inTransaction(t -> one(t, "CREATE TABLE ekaya.mine (id int)")))
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void opens_an_existing_database_again_with_the_same_login() {
        String first = user();
        assertThat(user()).isEqualTo(first);
    }

    private String user() {
        try (Store store = Store.open(url)) {
            return store.inTransaction(transaction -> one(transaction, "SELECT current_user"));
        }
    }

    private static String one(Transaction transaction, String sql) {
        try (Statement statement = transaction.connection().createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
