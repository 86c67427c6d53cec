package ai.ekaya.trigger;

import ai.ekaya.keys.Secret;
import ai.ekaya.keys.WebhookSecret;
import java.security.MessageDigest;

/** What a sender signs its deliveries with. */
final class HookSecret {
    private final WebhookSecret secret;

    private HookSecret(WebhookSecret secret) {
        this.secret = secret;
    }

    static HookSecret random() {
        return new HookSecret(WebhookSecret.random());
    }

    static HookSecret of(Secret text) {
        return new HookSecret(WebhookSecret.of(text));
    }

    Secret text() {
        return secret.text();
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

    byte[] signature(String id, String timestamp, byte[] body) {
        return secret.signature(id, timestamp, body);
    }

    @Override
    public String toString() {
        return "***";
    }
}
