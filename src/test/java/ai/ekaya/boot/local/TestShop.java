package ai.ekaya.boot.local;

import ai.ekaya.store.DatabaseUrl;
import ai.ekaya.store.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.UUID;

/** The demo shop in a database of its own on the test server, with a login that can only read. */
public record TestShop(String database, String user, String password, int rowCount, long millis) {
    public static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static TestShop shared;

    /** One for all tests of the JVM, as nobody can change it. */
    public static synchronized TestShop shared() {
        if (shared == null) {
            shared = fresh();
        }
        return shared;
    }

    public static TestShop fresh() {
        DatabaseUrl url = TestDatabase.fresh();
        String name = url.user();
        String user = "reader_" + UUID.randomUUID().toString().substring(0, 8);
        try (Connection connection = TestDatabase.superuser(name);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE " + user + " LOGIN PASSWORD 'reader'");
            long start = System.nanoTime();
            int rows = DemoShop.fill(connection, user, NOW);
            return new TestShop(name, user, "reader", rows, (System.nanoTime() - start) / 1_000_000);
        } catch (SQLException e) {
            throw new IllegalStateException("Could not make the demo shop", e);
        }
    }

    public int port() {
        return TestDatabase.port();
    }

    public Connection reader() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://localhost:" + port() + "/" + database, user, password);
    }
}
