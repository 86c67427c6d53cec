package ai.ekaya.limits;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
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
    private final List<Detail> details;
    private final boolean forbidden;
    private final boolean lasting;

    /**
     * One thing wrong of several, for refusals of something that has parts, such as a package.
     *
     * @param where the part
     * @param message what came and what was expected, no full stop
     */
    public record Detail(String where, String message) implements Serializable {}

    public Refusal(RefusalCode code, String message) {
        super(message);
        this.code = code;
        this.retryAfter = null;
        this.details = List.of();
        this.forbidden = false;
        this.lasting = false;
    }

    /** @param cause for the server's log only */
    public Refusal(RefusalCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.retryAfter = null;
        this.details = List.of();
        this.forbidden = false;
        this.lasting = false;
    }

    /** @param retryAfter when the same request may succeed */
    public Refusal(RefusalCode code, String message, Duration retryAfter) {
        super(message);
        this.code = code;
        this.retryAfter = retryAfter;
        this.details = List.of();
        this.forbidden = false;
        this.lasting = false;
    }

    /** @param details all that is wrong; the message says it in one sentence */
    public Refusal(RefusalCode code, String message, List<Detail> details) {
        super(message);
        this.code = code;
        this.retryAfter = null;
        this.details = List.copyOf(details);
        this.forbidden = false;
        this.lasting = false;
    }

    private Refusal(Refusal same, boolean forbidden, boolean lasting) {
        super(same.reason(), same.getCause());
        this.code = same.code;
        this.retryAfter = same.retryAfter;
        this.details = same.details;
        this.forbidden = forbidden;
        this.lasting = lasting;
    }

    /** The same for who asked for what nobody may have, and did not only mistype; the audit tells of it. */
    public Refusal forbidden() {
        return new Refusal(this, true, lasting);
    }

    /** The same where somebody's settings are the cause and not the moment: it holds until a person changes them, whatever the code says. */
    public Refusal lasting() {
        return new Refusal(this, forbidden, true);
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

    /** Whether what was asked is understood and not allowed, whatever the code says. */
    public boolean isForbidden() {
        return forbidden;
    }

    /** Whether it holds until somebody changes what was set. */
    public boolean isLasting() {
        return lasting;
    }

    /** Whether the same request may succeed later, with nobody having done anything. */
    public boolean isRetryable() {
        return code.retryable() && !lasting;
    }

    /** What is wrong, part by part; empty when the message says all. */
    public List<Detail> details() {
        return details;
    }
}
