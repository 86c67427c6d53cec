package ai.ekaya.llm;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.time.Duration;
import java.util.Optional;

/** Why one attempt came to nothing, and whether another may do better. It never has the peer's words. */
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    enum Next {
        /** The provider is away or broke off. */
        AGAIN,
        /** Nothing is wrong with the provider: it has too much to do, or was not reached in time. */
        LATER,
        NEVER
    }

    private final Refusal refusal;
    private final Next next;
    private final transient Optional<Duration> after;

    private Failure(Refusal refusal, Next next, Optional<Duration> after) {
        super(refusal.reason(), refusal);
        this.refusal = refusal;
        this.next = next;
        this.after = after;
    }

    static Failure never(RefusalCode code, String message) {
        return new Failure(new Refusal(code, message), Next.NEVER, Optional.empty());
    }

    /** What the project's settings, key or account are the cause of, and no moment. */
    static Failure misset(String message) {
        return never(new Refusal(RefusalCode.UNAVAILABLE, message).lasting());
    }

    static Failure never(Refusal refusal) {
        return new Failure(refusal, Next.NEVER, Optional.empty());
    }

    static Failure again(Refusal refusal, Optional<Duration> after) {
        return new Failure(refusal, Next.AGAIN, after);
    }

    static Failure later(Refusal refusal, Optional<Duration> after) {
        return new Failure(refusal, Next.LATER, after);
    }

    Refusal refusal() {
        return refusal;
    }

    Next next() {
        return next;
    }

    /** The least that the provider asks to wait. */
    Optional<Duration> after() {
        return after;
    }
}
