package ai.ekaya.llm;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Quantity;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether one project's model is worth another attempt. After some failures in a row nobody tries for a while, which grows; then one ask
 * does, and the others are told to wait for what it finds. Thread-safe.
 */
final class ModelCircuit {
    private final Clock clock;
    private final int failuresMax;
    private final Duration least;
    private final Duration most;

    private int failures;
    private Instant openUntil = Instant.MIN;
    private Duration pause = Duration.ZERO;
    private boolean trying;

    ModelCircuit(Limits limits, Clock clock) {
        this.clock = clock;
        this.failuresMax = limits.intOf(Limit.LLM_CIRCUIT_FAILURES_COUNT);
        this.least = limits.durationOf(Limit.LLM_CIRCUIT_SECONDS);
        this.most = limits.durationOf(Limit.LLM_CIRCUIT_CEILING_SECONDS);
    }

    /**
     * Before an attempt; each is followed by one of the other methods.
     *
     * @throws Refusal {@code UNAVAILABLE} saying when it is tried again
     */
    synchronized void enter() {
        if (pause.isZero()) {
            return;
        }
        Duration left = Duration.between(clock.instant(), openUntil);
        if (left.isPositive()) {
            Duration seconds = Duration.ofSeconds(left.toSeconds() + (left.getNano() > 0 ? 1 : 0));
            throw new Refusal(
                    RefusalCode.UNAVAILABLE,
                    "The model did not answer " + failures + " times in a row; it is tried again in "
                            + Quantity.ofDuration(seconds),
                    seconds);
        }
        if (trying) {
            throw new Refusal(
                    RefusalCode.UNAVAILABLE,
                    "The model did not answer for a while; it is being tried again just now",
                    least);
        }
        trying = true;
    }

    synchronized void succeeded() {
        failures = 0;
        pause = Duration.ZERO;
        trying = false;
    }

    /** The attempt said nothing of whether the model is there. */
    synchronized void abandoned() {
        trying = false;
    }

    synchronized void failed() {
        trying = false;
        failures++;
        if (failures >= failuresMax) {
            Duration next = pause.isZero() ? least : pause.multipliedBy(2);
            pause = next.compareTo(most) > 0 ? most : next;
            openUntil = clock.instant().plus(pause);
        }
    }
}
