package ai.ekaya.egress;

import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Whose certificates are trusted at one peer, and which is shown to it. No message repeats a text that came.
 *
 * @param authorities certificates in PEM, which alone are trusted; whom the server trusts anyway when empty
 */
public record PeerTls(Optional<String> authorities, Optional<Identity> identity) {
    private static final char[] UNUSED = {};
    private static final List<String> KEY_KINDS = List.of("EC", "RSA", "Ed25519");

    /**
     * Who asks.
     *
     * @param certificates in PEM, the asker's own first, then those that signed it
     * @param key of the first certificate, PKCS#8 in PEM, without a password
     */
    public record Identity(String certificates, Secret key) {}

    /** @throws Refusal {@code BAD_ARGUMENT} when these are no certificates in PEM */
    public static List<Certificate> certificates(String what, String pem) {
        try {
            List<Certificate> read = List.copyOf(CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8))));
            if (!read.isEmpty()) {
                return read;
            }
            throw bad(what + " has no certificate, expected PEM: -----BEGIN CERTIFICATE-----", null);
        } catch (CertificateException e) {
            throw bad(what + " has what is no certificate, expected PEM: -----BEGIN CERTIFICATE-----", e);
        }
    }

    SSLContext context(Optional<String> caFile) {
        try {
            KeyStore trusted = authorities.isPresent() ? own(authorities.get()) : Trust.store(caFile);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    identity.isPresent() ? shown(identity.get()) : null,
                    Trust.factory(trusted).getTrustManagers(),
                    null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("This JVM keeps no certificates", e);
        }
    }

    private static KeyStore own(String pem) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        int number = 0;
        for (Certificate each : certificates("The authority", pem)) {
            store.setCertificateEntry("own-" + number++, each);
        }
        return store;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static KeyManager[] shown(Identity identity) throws GeneralSecurityException, IOException {
        List<Certificate> chain = certificates("The client's certificate", identity.certificates());
        KeyStore store = empty();
        store.setKeyEntry("own", key(identity.key(), chain.get(0)), UNUSED, chain.toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, UNUSED);
        return factory.getKeyManagers();
    }

    private static PrivateKey key(Secret pem, Certificate certificate) {
        byte[] encoded = decoded(pem);
        for (String kind : KEY_KINDS) {
            Optional<PrivateKey> read = read(kind, encoded);
            if (read.isPresent()) {
                if (!belong(read.get(), certificate.getPublicKey(), kind)) {
                    throw bad("The client's key is of another certificate than the one given", null);
                }
                return read.get();
            }
        }
        throw bad("The client's key is neither EC, RSA nor Ed25519", null);
    }

    private static byte[] decoded(Secret pem) {
        String text = pem.value().strip();
        String begin = "-----BEGIN PRIVATE KEY-----";
        String end = "-----END PRIVATE KEY-----";
        if (!text.startsWith(begin) || !text.endsWith(end)) {
            throw bad(
                    "The client's key has another form, expected PKCS#8 in PEM without a password: " + begin
                            + "; openssl pkcs8 -topk8 -nocrypt makes it",
                    null);
        }
        try {
            return Base64.getMimeDecoder().decode(text.substring(begin.length(), text.length() - end.length()));
        } catch (IllegalArgumentException e) {
            // Without the cause: it would repeat a character of the key.
            throw bad("The client's key is no Base64 between its first and last line", null);
        }
    }

    private static Optional<PrivateKey> read(String kind, byte[] encoded) {
        try {
            return Optional.of(KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(encoded)));
        } catch (GeneralSecurityException e) {
            // Of another kind, or none: the caller tries all and says so.
            return Optional.empty();
        }
    }

    private static boolean belong(PrivateKey key, PublicKey other, String kind) {
        try {
            Signature signature = Signature.getInstance(
                    switch (kind) {
                        case "EC" -> "SHA256withECDSA";
                        case "RSA" -> "SHA256withRSA";
                        default -> kind;
                    });
            byte[] text = "ekaya".getBytes(StandardCharsets.US_ASCII);
            signature.initSign(key);
            signature.update(text);
            byte[] signed = signature.sign();
            signature.initVerify(other);
            signature.update(text);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            // The certificate has a key of another kind.
            return false;
        }
    }

    private static Refusal bad(String message, @org.jspecify.annotations.Nullable Exception cause) {
        return cause == null
                ? new Refusal(RefusalCode.BAD_ARGUMENT, message)
                : new Refusal(RefusalCode.BAD_ARGUMENT, message, cause);
    }
}
