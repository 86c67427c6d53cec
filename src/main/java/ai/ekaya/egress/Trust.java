package ai.ekaya.egress;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Whose certificates are trusted on the way out. It is not the server's own TLS: that one would also show the server's certificate. */
final class Trust {
    private Trust() {}

    /**
     * The JVM's authorities and those of the file.
     *
     * @throws IllegalArgumentException when the file cannot be read
     */
    static SSLContext context(Optional<String> caFile) {
        try {
            return context(store(caFile));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM has no TLS", e);
        }
    }

    /** As {@link #context(Optional)}. */
    static KeyStore store(Optional<String> caFile) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (X509Certificate known : ofJvm().getAcceptedIssuers()) {
                store.setCertificateEntry("jvm-" + number++, known);
            }
            if (caFile.isPresent()) {
                try (InputStream in = new BufferedInputStream(Files.newInputStream(Path.of(caFile.get())))) {
                    for (Certificate own :
                            CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                        store.setCertificateEntry("own-" + number++, own);
                    }
                }
            }
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "Config ekaya.egress.ca-file is '" + caFile.orElse("")
                            + "', expected a file of certificates in PEM",
                    e);
        }
    }

    static SSLContext context(KeyStore trusted) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory(trusted).getTrustManagers(), null);
        return context;
    }

    private static X509TrustManager ofJvm() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager found) {
                return found;
            }
        }
        throw new IllegalStateException("This JVM trusts nobody");
    }

    static TrustManagerFactory factory(KeyStore trusted) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return factory;
    }
}
