package ai.ekaya.egress;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Certificates that the scripted servers show, made by the JDK's own tool; trusted in tests alone. */
public final class TestCertificates {
    private static final char[] PASSWORD = "changeit".toCharArray();

    /** A JVM that a test starts uses its parent's, and starts the sooner. */
    private static final Optional<Path> OF_THE_PARENT =
            Optional.ofNullable(System.getProperty("test.certificates")).map(Path::of);

    /** Of the hosts that tests speak to. */
    public static final TestCertificates KNOWN = new TestCertificates(OF_THE_PARENT.orElseGet(() -> made(
            "dns:api.example.com,dns:hooks.example.com,dns:other.example.com,dns:login.example.com,dns:any.example.org,"
                    + "dns:xn--bcher-kva.example.com")));

    private final KeyStore store;
    private final Path file;

    public TestCertificates(String names) {
        this(made(names));
    }

    private TestCertificates(Path file) {
        this.file = file;
        try (InputStream in = Files.newInputStream(file)) {
            store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What makes another JVM use these. */
    public String option() {
        return "-Dtest.certificates=" + file;
    }

    private static Path made(String names) {
        try {
            Path file = Files.createTempDirectory(Path.of("target"), "egress").resolve("keys.p12");
            Process keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            "own",
                            "-keyalg",
                            "EC",
                            "-dname",
                            "CN=test",
                            "-validity",
                            "30",
                            "-ext",
                            "san=" + names,
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            file.toString(),
                            "-storepass",
                            "changeit")
                    .inheritIO()
                    .start();
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException("keytool failed");
            }
            return file;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The certificate in a file, as operators give theirs. */
    public Path pem() {
        try {
            Path file = Files.createTempFile(Path.of("target").toAbsolutePath(), "egress", ".pem");
            return Files.writeString(
                    file,
                    "-----BEGIN CERTIFICATE-----\n"
                            + Base64.getMimeEncoder()
                                    .encodeToString(store.getCertificate("own").getEncoded())
                            + "\n-----END CERTIFICATE-----\n");
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The certificate's key, as people paste it. */
    public String keyPem() {
        try {
            return "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder()
                            .encodeToString(store.getKey("own", PASSWORD).getEncoded())
                    + "\n-----END PRIVATE KEY-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of a server that trusts who shows this certificate. */
    public SSLContext serverFor(TestCertificates client) {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, PASSWORD);
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("client", client.store.getCertificate("own"));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), Trust.factory(trusted).getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public SSLContext server() {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    SSLContext trusted() {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("own", store.getCertificate("own"));
            return Trust.context(trusted);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
