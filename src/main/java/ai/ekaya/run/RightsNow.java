package ai.ekaya.run;

import ai.ekaya.identity.Principal;
import ai.ekaya.limits.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/** What a run's principal may while it goes on, as of a moment ago. Of one run and its thread. */
final class RightsNow implements Supplier<Principal> {
    private final Supplier<Principal> ask;
    private final Clock clock;
    private final long keptMillis;
    private Principal known;
    private long askedMillis;

    /**
     * @param known what it may as the run begins
     * @param ask refuses when it may not run apps any more
     */
    RightsNow(Principal known, Supplier<Principal> ask, Clock clock, Duration kept) {
        this.known = known;
        this.ask = ask;
        this.clock = clock;
        this.keptMillis = kept.toMillis();
        this.askedMillis = clock.millis();
    }

    /** @throws Refusal {@code NOT_PERMITTED} when it may not run apps any more */
    @Override
    public Principal get() {
        long now = clock.millis();
        // Also when the server's clock stepped back.
        if (now < askedMillis || now - askedMillis >= keptMillis) {
            known = ask.get();
            askedMillis = now;
        }
        return known;
    }
}
