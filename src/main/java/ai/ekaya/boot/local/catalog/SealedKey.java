package ai.ekaya.boot.local.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** A private key under a passphrase: AES-256-GCM by a key that PBKDF2 makes of it. */
final class SealedKey {
    /** As OWASP asks for PBKDF2 with SHA-256; half a second for who types, years for who guesses. */
    private static final int ROUNDS = 600_000;

    private static final int TAG_BITS = 128;

    private SealedKey() {}

    static void seal(byte[] secret, String passphrase, ObjectNode into) {
        byte[] salt = random(16);
        byte[] nonce = random(12);
        Base64.Encoder base64 = Base64.getEncoder();
        into.put("kdf", "PBKDF2-HMAC-SHA256")
                .put("rounds", ROUNDS)
                .put("salt", base64.encodeToString(salt))
                .put("nonce", base64.encodeToString(nonce))
                .put(
                        "sealed",
                        base64.encodeToString(cipher(Cipher.ENCRYPT_MODE, passphrase, salt, nonce, ROUNDS, secret)));
    }

    /** @throws Wrong for another passphrase */
    static byte[] open(JsonNode sealed, String passphrase) {
        Base64.Decoder base64 = Base64.getDecoder();
        return cipher(
                Cipher.DECRYPT_MODE,
                passphrase,
                base64.decode(sealed.path("salt").asText()),
                base64.decode(sealed.path("nonce").asText()),
                sealed.path("rounds").asInt(),
                base64.decode(sealed.path("sealed").asText()));
    }

    private static byte[] cipher(int mode, String passphrase, byte[] salt, byte[] nonce, int rounds, byte[] bytes) {
        try {
            byte[] key = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(passphrase.toCharArray(), salt, rounds, 256))
                    .getEncoded();
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            return cipher.doFinal(bytes);
        } catch (AEADBadTagException e) {
            throw new Wrong("The key does not open with this " + KeyFolder.PASSPHRASE, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM cannot seal keys", e);
        }
    }

    private static byte[] random(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return random;
    }
}
