package ai.ekaya.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A real Keycloak on loopback with the realm of src/test/keycloak, over https with a certificate of its own. */
public final class Keycloak implements AutoCloseable {
    private static final String VERSION = "26.7.3";
    private static final Path INSTALL = Path.of(".server", "keycloak", "keycloak-" + VERSION);
    private static final Path WORK = Path.of("target", "keycloak").toAbsolutePath();

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final int port;

    private Keycloak(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Copied to target/keycloak by Maven; unpacked once, outside target. */
    private static Path zip() {
        return WORK.resolve("keycloak-quarkus-dist-" + VERSION + ".zip");
    }

    public static boolean isThere() {
        return Files.isDirectory(INSTALL) || Files.exists(zip());
    }

    public static Keycloak start() throws IOException, InterruptedException {
        if (!Files.isDirectory(INSTALL)) {
            unpack();
        }
        Files.createDirectories(WORK);
        certificate();
        // Its database of the last time; a realm that is there is not imported again.
        Path data = INSTALL.resolve("data/h2");
        if (Files.isDirectory(data)) {
            try (Stream<Path> files = Files.list(data)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
        Path imports = Files.createDirectories(INSTALL.resolve("data/import"));
        Files.copy(
                Path.of("src/test/keycloak/realm.json"),
                imports.resolve("realm.json"),
                StandardCopyOption.REPLACE_EXISTING);
        int port = freePort();
        ProcessBuilder builder = new ProcessBuilder(
                        INSTALL.resolve("bin/kc.sh").toAbsolutePath().toString(),
                        "start-dev",
                        "--import-realm",
                        "--hostname=https://localhost:" + port,
                        "--http-port=" + freePort(),
                        "--http-host=127.0.0.1",
                        "--https-port=" + port,
                        "--https-key-store-file=" + WORK.resolve("keycloak.p12"),
                        "--https-key-store-password=changeit")
                .redirectErrorStream(true)
                .redirectOutput(WORK.resolve("console").toFile());
        builder.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", "root");
        builder.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", "root-password");
        Keycloak keycloak = new Keycloak(builder.start(), port);
        keycloak.awaitReady();
        return keycloak;
    }

    public String issuer() {
        return "https://localhost:" + port + "/realms/ekaya";
    }

    public URI uri(String path) {
        return URI.create("https://localhost:" + port + path);
    }

    /** With which a server signs people in here; groups of the realm have a role in the demo project or are platform admins. */
    public Map<String, String> clientEnvironment() {
        return Map.of(
                "OIDC_ISSUER",
                issuer(),
                "OIDC_CLIENT_ID",
                "ekaya-apps",
                "OIDC_CLIENT_SECRET",
                "keycloak-client-secret",
                "OIDC_GROUP_ROLES",
                "ekaya-admins=platform-admin,demo-operators=demo:operator",
                // A test does not wait for 45 seconds.
                "EKAYA_IDENTITY_SSO_CONFIRM_SECONDS",
                "1",
                // Keycloak's first answer takes a while on a busy machine.
                "EKAYA_IDENTITY_PROVIDER_MILLIS",
                "30000",
                "cert_defaultKeyStore",
                certificateFile().toString());
    }

    /** Trusts this Keycloak's certificate, keeps cookies and follows redirects, as a browser does. */
    HttpClient browser() throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(certificateFile())) {
            trusted.setCertificateEntry(
                    "kc", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder()
                .sslContext(context)
                .cookieHandler(new CookieManager())
                .followRedirects(HttpClient.Redirect.ALWAYS)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    /** An access token, as a script gets one. */
    String accessToken(String realm, String client, String user, String password) throws Exception {
        String form =
                "grant_type=password&scope=openid&client_id=" + client + "&username=" + user + "&password=" + password;
        HttpRequest request = HttpRequest.newBuilder(uri("/realms/" + realm + "/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        return JSON.readTree(browser()
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .body())
                .path("access_token")
                .asText();
    }

    /** As Keycloak's administrator. */
    public JsonNode administer(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("/admin/realms/ekaya" + path))
                .header("Authorization", "Bearer " + accessToken("master", "admin-cli", "root", "root-password"))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = browser().send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IllegalStateException(method + " " + path + ": " + response.statusCode() + " " + response.body());
        }
        return JSON.readTree(response.body());
    }

    public String userId(String name) throws Exception {
        return administer("GET", "/users?exact=true&username=" + name, "")
                .get(0)
                .path("id")
                .asText();
    }

    public String groupId(String name) throws Exception {
        return administer("GET", "/groups?exact=true&search=" + name, "")
                .get(0)
                .path("id")
                .asText();
    }

    /** PEM, for who is to trust it. */
    Path certificateFile() {
        return WORK.resolve("keycloak.pem");
    }

    private void awaitReady() throws IOException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
        Path console = WORK.resolve("console");
        while (!Files.readString(console).contains("Listening on:")) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException("Keycloak did not start:\n" + Files.readString(console));
            }
            java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
        }
    }

    private static void certificate() throws IOException, InterruptedException {
        Path store = WORK.resolve("keycloak.p12");
        Files.deleteIfExists(store);
        Files.deleteIfExists(WORK.resolve("keycloak.pem"));
        keytool("-genkeypair -alias kc -keyalg RSA -keysize 2048 -validity 30 -dname CN=localhost"
                + " -ext SAN=dns:localhost -storetype PKCS12 -storepass changeit -keystore " + store);
        keytool("-exportcert -rfc -alias kc -storepass changeit -keystore " + store + " -file "
                + WORK.resolve("keycloak.pem"));
    }

    private static void keytool(String arguments) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments.split(" ")));
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IllegalStateException("keytool failed: " + arguments);
        }
    }

    private static void unpack() throws IOException {
        Path target = INSTALL.getParent().toAbsolutePath();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(zip()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                write(zip, entry, target.resolve(entry.getName()));
            }
        }
        if (!INSTALL.resolve("bin/kc.sh").toFile().setExecutable(true)) {
            throw new IllegalStateException("Could not make bin/kc.sh executable");
        }
    }

    private static void write(InputStream zip, ZipEntry entry, Path file) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(file);
        } else {
            Files.createDirectories(file.getParent());
            Files.copy(zip, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }
}
