package ai.ekaya.limits;

/**
 * A refusal across a boundary: to a guest it becomes an error envelope, to an HTTP client problem JSON with the same code.
 * The message is for the asker: what came, what was expected, no full stop, and nothing a driver or a peer wrote.
 */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final RefusalCode code;

    public Refusal(RefusalCode code, String message) {
        super(message);
        this.code = code;
    }

    /** @param cause for the server's log only */
    public Refusal(RefusalCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public RefusalCode code() {
        return code;
    }

    /** The message; never null. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
