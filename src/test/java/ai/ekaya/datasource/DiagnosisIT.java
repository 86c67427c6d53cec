package ai.ekaya.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.store.Store;
import ai.ekaya.store.TestDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a connection that fails, on a PostgreSQL that asks for passwords and speaks TLS. */
class DiagnosisIT {
    @TempDir
    private static Path folder;

    private static EmbeddedPostgres server;

    private final Store store = Store.open(TestDatabase.fresh());

    @BeforeAll
    static void start() throws Exception {
        KeyStore own = certificate();
        Path hba = folder.resolve("pg_hba.conf");
        Files.writeString(hba, """
                host all postgres all trust
                hostssl all tls_only all scram-sha-256
                host all reader,nobody,locked,full,blind all scram-sha-256
                """);
        server = EmbeddedPostgres.builder()
                .setServerConfig("hba_file", hba.toString())
                .setServerConfig("ssl", "on")
                .setServerConfig("ssl_cert_file", folder.resolve("server.crt").toString())
                .setServerConfig("ssl_key_file", folder.resolve("server.key").toString())
                .start();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            for (String role : "tls_only reader full blind stranger".split(" ")) {
                statement.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'right'");
            }
            statement.execute("CREATE ROLE locked NOLOGIN PASSWORD 'right'");
            statement.execute("ALTER ROLE full CONNECTION LIMIT 0");
            statement.execute("CREATE DATABASE closed");
            statement.execute("REVOKE CONNECT ON DATABASE closed FROM PUBLIC");
            statement.execute("CREATE TABLE seen (id int); GRANT SELECT ON seen TO reader, tls_only");
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(own);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        SSLContext.setDefault(context);
    }

