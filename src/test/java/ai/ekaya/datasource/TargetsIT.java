package ai.ekaya.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.boot.local.TestShop;
import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.sql.SqlGuard;
import ai.ekaya.sql.StatementRunner;
import ai.ekaya.sql.TsqlGuard;
import ai.ekaya.store.DatabaseUrl;
import ai.ekaya.store.Store;
import ai.ekaya.store.TestDatabase;
import com.microsoft.sqlserver.jdbc.SQLServerDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class TargetsIT {
    private final TestShop shop = TestShop.shared();
    private final DatabaseUrl url = TestDatabase.fresh();
    private final Store store = Store.open(url);

    @AfterEach
    void close() {
        store.close();
    }

    private ConnectionTest test(String allowed, Target target) {
        Limits limits = Limits.defaults();
        DatasourceConnections connections = new DatasourceConnections(
                new PostgresDialect(new SqlGuard(limits), limits),
                new SqlServerDialect(new TsqlGuard(limits), limits),
                new StatementRunner(limits),
                new Targets(AllowedHosts.parse(allowed), store),
                limits,
                Clock.systemUTC());
        try {
            return connections.test(target);
        } finally {
            connections.close();
        }
    }

    private Target shop(String host) {
        return new Target(
                "postgresql",
                host,
                shop.port(),
                shop.database(),
                shop.user(),
                new Secret(shop.password()),
                "prefer",
                "password");
    }

    private Target platform(String host, int port) {
        return new Target(
                "postgresql",
                host,
                port,
                url.database(),
                url.user(),
                new Secret(url.password()),
                "disable",
                "password");
    }

    @Test
    void refuses_this_machine_in_every_spelling_unless_the_operator_allows_it() {
        for (String host :
                new String[] {"localhost", "127.0.0.1", "127.1", "2130706433", "[::1]", "[::ffff:127.0.0.1]"}) {
            assertThatThrownBy(() -> test("", shop(host)))
                    .isInstanceOfSatisfying(
                            Refusal.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.NOT_PERMITTED))
                    .hasMessageContaining("this server itself")
                    .hasMessageEndingWith("EKAYA_DATASOURCE_ALLOWED_HOSTS=" + host + ":" + shop.port());
        }
        assertThat(test("localhost:" + shop.port(), shop("localhost")).canWrite())
                .isFalse();
        assertThat(test("localhost:" + shop.port() + "/" + shop.database(), shop("localhost"))
                        .canWrite())
                .isFalse();
        assertThatThrownBy(() -> test("localhost:" + shop.port(), shop("127.0.0.1")))
                .hasMessageContaining("this server itself");
    }

    @Test
    void a_dot_at_the_end_makes_no_other_host() {
        for (String host : new String[] {"localhost.", "LOCALHOST.", "127.0.0.1."}) {
            assertThatThrownBy(() -> test("", shop(host)))
                    .isInstanceOfSatisfying(
                            Refusal.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.NOT_PERMITTED))
                    .hasMessageContaining("this server itself");
        }
        String here = "localhost:" + shop.port();
        assertThat(test(here, shop("localhost.")).canWrite()).isFalse();
        assertThat(test("localhost.:" + shop.port(), shop("localhost")).canWrite())
                .isFalse();
        assertThatThrownBy(() -> test(here, shop("127.0.0.1."))).hasMessageContaining("this server itself");
        assertThatThrownBy(() -> test("localhost.:" + TestDatabase.port(), platform("localhost.", TestDatabase.port())))
                .hasMessageStartingWith("This is the platform's own database");
        for (String host : new String[] {"localhost..", ".", "..", ".localhost", "localhost. "}) {
            assertThatThrownBy(() -> shop(host)).hasMessageStartingWith("'host' is no host name and no address");
        }
        assertThat(shop("db.example.com.").host()).isEqualTo("db.example.com");
    }

    @Test
    void refuses_a_clouds_metadata_service() {
        assertThatThrownBy(() -> test("localhost", shop("169.254.169.254")))
                .hasMessageContaining("is 169.254.169.254, a link-local address, which a datasource may not read");
    }

    @Test
    void refuses_the_platforms_own_database_by_every_name() throws IOException {
        int port = TestDatabase.port();
        String own = "This is the platform's own database, which a datasource may not read";
        assertThatThrownBy(() -> test("localhost, 127.0.0.1", platform("localhost", port)))
                .hasMessageStartingWith(own);
        assertThatThrownBy(() -> test("localhost, 127.0.0.1", platform("127.0.0.1", port)))
                .hasMessageStartingWith(own);
        try (Forward forward = new Forward(port)) {
            assertThatThrownBy(() -> test("localhost", platform("localhost", forward.port())))
                    .hasMessageStartingWith(own)
                    .isInstanceOfSatisfying(
                            Refusal.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.NOT_PERMITTED));
            // Another database of the same server is another matter.
            Target through = new Target(
                    "postgresql",
                    "localhost",
                    forward.port(),
                    shop.database(),
                    shop.user(),
                    new Secret(shop.password()),
                    "disable",
                    "password");
            assertThat(test("localhost", through).canWrite()).isFalse();
        }
        String named = "localhost:" + port + "/" + url.database();
        assertThat(test(named, platform("localhost", port)).canWrite()).isTrue();
    }

    @Test
    void looks_at_the_address_that_sql_servers_driver_connects_to() throws IOException, SQLException {
        AtomicInteger came = new AtomicInteger();
        try (Forward forward = new Forward(TestDatabase.port(), came)) {
            SQLServerDataSource driver = new SQLServerDataSource();
            Target checked = new Target(
                    "sqlserver", "10.255.255.1", forward.port(), "d", "u", new Secret("p"), "disable", "password");
            var guarded = new Targets(AllowedHosts.parse(""), store).guarded(driver, checked, connection -> {});
            driver.setServerName("localhost");
            driver.setPortNumber(forward.port());
            assertThatThrownBy(guarded::getConnection).hasMessageContaining("is not open to datasources");
            assertThat(came).hasValue(0);
        }
    }

    @Test
    void looks_at_the_address_that_the_driver_connects_to() throws IOException, SQLException {
        AtomicInteger came = new AtomicInteger();
        try (Forward forward = new Forward(TestDatabase.port(), came)) {
            PGSimpleDataSource driver = new PGSimpleDataSource();
            // As when the name led elsewhere while it was checked.
            Target checked = new Target(
                    "postgresql", "10.255.255.1", forward.port(), "d", "u", new Secret("p"), "prefer", "password");
            Targets targets = new Targets(AllowedHosts.parse(""), store);
            var guarded = targets.guarded(driver, checked, connection -> {});
            driver.setServerNames(new String[] {"localhost"});
            driver.setPortNumbers(new int[] {forward.port()});
            driver.setDatabaseName(url.database());
            driver.setUser(url.user());
            driver.setPassword(url.password());
            assertThatThrownBy(guarded::getConnection).hasStackTraceContaining("is not open to datasources");
            assertThat(came).hasValue(0);
            driver.setSocketFactory(null);
            assertThatThrownBy(guarded::getConnection).hasMessageContaining("the platform's own database");
            assertThat(came).hasPositiveValue();
            try (Connection connection = driver.getConnection()) {
                assertThat(connection.isValid(1)).isTrue();
            }
        }
    }

    /** A port of this machine that leads to another. */
    private static final class Forward implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName("localhost"));
        private final AtomicInteger came;

        Forward(int to) throws IOException {
            this(to, new AtomicInteger());
        }

        Forward(int to, AtomicInteger came) throws IOException {
            this.came = came;
            start(() -> accept(to));
        }

        int port() {
            return server.getLocalPort();
        }

        private void accept(int to) throws IOException {
            while (!server.isClosed()) {
                Socket in = server.accept();
                came.incrementAndGet();
                Socket out = new Socket("localhost", to);
                start(() -> pipe(in, out));
                start(() -> pipe(out, in));
            }
        }

        private static void pipe(Socket from, Socket to) throws IOException {
            try (from;
                    to) {
                from.getInputStream().transferTo(to.getOutputStream());
            }
        }

        private interface Work {
            void run() throws IOException;
        }

        private static void start(Work work) {
            Thread thread = new Thread(() -> {
                try {
                    work.run();
                } catch (IOException e) {
                    // One end is closed.
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void close() {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
