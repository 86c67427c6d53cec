package ai.ekaya.limits;

/** Why something was refused. A guest sees the code in its envelope, an HTTP client in problem JSON. */
public enum RefusalCode {
    NOT_PERMITTED,
    NOT_FOUND,
    BAD_ARGUMENT,
    LIMIT,
    RATE_LIMITED,
    TIMEOUT,
    CONFLICT,
    LEAK,
    UPSTREAM,
    UNAVAILABLE,
    INTERNAL;

    /** Whether the same request may succeed later without being changed. */
    public boolean retryable() {
        return switch (this) {
            case RATE_LIMITED, TIMEOUT, UPSTREAM, UNAVAILABLE -> true;
            case NOT_PERMITTED, NOT_FOUND, BAD_ARGUMENT, LIMIT, CONFLICT, LEAK, INTERNAL -> false;
        };
    }
}
