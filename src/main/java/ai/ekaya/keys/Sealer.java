package ai.ekaya.keys;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import javax.crypto.AEADBadTagException;
import javax.crypto.SecretKey;

/**
 * Seals each secret with a data key of its own, and that with the master key in force (AES-256-GCM, both). Both layers are bound to
 * the context, so that a sealed value copied to another row does not open there, and neither does a value with another row's data
 * key. Thread-safe.
 */
@Singleton
public final class Sealer {
    private final KeyRing ring;
    private final Supplier<MasterKey> inForce;

    @Inject
    public Sealer(KeyRing ring, KeyInForce inForce) {
        this(ring, inForce::key);
    }

    /** With one key, whatever a database says. */
    public Sealer(MasterKey key) {
        this(KeyRing.of(key), () -> key);
    }

    Sealer(KeyRing ring, Supplier<MasterKey> inForce) {
        this.ring = ring;
        this.inForce = inForce;
    }

    /** @param context what it is for, as {@code datasource:<id>}; opening it for anything else fails */
    public Sealed seal(String context, Secret secret) {
        return seal(context, secret, inForce.get());
    }

    private Sealed seal(String context, Secret secret, MasterKey with) {
        SecretKey dataKey = AesGcm.newKey();
        byte[] box = AesGcm.seal(dataKey, ofValue(context), secret.value().getBytes(StandardCharsets.UTF_8));
        return new SealedForm.Enveloped(
                        with.id(), AesGcm.seal(with.key(), ofKey(with, context), dataKey.getEncoded()), box)
                .sealed();
    }

    /** @throws IllegalStateException when the key is another or the text was changed */
    public Secret open(String context, Sealed sealed) {
        SealedForm form = SealedForm.parse(context, sealed);
        MasterKey key = find(context, form);
        try {
            return switch (form) {
                case SealedForm.Direct direct -> secret(AesGcm.open(key.key(), direct(key, context), direct.box()));
                case SealedForm.Enveloped enveloped ->
                    secret(AesGcm.open(dataKey(context, enveloped, key), ofValue(context), enveloped.box()));
            };
        } catch (AEADBadTagException e) {
            throw changed(context, e);
        }
    }

    /**
     * The same secret under another master key. Of an enveloped value only the data key is opened, never the value; one of the form
     * before becomes enveloped.
     */
    Sealed rewrap(String context, Sealed sealed, MasterKey to) {
        SealedForm form = SealedForm.parse(context, sealed);
        return switch (form) {
            case SealedForm.Direct direct -> seal(context, open(context, sealed), to);
            case SealedForm.Enveloped enveloped -> {
                SecretKey dataKey;
                try {
                    dataKey = dataKey(context, enveloped, find(context, form));
                } catch (AEADBadTagException e) {
                    throw changed(context, e);
                }
                byte[] wrapped = AesGcm.seal(to.key(), ofKey(to, context), dataKey.getEncoded());
                yield new SealedForm.Enveloped(to.id(), wrapped, enveloped.box()).sealed();
            }
        };
    }

    private MasterKey find(String context, SealedForm form) {
        return ring.find(form.keyId())
                .orElseThrow(() -> new IllegalStateException("The secret of " + context
                        + " was sealed with master key " + form.keyId() + ", this server has "
                        + String.join(", ", ring.ids())));
    }

    private static SecretKey dataKey(String context, SealedForm.Enveloped form, MasterKey key)
            throws AEADBadTagException {
        return AesGcm.key(AesGcm.open(key.key(), ofKey(key, context), form.wrapped()));
    }

    private static Secret secret(byte[] opened) {
        return new Secret(new String(opened, StandardCharsets.UTF_8));
    }

    private static IllegalStateException changed(String context, AEADBadTagException why) {
        return new IllegalStateException(
                "The sealed secret of " + context + " was changed or belongs to something else", why);
    }

    // What each layer is bound to. The value's does not name the master key, which changes around it.

    private static String direct(MasterKey key, String context) {
        return "v1:" + key.id() + ":" + context;
    }

    private static String ofKey(MasterKey key, String context) {
        return "v2:key:" + key.id() + ":" + context;
    }

    private static String ofValue(String context) {
        return "v2:value:" + context;
    }
}
