package ai.ekaya.trigger;

import ai.ekaya.keys.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What a sender signs with: {@code whsec_} and 32 random bytes in Base64. */
final class HookSecret {
    private static final String PREFIX = "whsec_";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] key;

    private HookSecret(byte[] key) {
        this.key = key;
    }

    static HookSecret random() {
        byte[] key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        return new HookSecret(key);
    }

    static HookSecret of(Secret text) {
        return new HookSecret(Base64.getDecoder().decode(text.value().substring(PREFIX.length())));
    }

    Secret text() {
        return new Secret(PREFIX + Base64.getEncoder().encodeToString(key));
    }

    /** SECURITY: each signature is looked at to its end, whether one before it fits or not. */
    boolean signed(Delivery delivery) {
        byte[] expected = signature(delivery.id(), delivery.timestamp(), delivery.body());
        boolean fits = false;
        for (byte[] given : delivery.signatures()) {
            fits |= MessageDigest.isEqual(expected, given);
        }
        return fits;
    }

    /** Over the bytes as they came. */
    byte[] signature(String id, String timestamp, byte[] body) {
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
