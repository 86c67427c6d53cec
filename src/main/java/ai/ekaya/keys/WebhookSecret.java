package ai.ekaya.keys;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What webhooks are signed with, as Standard Webhooks have it: {@code whsec_} and random bytes in Base64. */
public final class WebhookSecret {
    private static final String PREFIX = "whsec_";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int KEY_BYTES_MIN = 24;
    private static final int KEY_BYTES_MAX = 64;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] key;

    private WebhookSecret(byte[] key) {
        this.key = key;
    }

    public static WebhookSecret random() {
        byte[] key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        return new WebhookSecret(key);
    }

    /** @param text that one of these gave */
    public static WebhookSecret of(Secret text) {
        return new WebhookSecret(Base64.getDecoder().decode(text.value().substring(PREFIX.length())));
    }

    /** Empty for what is none: another prefix, no Base64, fewer than 24 or more than 64 bytes. */
    public static Optional<WebhookSecret> read(Secret text) {
        try {
            return Optional.of(text)
                    .filter(given -> given.value().startsWith(PREFIX))
                    .map(WebhookSecret::of)
                    .filter(read -> read.key.length >= KEY_BYTES_MIN && read.key.length <= KEY_BYTES_MAX);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    public Secret text() {
        return new Secret(PREFIX + Base64.getEncoder().encodeToString(key));
    }

    /** Over the bytes as they go or came. */
    public byte[] signature(String id, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.US_ASCII));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM has no " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return "***";
    }
}
