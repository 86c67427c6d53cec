package ai.ekaya.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A platform whose owner login may not make roles. */
class RuntimeLoginIT {
    private final DatabaseUrl url = TestDatabase.fresh();
    private final String runtime = "rt_" + UUID.randomUUID().toString().replace("-", "");

    private void asSuperuser(String sql) throws SQLException {
        try (Connection connection = TestDatabase.superuser(url.user());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void says_what_to_run_when_the_owner_may_not_make_roles() throws SQLException {
        asSuperuser("ALTER ROLE " + url.user() + " NOCREATEROLE");
        assertThatThrownBy(() -> Store.open(url))
                .hasMessageContaining("may not make roles")
                .hasMessageContaining("ALTER ROLE \"" + url.user() + "\" CREATEROLE")
                .hasMessageContaining("DATABASE_RUNTIME_USER");
        asSuperuser("ALTER ROLE \"" + url.user() + "\" CREATEROLE");
        Store.open(url).close();
    }

    @Test
    void goes_on_with_the_login_that_it_made_when_the_right_is_taken_away() throws SQLException {
        Store.open(url).close();
        asSuperuser("ALTER ROLE " + url.user() + " NOCREATEROLE");
        try (Store store = Store.open(url)) {
            assertThat(user(store)).startsWith("ekaya_rt_");
        }
    }

    @Test
    void runs_as_the_login_that_it_is_given() throws SQLException {
        asSuperuser("ALTER ROLE " + url.user() + " NOCREATEROLE");
        Optional<RuntimeLogin> given = Optional.of(new RuntimeLogin(runtime, "secret"));
        assertThatThrownBy(() -> Store.open(url, given))
                .hasMessageEndingWith("CREATE ROLE " + runtime
                        + " LOGIN NOINHERIT PASSWORD '…'; CREATE ROLE " + runtime + "_across NOLOGIN; GRANT " + runtime
                        + "_across TO " + runtime);
        asSuperuser("CREATE ROLE " + runtime + " LOGIN NOINHERIT PASSWORD 'secret'");
        assertThatThrownBy(() -> Store.open(url, given))
                .hasMessageEndingWith("has to run: CREATE ROLE " + runtime + "_across NOLOGIN; GRANT " + runtime
                        + "_across TO " + runtime);
        asSuperuser("CREATE ROLE " + runtime + "_across NOLOGIN; GRANT " + runtime + "_across TO " + runtime);
        try (Store store = Store.open(url, given)) {
            assertThat(user(store)).isEqualTo(runtime);
            assertThatThrownBy(() -> store.inTransaction(t -> Sql.update(t, "CREATE TABLE ekaya.mine (id int)")))
                    .hasStackTraceContaining("permission denied");
            assertThat(store.<String>acrossProjects(RuntimeLoginIT::user)).isEqualTo(runtime + "_across");
        }
        assertThatThrownBy(() -> Store.open(url, Optional.of(new RuntimeLogin("another", "x"))))
                .hasMessageContaining("was set up for '" + runtime + "'");
        assertThatThrownBy(() -> Store.open(url, Optional.of(new RuntimeLogin(url.user(), "owner"))))
                .hasMessageContaining("expected a login of its own");
    }

    @Test
    void refuses_a_login_that_has_the_rights_across_projects_in_every_transaction() throws SQLException {
        Optional<RuntimeLogin> given = Optional.of(new RuntimeLogin(runtime, "secret"));
        asSuperuser("CREATE ROLE " + runtime + " LOGIN INHERIT PASSWORD 'secret'");
        asSuperuser("CREATE ROLE " + runtime + "_across NOLOGIN; GRANT " + runtime + "_across TO " + runtime);
        String statements = "ALTER ROLE " + runtime + " NOINHERIT; REVOKE " + runtime + "_across FROM " + runtime
                + "; GRANT " + runtime + "_across TO " + runtime;
        assertThatThrownBy(() -> Store.open(url, given)).hasMessageEndingWith("has to run: " + statements);
        asSuperuser(statements);
        Store.open(url, given).close();
    }

    private static String user(Store store) {
        return store.inTransaction(RuntimeLoginIT::user);
    }

    private static String user(Transaction transaction) {
        return Sql.first(transaction, "SELECT current_user", row -> row.getString(1))
                .orElseThrow();
    }
}
