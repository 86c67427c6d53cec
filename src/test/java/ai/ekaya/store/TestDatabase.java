package ai.ekaya.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/**
 * A real PostgreSQL for tests: one server per JVM, a fresh database with its own owner for each caller. A JVM that a test starts uses
 * its parent's by {@code -Dtest.postgres-port}.
 */
public final class TestDatabase {
    private static final int OF_THE_PARENT = Integer.getInteger("test.postgres-port", 0);
    private static EmbeddedPostgres server;

    private TestDatabase() {}

    /** A new empty database whose owner has what docs/install.md asks for: owns it, CREATEROLE, no superuser. */
    public static DatabaseUrl fresh() {
        return DatabaseUrl.parse(freshUrl());
    }

    /** As {@link #fresh()}, as text for another process's {@code DATABASE_URL}. */
    public static String freshUrl() {
        String name = "t" + UUID.randomUUID().toString().replace("-", "");
        try (Connection connection = superuser("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE " + name + " LOGIN CREATEROLE PASSWORD 'owner'");
            statement.execute("CREATE DATABASE " + name + " OWNER " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("Could not make a test database", e);
        }
        return text(name);
    }

    /** Of a database that {@link #fresh} made, maybe in another JVM. */
    public static DatabaseUrl url(String name) {
        return DatabaseUrl.parse(text(name));
    }

    private static String text(String name) {
        return "postgresql://" + name + ":owner@localhost:" + port() + "/" + name;
    }

    /** For fixtures that a test wants to look at from above, such as a datasource with its own logins. */
    public static Connection superuser(String database) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://localhost:" + port() + "/" + database, "postgres", "");
    }

    public static int port() {
        return OF_THE_PARENT > 0 ? OF_THE_PARENT : server().getPort();
    }

    private static synchronized EmbeddedPostgres server() {
        if (server == null) {
            try {
                server = EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "300")
                        .start();
                Runtime.getRuntime().addShutdownHook(new Thread(TestDatabase::stop));
            } catch (IOException e) {
                throw new IllegalStateException("Could not start the embedded PostgreSQL", e);
            }
        }
        return server;
    }

    private static void stop() {
        try {
            server.close();
        } catch (IOException e) {
            throw new IllegalStateException("Could not stop the embedded PostgreSQL", e);
        }
    }
}
