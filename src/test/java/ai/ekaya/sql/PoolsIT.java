package ai.ekaya.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Limits;
import ai.ekaya.store.DatabaseUrl;
import ai.ekaya.store.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class PoolsIT {
    private final DatabaseUrl url = TestDatabase.fresh();
    private final Pools<String> pools = new Pools<>("test", 2, 1, 2_000);

    @AfterEach
    void close() {
        pools.close();
    }

    @Test
    void gives_the_next_user_a_session_without_traces_of_the_last() throws SQLException {
        String before = session();
        try (Pools<String>.Lease lease = pools.borrow("a", DatabaseKind.POSTGRESQL, this::driver)) {
            run(lease.connection(), "SET work_mem = '64kB'");
            run(lease.connection(), "SET search_path = pg_catalog");
            run(lease.connection(), "CREATE TEMP TABLE left_behind (id int)");
            run(lease.connection(), "SELECT pg_advisory_lock(7)");
            run(lease.connection(), "PREPARE left_behind AS SELECT 1");
            run(lease.connection(), "LISTEN left_behind");
            lease.connection().commit();
            run(lease.connection(), "CREATE TABLE public.never_committed (id int)");
        }
        assertThat(session()).isEqualTo(before);
    }

    private String session() throws SQLException {
        try (Pools<String>.Lease lease = pools.borrow("a", DatabaseKind.POSTGRESQL, this::driver);
                Statement statement = lease.connection().createStatement();
                ResultSet rows = statement.executeQuery("""
                        SELECT concat_ws(' ', pg_backend_pid(), current_setting('work_mem'), current_setting('search_path'),
                            (SELECT count(*) FROM pg_class WHERE relname IN ('left_behind', 'never_committed')),
                            (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()),
                            (SELECT count(*) FROM pg_prepared_statements),
                            (SELECT count(*) FROM pg_listening_channels()))
                        """)) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Test
    void closes_the_pool_that_was_used_longest_ago() {
        pools.borrow("a", DatabaseKind.POSTGRESQL, this::driver).close();
        pools.borrow("b", DatabaseKind.POSTGRESQL, this::driver).close();
        pools.borrow("a", DatabaseKind.POSTGRESQL, this::driver).close();
        pools.borrow("c", DatabaseKind.POSTGRESQL, this::driver).close();
        assertThat(pools.size()).isEqualTo(2);
        // A pool that is there asks for no new login.
        pools.borrow("a", DatabaseKind.POSTGRESQL, () -> {
                    throw new AssertionError("a was closed, b should have been");
                })
                .close();
    }

    @Test
    void refuses_another_pool_while_all_are_in_use() {
        try (Pools<String>.Lease first = pools.borrow("a", DatabaseKind.POSTGRESQL, this::driver);
                Pools<String>.Lease second = pools.borrow("b", DatabaseKind.POSTGRESQL, this::driver)) {
            assertThat(first.connection()).isNotSameAs(second.connection());
            assertThatThrownBy(() -> pools.borrow("c", DatabaseKind.POSTGRESQL, this::driver))
                    .hasMessage("All 2 connection pools are in use");
            assertThatThrownBy(() -> pools.borrow("a", DatabaseKind.POSTGRESQL, this::driver))
                    .hasMessage("All connections of this database are in use");
        }
        pools.borrow("c", DatabaseKind.POSTGRESQL, this::driver).close();
        assertThat(pools.size()).isEqualTo(2);
    }

    private PGSimpleDataSource driver() {
        PGSimpleDataSource driver = new PGSimpleDataSource();
        driver.setUrl(url.jdbcUrl());
        driver.setUser(url.user());
        driver.setPassword(url.password());
        PostgreSql.prepare(driver, Limits.defaults());
        return driver;
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
