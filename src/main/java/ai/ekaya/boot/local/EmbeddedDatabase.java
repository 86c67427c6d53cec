package ai.ekaya.boot.local;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The real PostgreSQL of {@code ./ekaya start}, kept in {@code EKAYA_HOME/postgres}. Unlike the library's defaults, meant for
 * tests, it writes durably and asks every login for a password.
 */
final class EmbeddedDatabase implements AutoCloseable {
    static final String SUPERUSER = "postgres";
    private static final String PASSWORD_FILE = "postgres.password";
    private static final String PORT_FILE = "postgres.port";

    private final EmbeddedPostgres server;
    private final String password;

    private EmbeddedDatabase(EmbeddedPostgres server, String password) {
        this.server = server;
        this.password = password;
    }

    static EmbeddedDatabase start(Home home) {
        Path data = home.file("postgres");
        String password = home.secret(PASSWORD_FILE);
        discardUnfinished(data);
        stopSurvivor(data, password);
        int port = port(home);
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    // Not the shared temporary folder, where another user could plant binaries.
                    .setOverrideWorkingDirectory(home.file("postgres-binaries").toFile())
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setPort(port)
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setServerConfig("unix_socket_directories", "")
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("max_connections", "200")
                    // What one session's sorts and joins may take on disk.
                    .setServerConfig("temp_file_limit", "2GB")
                    // Passed on to initdb, which lets no one in without the password from the first moment on.
                    .setLocaleConfig("auth-host", "scram-sha-256")
                    .setLocaleConfig("auth-local", "scram-sha-256")
                    .setLocaleConfig("pwfile", home.file(PASSWORD_FILE).toString())
                    .setConnectConfig("password", password)
                    .start();
            EmbeddedDatabase database = new EmbeddedDatabase(server, password);
            database.requireOwn(data);
            return database;
        } catch (IOException | IllegalStateException e) {
            throw new LocalStart.Problem("PostgreSQL did not start: " + e.getMessage(), e);
        }
    }

    /** A first start that was killed inside initdb leaves files but no version; nothing was stored yet. */
    private static void discardUnfinished(Path data) {
        if (Files.isDirectory(data) && !Files.exists(data.resolve("global/pg_control"))) {
            try (var files = Files.walk(data)) {
                for (Path file :
                        files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new LocalStart.Problem("Could not clear the unfinished database folder " + data, e);
            }
        }
    }

    /** After kill -9 of the launcher the old postmaster lives on. It is stopped only when it proves to be ours. */
    private static void stopSurvivor(Path data, String password) {
        Path pidFile = data.resolve("postmaster.pid");
        try {
            if (!Files.exists(pidFile)) {
                return;
            }
            List<String> lines = Files.readAllLines(pidFile);
            Optional<ProcessHandle> process =
                    ProcessHandle.of(Long.parseLong(lines.get(0).strip()));
            if (process.isEmpty()
                    || lines.size() < 4
                    || !isOwn(Integer.parseInt(lines.get(3).strip()), password, data)) {
                return; // PostgreSQL itself recovers from a stale file.
            }
            new ProcessBuilder("kill", "-INT", lines.get(0).strip()).start().waitFor();
            process.get().onExit().get(30, TimeUnit.SECONDS);
        } catch (IOException | java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new LocalStart.Problem(
                    "A PostgreSQL of an earlier start still runs in " + data + " and does not stop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The port of the last start when it is free, for the stored address of the demo datasource; else another. */
    private static int port(Home home) {
        Optional<Integer> last = home.read(PORT_FILE).map(Integer::parseInt);
        if (last.isPresent() && last.get() > 0 && LocalStart.isFree(last.get())) {
            return last.get();
        }
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            home.write(PORT_FILE, Integer.toString(any.getLocalPort()));
            return any.getLocalPort();
        } catch (IOException e) {
            throw new LocalStart.Problem("No free port for PostgreSQL", e);
        }
    }

    private void requireOwn(Path data) {
        if (!isOwn(server.getPort(), password, data)) {
            throw new LocalStart.Problem(
                    "Port " + server.getPort() + " is answered by a PostgreSQL that is not the one in " + data);
        }
    }

    private static boolean isOwn(int port, String password, Path data) {
        try (Connection connection = connect(port, "postgres", password);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW data_directory")) {
            return rows.next() && Path.of(rows.getString(1)).toRealPath().equals(data.toRealPath());
        } catch (SQLException | IOException e) {
            return false;
        }
    }

    Connection superuser(String database) throws SQLException {
        return connect(server.getPort(), database, password);
    }

    private static Connection connect(int port, String database, String password) throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName(database);
        source.setUser(SUPERUSER);
        source.setPassword(password);
        source.setLoginTimeout(10);
        return source.getConnection();
    }

    int port() {
        return server.getPort();
    }

    /** Stops with a last checkpoint, waiting for no client. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new LocalStart.Problem("PostgreSQL did not stop", e);
        }
    }
}
