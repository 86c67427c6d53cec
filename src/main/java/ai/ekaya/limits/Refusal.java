package ai.ekaya.limits;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A refusal across a boundary: to a guest it becomes an error envelope, to an HTTP client problem JSON with the same code.
 * The message is for the asker: what came, what was expected, no full stop, and nothing a driver or a peer wrote.
 */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final RefusalCode code;
    private final @Nullable Duration retryAfter;

    public Refusal(RefusalCode code, String message) {
        super(message);
        this.code = code;
        this.retryAfter = null;
    }

    /** @param cause for the server's log only */
    public Refusal(RefusalCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.retryAfter = null;
    }

    /** @param retryAfter when the same request may succeed */
    public Refusal(RefusalCode code, String message, Duration retryAfter) {
        super(message);
        this.code = code;
        this.retryAfter = retryAfter;
    }

    public RefusalCode code() {
        return code;
    }

    /** The message; never null. */
    public String reason() {
        return String.valueOf(getMessage());
    }

    /** When to try again, if that is known. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
