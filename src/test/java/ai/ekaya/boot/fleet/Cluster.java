package ai.ekaya.boot.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.stream.Stream;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL of its own that writes durably, and that tests crash, stop, copy and start again on the same port. */
public final class Cluster implements AutoCloseable {
    private static final String SUPERUSER = "postgres";
    private static final String PASSWORD = "of-the-superuser";

    private final Binaries binaries;
    private final Path data;
    private final int port;

    private Cluster(Binaries binaries, Path data, int port) {
        this.binaries = binaries;
        this.data = data;
        this.port = port;
    }

    /** A new one, that runs. What was in the folder is deleted. */
    public static Cluster fresh(Binaries binaries, Path data) {
        delete(data);
        try {
            Files.createDirectories(data.getParent());
            Path password = data.resolveSibling(data.getFileName() + ".password");
            Files.writeString(password, PASSWORD);
            binaries.run(
                    "initdb",
                    "--pgdata=" + data,
                    "--username=" + SUPERUSER,
                    "--pwfile=" + password,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--no-locale");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return on(binaries, data);
    }

    /** Starts on what is in the folder, as of a copy. */
    public static Cluster on(Binaries binaries, Path data) {
        Cluster cluster = new Cluster(binaries, data, freePort());
        Runtime.getRuntime().addShutdownHook(new Thread(cluster::close));
        cluster.start();
        return cluster;
    }

    public void start() {
        binaries.run(
                "pg_ctl",
                "start",
                "--wait",
                "--pgdata=" + data,
                "--log=" + data.resolveSibling(data.getFileName() + ".log"),
                "--options=-p " + port
                        + " -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=300"
                        + " -c shared_preload_libraries=pg_stat_statements -c fsync=on -c synchronous_commit=on -c full_page_writes=on");
    }

    /** As a crash does: no session is asked, no checkpoint is made, and the next start recovers from the log. */
    public void crash() {
        binaries.run("pg_ctl", "stop", "--wait", "--mode=immediate", "--pgdata=" + data);
    }

    public void stop() {
        binaries.run("pg_ctl", "stop", "--wait", "--mode=fast", "--pgdata=" + data);
    }

    /** A new database with its owner, who has what docs/install.md asks for. */
    public String database(String name) {
        login(name);
        sql("postgres", "CREATE DATABASE " + name + " OWNER " + name);
        return url(name);
    }

    private void login(String name) {
        sql("postgres", "CREATE ROLE " + name + " LOGIN CREATEROLE PASSWORD 'owner'");
    }

    /** As the superuser. */
    void sql(String database, String statement) {
        try (Connection connection = superuser(database);
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage() + " in " + statement, e);
        }
    }

    int port() {
        return port;
    }

    /** For {@code DATABASE_URL}. */
    public String url(String name) {
        return "postgresql://" + name + ":owner@127.0.0.1:" + port + "/" + name;
    }

    public Connection superuser(String database) throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName(database);
        source.setUser(SUPERUSER);
        source.setPassword(PASSWORD);
        source.setLoginTimeout(10);
        return source.getConnection();
    }

    /** A client's program, such as {@code pg_dump}, as the superuser or as the owner of a database. */
    ProcessBuilder client(String user, String program, String... arguments) {
        ProcessBuilder builder = binaries.command(program, arguments);
        builder.environment().put("PGHOST", "127.0.0.1");
        builder.environment().put("PGPORT", Integer.toString(port));
        builder.environment().put("PGUSER", user);
        builder.environment().put("PGPASSWORD", user.equals(SUPERUSER) ? PASSWORD : "owner");
        return builder;
    }

    Path data() {
        return data;
    }

    @Override
    public void close() {
        if (Files.exists(data.resolve("postmaster.pid"))) {
            crash();
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
