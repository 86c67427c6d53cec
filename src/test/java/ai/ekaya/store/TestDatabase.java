package ai.ekaya.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /** Begins to count the statements on a database of {@link #fresh()} anew. */
    public static void countStatements(DatabaseUrl database) throws SQLException {
        try (Connection connection = superuser(database.user());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements SCHEMA public");
            statement.execute("SELECT public.pg_stat_statements_reset(0, oid, 0) FROM pg_database"
                    + " WHERE datname = current_database()");
        }
    }

    /** How often the server's login did each statement since then, also in the role that it takes on across projects. */
    public static Map<String, Long> statements(DatabaseUrl database) throws SQLException {
        try (Connection connection = superuser(database.user());
                PreparedStatement query = connection.prepareStatement("""
                        SELECT regexp_replace(query, '\s+', ' ', 'g') AS query, sum(calls) AS calls
                        FROM public.pg_stat_statements s JOIN pg_roles r ON r.oid = s.userid
                        WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
                            AND rolname LIKE (SELECT role_name FROM ekaya.runtime_login) || '%'
                        GROUP BY 1 ORDER BY 2 DESC, 1
                        """)) {
            Map<String, Long> counts = new LinkedHashMap<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    counts.put(rows.getString("query"), rows.getLong("calls"));
                }
            }
            return counts;
        }
    }

    public static int port() {
        return OF_THE_PARENT > 0 ? OF_THE_PARENT : server().getPort();
    }

    private static synchronized EmbeddedPostgres server() {
        if (server == null) {
            try {
                EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "300")
                        .setServerConfig("track_commit_timestamp", "on")
                        .setServerConfig("shared_preload_libraries", "pg_stat_statements");
                // For measurements; tests need not survive the machine.
                if (Boolean.getBoolean("ekaya.test.durable")) {
                    for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
                        builder.setServerConfig(setting, "on");
                    }
                }
                server = builder.start();
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
