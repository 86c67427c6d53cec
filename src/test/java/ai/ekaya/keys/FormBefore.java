package ai.ekaya.keys;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Seals as servers did before each value had a data key. */
final class FormBefore {
    private FormBefore() {}

    static Sealed seal(MasterKey key, String context, Secret secret) {
        byte[] box = AesGcm.seal(
                key.key(), "v1:" + key.id() + ":" + context, secret.value().getBytes(StandardCharsets.UTF_8));
        return new Sealed("v1:" + key.id() + ":" + Base64.getEncoder().encodeToString(box));
    }
}
