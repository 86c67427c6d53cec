package ai.ekaya.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.run.SettableClock;
import ai.ekaya.store.DatabaseUrl;
import ai.ekaya.store.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class PoolsIT {
    private static final Limits LIMITS = Limits.defaults().with(Limit.DATASOURCE_CONNECT_MILLIS, 1_000);

    private final DatabaseUrl url = TestDatabase.fresh();
    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T10:00:00Z"));
    private final AtomicInteger connects = new AtomicInteger();
    // "p1.a" is datasource a of project p1.
    private final Pools<String> pools = pools(2, 2, 1, 16);

    private Pools<String> pools(int count, int perTenant, int connections, int borrowers) {
        return new Pools<>(
                new Pools.Shares<>(count, perTenant, connections, borrowers, key -> key.split("\\.")[0]),
                LIMITS,
                clock);
    }

    @AfterEach
    void close() {
        pools.close();
    }

    @Test
    void gives_the_next_user_a_session_without_traces_of_the_last() throws SQLException {
        String before = session();
        try (Pools<String>.Lease lease = pools.borrow("a", PostgreSql::discard, this::driver)) {
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
        try (Pools<String>.Lease lease = pools.borrow("a", PostgreSql::discard, this::driver);
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
        pools.borrow("a", PostgreSql::discard, this::driver).close();
        pools.borrow("b", PostgreSql::discard, this::driver).close();
        pools.borrow("a", PostgreSql::discard, this::driver).close();
        pools.borrow("c", PostgreSql::discard, this::driver).close();
        assertThat(pools.size()).isEqualTo(2);
        // A pool that is there asks for no new login.
        pools.borrow("a", PostgreSql::discard, () -> {
                    throw new AssertionError("a was closed, b should have been");
                })
                .close();
    }

    @Test
    void refuses_another_pool_while_all_are_in_use() {
        try (Pools<String>.Lease first = pools.borrow("a", PostgreSql::discard, this::driver);
                Pools<String>.Lease second = pools.borrow("b", PostgreSql::discard, this::driver)) {
            assertThat(first.connection()).isNotSameAs(second.connection());
            assertThatThrownBy(() -> pools.borrow("c", PostgreSql::discard, this::driver))
                    .hasMessage("All 2 connection pools are in use");
            assertThatThrownBy(() -> pools.borrow("a", PostgreSql::discard, this::driver))
                    .hasMessage("All connections of this database are in use");
        }
        pools.borrow("c", PostgreSql::discard, this::driver).close();
        assertThat(pools.size()).isEqualTo(2);
    }

    @Test
    void gives_each_project_its_share_of_pools_and_borrowers() {
        try (Pools<String> shared = pools(10, 2, 4, 3);
                Pools<String>.Lease a = shared.borrow("p1.a", PostgreSql::discard, this::driver);
                Pools<String>.Lease b = shared.borrow("p1.b", PostgreSql::discard, this::driver)) {
            assertThatThrownBy(() -> shared.borrow("p1.c", PostgreSql::discard, this::driver))
                    .hasMessage("All 2 connection pools of this project are in use");
            try (Pools<String>.Lease third = shared.borrow("p1.a", PostgreSql::discard, this::driver)) {
                assertThatThrownBy(() -> shared.borrow("p1.b", PostgreSql::discard, this::driver))
                        .isInstanceOfSatisfying(
                                Refusal.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.UNAVAILABLE))
                        .hasMessage("The project uses or waits for 3 connections already");
                // The others are as they were.
                shared.borrow("p2.a", PostgreSql::discard, this::driver).close();
                shared.borrow("p2.b", PostgreSql::discard, this::driver).close();
                shared.borrow("p2.c", PostgreSql::discard, this::driver).close();
                assertThat(third.connection()).isNotSameAs(a.connection()).isNotSameAs(b.connection());
            }
            assertThat(shared.size()).isEqualTo(4);
        }
    }

    @Test
    void closes_what_nobody_used_for_a_while() throws SQLException {
        pools.borrow("a", PostgreSql::discard, this::driver).close();
        pools.borrow("b", PostgreSql::discard, this::driver).close();
        clock.advance(Duration.ofSeconds(50));
        pools.borrow("a", PostgreSql::discard, this::driver).close();
        pools.sweep();
        assertThat(pools.open()).isEqualTo(2);
        clock.advance(Duration.ofSeconds(10));
        pools.sweep();
        assertThat(pools.open()).isEqualTo(1);
        clock.advance(Duration.ofMinutes(10));
        try (Pools<String>.Lease used = pools.borrow("a", PostgreSql::discard, this::driver)) {
            pools.sweep();
            assertThat(pools.size()).isEqualTo(1);
            run(used.connection(), "SELECT 1");
        }
        clock.advance(Duration.ofMinutes(10));
        pools.sweep();
        assertThat(pools.size()).isZero();
        pools.borrow("a", PostgreSql::discard, this::driver).close();
    }

    @Test
    void hands_out_no_connection_that_broke_or_is_too_old() throws SQLException {
        String first = pid("a");
        assertThat(pid("a")).isEqualTo(first);
        try (Connection superuser = TestDatabase.superuser(url.user())) {
            run(superuser, "SELECT pg_terminate_backend(" + first + ")");
        }
        clock.advance(Duration.ofSeconds(2));
        String second = pid("a");
        assertThat(second).isNotEqualTo(first);
        for (int i = 0; i < 18; i++) {
            clock.advance(Duration.ofSeconds(49));
            assertThat(pid("a")).isEqualTo(second);
        }
        clock.advance(Duration.ofSeconds(20));
        assertThat(pid("a")).isNotEqualTo(second);
    }

    private String pid(String key) throws SQLException {
        try (Pools<String>.Lease lease = pools.borrow(key, PostgreSql::discard, this::driver);
                Statement statement = lease.connection().createStatement();
                ResultSet rows = statement.executeQuery("SELECT pg_backend_pid()")) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Test
    void stops_to_try_a_database_that_is_down_and_finds_it_again() throws IOException {
        PGSimpleDataSource moving = driver();
        int port = freePort();
        moving.setPortNumbers(new int[] {port});
        Supplier<DataSource> login = () -> counted(moving);
        String refused = "The database cannot be reached: the connection is refused, nothing listens on this port";
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> pools.borrow("a", PostgreSql::discard, login))
                    .hasMessage(refused);
        }
        assertThat(connects).hasValue(3);
        assertThatThrownBy(() -> pools.borrow("a", PostgreSql::discard, login))
                .hasMessage(refused + "; it is tried again in 15s")
                .isInstanceOfSatisfying(Refusal.class, e -> {
                    assertThat(e.code()).isEqualTo(RefusalCode.UNAVAILABLE);
                    assertThat(e.retryAfter()).contains(Duration.ofSeconds(15));
                });
        clock.advance(Duration.ofSeconds(14));
        assertThatThrownBy(() -> pools.borrow("a", PostgreSql::discard, login))
                .hasMessage(refused + "; it is tried again in 1s");
        assertThat(connects).hasValue(3);
        // One more try; it waits twice as long after that.
        clock.advance(Duration.ofSeconds(1));
        assertThatThrownBy(() -> pools.borrow("a", PostgreSql::discard, login)).hasMessage(refused);
        assertThatThrownBy(() -> pools.borrow("a", PostgreSql::discard, login))
                .hasMessage(refused + "; it is tried again in 30s");
        assertThat(connects).hasValue(4);
        moving.setPortNumbers(new int[] {TestDatabase.port()});
        clock.advance(Duration.ofSeconds(30));
        pools.borrow("a", PostgreSql::discard, login).close();
        pools.borrow("a", PostgreSql::discard, login).close();
        // It is as if nothing had been.
        pools.close("a");
        moving.setPortNumbers(new int[] {port});
        assertThatThrownBy(() -> pools.borrow("a", PostgreSql::discard, login)).hasMessage(refused);
        assertThatThrownBy(() -> pools.borrow("a", PostgreSql::discard, login)).hasMessage(refused);
    }

    @Test
    void forgives_a_passing_failure() throws IOException {
        PGSimpleDataSource moving = driver();
        for (int i = 0; i < 3; i++) {
            pools.close("a");
            moving.setPortNumbers(new int[] {freePort()});
            assertThatThrownBy(() -> pools.borrow("a", PostgreSql::discard, () -> moving))
                    .hasMessageContaining("nothing listens");
            moving.setPortNumbers(new int[] {TestDatabase.port()});
            pools.borrow("a", PostgreSql::discard, () -> moving).close();
        }
    }

    @Test
    void waits_for_no_database_that_only_has_no_connection_left() throws SQLException {
        PGSimpleDataSource driver = driver();
        try (Connection superuser = TestDatabase.superuser(url.user())) {
            run(superuser, "ALTER ROLE " + url.user() + " CONNECTION LIMIT 0");
            for (int i = 0; i < 5; i++) {
                assertThatThrownBy(() -> pools.borrow("a", PostgreSql::discard, () -> driver))
                        .hasMessageContaining("has no connection left");
            }
            run(superuser, "ALTER ROLE " + url.user() + " CONNECTION LIMIT -1");
        }
        pools.borrow("a", PostgreSql::discard, () -> driver).close();
    }

    @Test
    void sends_a_refused_password_once() {
        PGSimpleDataSource wrong = driver();
        wrong.setUser("stranger");
        Supplier<DataSource> login = () -> counted(wrong);
        assertThatThrownBy(() -> pools.borrow("a", PostgreSql::discard, login))
                .hasMessageContaining("has no such login");
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> pools.borrow("a", PostgreSql::discard, login))
                    .hasMessageEndingWith("; it is tried again in 600s");
        }
        assertThat(connects).hasValue(1);
        // A changed login is another key; the same key is tried again in time.
        pools.borrow("b", PostgreSql::discard, this::driver).close();
        wrong.setUser(url.user());
        clock.advance(Duration.ofSeconds(600));
        pools.borrow("a", PostgreSql::discard, login).close();
        assertThat(connects).hasValue(2);
    }

    @Test
    void lets_nobody_wait_for_a_database_that_never_answers() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            PGSimpleDataSource hanging = driver();
            hanging.setPortNumbers(new int[] {silent.getLocalPort()});
            CountDownLatch connecting = new CountDownLatch(1);
            CompletableFuture<Void> hangs = CompletableFuture.runAsync(() -> {
                connecting.countDown();
                pools.borrow("a", PostgreSql::discard, () -> hanging).close();
            });
            connecting.await();
            long start = System.nanoTime();
            pools.borrow("b", PostgreSql::discard, this::driver).close();
            assertThat((System.nanoTime() - start) / 1_000_000).isLessThan(900);
            assertThatThrownBy(hangs::join).hasMessageContaining("no answer in time");
        }
    }

    @Test
    void lets_nobody_wait_for_a_login_that_is_slow_to_be_looked_up() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        CompletableFuture<Void> slow = CompletableFuture.runAsync(() -> pools.borrow("a", PostgreSql::discard, () -> {
                    asked.countDown();
                    try {
                        answer.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return driver();
                })
                .close());
        asked.await();
        pools.borrow("b", PostgreSql::discard, this::driver).close();
        answer.countDown();
        slow.join();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private DataSource counted(DataSource driver) {
        return (DataSource) java.lang.reflect.Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    connects.incrementAndGet();
                    try {
                        return method.invoke(driver, arguments);
                    } catch (java.lang.reflect.InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private PGSimpleDataSource driver() {
        PGSimpleDataSource driver = new PGSimpleDataSource();
        driver.setUrl(url.jdbcUrl());
        driver.setUser(url.user());
        driver.setPassword(url.password());
        PostgreSql.prepare(driver, LIMITS);
        return driver;
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