    /** For the name db.example.com, so that localhost is another. */
    private static KeyStore certificate() throws Exception {
        Path file = folder.resolve("own.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "own",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=db.example.com",
                        "-ext",
                        "san=dns:db.example.com",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        "changeit")
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, "changeit".toCharArray());
        }
        pem("server.crt", "CERTIFICATE", store.getCertificate("own").getEncoded());
        pem(
                "server.key",
                "PRIVATE KEY",
                store.getKey("own", "changeit".toCharArray()).getEncoded());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("own", store.getCertificate("own"));
        // The server drops root's rights, so the files must be its own to read.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        return trusted;
    }

    private static void pem(String name, String kind, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(
                file,
                "-----BEGIN " + kind + "-----\n"
                        + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                                .encodeToString(bytes)
                        + "\n-----END " + kind + "-----\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private ConnectionTest test(int port, String user, String password, String database, String sslMode) {
        return test("postgresql", port, user, password, database, sslMode);
    }

    private ConnectionTest test(String type, int port, String user, String password, String database, String sslMode) {
        Limits limits = Limits.defaults().with(Limit.DATASOURCE_CONNECT_MILLIS, 2_000);
        DatasourceConnections connections = TestDatasources.connections(store, limits, Clock.systemUTC());
        return connections.test(
                new Target(type, "localhost", port, database, user, new Secret(password), sslMode, "password"));
    }

    private void assertSaid(String said, String user, String password, String database, String sslMode) {
        assertThatThrownBy(() -> test(server.getPort(), user, password, database, sslMode))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(said)
                .hasMessageNotContaining("right");
    }

    @Test
    void tells_version_tables_and_tls() {
        ConnectionTest plain = test(server.getPort(), "reader", "right", "postgres", "disable");
        assertThat(plain.server()).startsWith("PostgreSQL 1");
        assertThat(plain.tables()).contains(1);
        assertThat(plain.tls()).contains(false);
        assertThat(plain.canWrite()).isFalse();
        assertThat(plain.warnings()).containsExactly("The connection is not encrypted; with sslMode require it is");
        ConnectionTest encrypted = test(server.getPort(), "tls_only", "right", "postgres", "require");
        assertThat(encrypted.tls()).contains(true);
        assertThat(encrypted.warnings()).isEmpty();
        assertThat(test(server.getPort(), "blind", "right", "postgres", "require")
                        .warnings())
                .containsExactly("The login can read no table; grant it USAGE on a schema and SELECT on its tables");
        assertThat(test(server.getPort(), "postgres", "any", "postgres", "require")
                        .warnings())
                .containsExactly(
                        "The login can change data, so apps may not use it unless an administrator allows it; better give it"
                                + " SELECT and nothing else");
    }

    @Test
    void tells_what_is_wrong_with_the_login() {
        assertSaid("refused user or password", "reader", "wrong", "postgres", "prefer");
        assertSaid("refused user or password", "nobody", "wrong", "postgres", "prefer");
        assertSaid(
                "has no such login, or it may not log in (ALTER ROLE … LOGIN)",
                "locked",
                "right",
                "postgres",
                "prefer");
        assertSaid("lets this user not in from this server's address", "stranger", "right", "postgres", "prefer");
        assertSaid("or not without TLS (pg_hba.conf)", "tls_only", "right", "postgres", "disable");
        assertSaid("has no connection left, for this login (CONNECTION LIMIT)", "full", "right", "postgres", "prefer");
    }

    @Test
    void tells_what_is_wrong_with_the_database() {
        assertSaid("has no database of this name", "reader", "right", "missing", "prefer");
        assertSaid("has to run GRANT CONNECT ON DATABASE", "reader", "right", "closed", "prefer");
    }

    @Test
    void tells_what_is_wrong_with_tls() {
        assertSaid("the server's certificate is for another host name", "reader", "right", "postgres", "verify-full");
        // The name is not looked at.
        assertThat(test(server.getPort(), "reader", "right", "postgres", "verify-ca")
                        .tls())
                .contains(true);
        assertThatThrownBy(() -> test(TestDatabase.port(), "postgres", "x", "postgres", "require"))
                .hasMessageEndingWith("the server does not offer TLS as sslMode asks");
    }

    @Test
    void tells_that_something_else_answers_or_nothing() throws IOException {
        try (ServerSocket http = answering("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
                ServerSocket silent = new ServerSocket(0, 5, InetAddress.getByName("localhost"));
                ServerSocket closing = answering("")) {
            for (String sslMode : new String[] {"disable", "prefer", "require"}) {
                assertThatThrownBy(() -> test(http.getLocalPort(), "u", "p", "d", sslMode))
                        .as(sslMode)
                        .hasMessageContaining("PostgreSQL");
                assertThatThrownBy(() -> test(closing.getLocalPort(), "u", "p", "d", sslMode))
                        .as(sslMode)
                        .hasMessageContaining("cannot be reached: ");
            }
            for (String type : new String[] {"postgresql", "sqlserver"}) {
                assertThatThrownBy(() -> test(type, silent.getLocalPort(), "u", "p", "d", "require"))
                        .hasMessage("Something listens at localhost:" + silent.getLocalPort()
                                + " and does not answer as a database of type " + type
                                + "; are host and port right? If they are, its server is too busy to answer");
            }
        }
    }

    @Test
    void tells_that_a_server_that_speaks_first_is_none() throws IOException {
        // The first letter is that of a yes to TLS.
        try (ServerSocket ssh = answering("SSH-2.0-OpenSSH_9.9\r\n");
                ServerSocket mail = answering("220 mail.example.com ESMTP\r\n")) {
            assertThatThrownBy(() -> test(ssh.getLocalPort(), "u", "p", "d", "require"))
                    .hasMessageContaining("and does not answer as a database of type postgresql");
            assertThatThrownBy(() -> test(mail.getLocalPort(), "u", "p", "d", "require"))
                    .hasMessageEndingWith("what answers there is no PostgreSQL; are host and port right?");
        }
    }

    private static ServerSocket answering(String text) throws IOException {
        ServerSocket socket = new ServerSocket(0, 5, InetAddress.getByName("localhost"));
        Thread thread = new Thread(() -> {
            while (!socket.isClosed()) {
                try (Socket client = socket.accept()) {
                    client.getInputStream().read(new byte[8]);
                    client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
                    if (!text.isEmpty()) {
                        client.getInputStream().transferTo(OutputStream.nullOutputStream());
                    }
                } catch (IOException e) {
                    // The client went.
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        return socket;
    }
}
