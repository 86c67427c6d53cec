package ai.ekaya.marketplace;

import ai.ekaya.keys.WebhookSecret;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * What proves to a marketplace whose request it is: HMAC-SHA256, as of webhooks, over {@code METHOD path?query.seconds.body}. It holds for
 * five minutes; a request that comes twice within them changes nothing more.
 */
public final class RequestSignature {
    public static final String ACCOUNT = "ekaya-account";
    public static final String TIMESTAMP = "ekaya-timestamp";
    public static final String SIGNATURE = "ekaya-signature";
    static final Duration HOLDS = Duration.ofMinutes(5);

    private final WebhookSecret key;

    public RequestSignature(WebhookSecret key) {
        this.key = key;
    }

    /** @param target path and query, as they are sent */
    String of(String method, String target, String timestamp, byte[] body) {
        return "v1," + Base64.getEncoder().encodeToString(key.signature(method + " " + target, timestamp, body));
    }

    /** For who receives such requests. */
    public boolean holds(
            String method,
            String target,
            Optional<String> timestamp,
            Optional<String> signature,
            byte[] body,
            Instant now) {
        return timestamp
                .filter(text -> text.matches("[0-9]{1,12}"))
                .filter(text -> Duration.between(Instant.ofEpochSecond(Long.parseLong(text)), now)
                                .abs()
                                .compareTo(HOLDS)
                        <= 0)
                .flatMap(text -> signature.filter(given -> MessageDigest.isEqual(
                        given.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        of(method, target, text, body).getBytes(java.nio.charset.StandardCharsets.UTF_8))))
                .isPresent();
    }
}
