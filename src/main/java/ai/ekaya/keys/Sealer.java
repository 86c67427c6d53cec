package ai.ekaya.keys;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals secrets with the server's master key (AES-256-GCM, a fresh random nonce each time). The context is authenticated with the
 * text, so that a sealed value copied to another row does not open there. Thread-safe.
 */
@Singleton
public final class Sealer {
    private static final String VERSION = "v1";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final MasterKey key;

    @Inject
    public Sealer(MasterKey key) {
        this.key = key;
    }

    /** @param context what it is for, as {@code datasource:<id>}; opening it for anything else fails */
    public Sealed seal(String context, Secret secret) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, context);
            byte[] sealed = cipher.doFinal(secret.value().getBytes(StandardCharsets.UTF_8));
            byte[] both = Arrays.copyOf(nonce, nonce.length + sealed.length);
            System.arraycopy(sealed, 0, both, nonce.length, sealed.length);
            return new Sealed(
                    VERSION + ":" + key.id() + ":" + Base64.getEncoder().encodeToString(both));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Could not seal the secret of " + context, e);
        }
    }

    /** @throws IllegalStateException when the key is another or the text was changed */
    public Secret open(String context, Sealed sealed) {
        String[] parts = sealed.text().split(":", 3);
        if (parts.length != 3 || !parts[0].equals(VERSION)) {
            throw new IllegalStateException("The secret of " + context + " is not sealed in a form this server knows");
        }
        if (!parts[1].equals(key.id())) {
            throw new IllegalStateException("The secret of " + context + " was sealed with master key " + parts[1]
                    + ", this server has " + key.id());
        }
        try {
            byte[] both = Base64.getDecoder().decode(parts[2]);
            byte[] nonce = Arrays.copyOf(both, NONCE_BYTES);
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, nonce, context);
            byte[] opened = cipher.doFinal(both, NONCE_BYTES, both.length - NONCE_BYTES);
            return new Secret(new String(opened, StandardCharsets.UTF_8));
        } catch (AEADBadTagException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "The sealed secret of " + context + " was changed or belongs to something else", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Could not open the secret of " + context, e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String context) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key.key(), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD((VERSION + ":" + key.id() + ":" + context).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
