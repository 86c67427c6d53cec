package ai.ekaya.keys;

import java.util.Base64;

/** A sealed text taken apart; whether it is what was sealed shows when it is opened. */
sealed interface SealedForm {
    /** Names the master key that opens it. */
    String keyId();

    /** The master key sealed the value itself: {@code v1}, in databases from before. */
    record Direct(String keyId, byte[] box) implements SealedForm {}

    /** The master key wrapped a data key, which sealed the value: {@code v2}. */
    record Enveloped(String keyId, byte[] wrapped, byte[] box) implements SealedForm {
        Sealed sealed() {
            Base64.Encoder base64 = Base64.getEncoder();
            return new Sealed("v2:" + keyId + ":" + base64.encodeToString(wrapped) + ":" + base64.encodeToString(box));
        }
    }

    /**
     * @param context for the message
     * @throws IllegalStateException when the text has another form
     */
    static SealedForm parse(String context, Sealed sealed) {
        String[] parts = sealed.text().split(":", -1);
        try {
            Base64.Decoder base64 = Base64.getDecoder();
            if (parts[0].equals("v1") && parts.length == 3) {
                return new Direct(parts[1], base64.decode(parts[2]));
            }
            if (parts[0].equals("v2") && parts.length == 4) {
                return new Enveloped(parts[1], base64.decode(parts[2]), base64.decode(parts[3]));
            }
        } catch (IllegalArgumentException e) {
            // No base64: the one message below.
        }
        throw new IllegalStateException("The secret of " + context + " is not sealed in a form this server knows");
    }
}
