package ai.ekaya.leak;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was found in one run, counted for the audit, and how often it was refused. Not thread-safe. */
final class RunFindings {
    private static final Finding OTHERS = new Finding("others", Encoding.PLAIN);

    private final Clock clock;
    private final int refusalsMax;
    private final int kindsMax;
    private final Map<Kind, LeakCount> counts = new LinkedHashMap<>();
    private int refusals;
    private Finding last = OTHERS;

    private record Kind(Exit exit, Finding finding, Action action) {}

    RunFindings(Limits limits, Clock clock) {
        this.clock = clock;
        this.refusalsMax = limits.intOf(Limit.LEAK_REFUSALS_PER_RUN_COUNT);
        this.kindsMax = limits.intOf(Limit.LEAK_KINDS_PER_RUN_COUNT);
    }

    /** @throws Refusal {@code LEAK} when the run has tried so often that more answers would tell it what a secret is */
    void requireFew() {
        if (refusals >= refusalsMax) {
            throw new Refusal(
                    RefusalCode.LEAK,
                    "This run tried to let out secrets " + refusals + " times, so nothing leaves it any more");
        }
    }

    void refuse(Leak leak) {
        refusals++;
        last = leak.finding();
        throw leak.refusal();
    }

    /** What was refused last; of a run that was refused nothing, one without a name of its own. */
    Finding last() {
        return last;
    }

    void count(Exit exit, Finding finding, Action action, int count) {
        Instant now = clock.instant();
        Kind kind = new Kind(exit, finding, action);
        Kind fitting = counts.containsKey(kind) || counts.size() < kindsMax ? kind : new Kind(exit, OTHERS, action);
        LeakCount before = counts.get(fitting);
        counts.put(
                fitting,
                before == null
                        ? new LeakCount(exit, fitting.finding(), action, count, now, now)
                        : before.and(count, now));
    }

    /** So many kinds at most, the rest together. */
    List<LeakCount> counts() {
        return List.copyOf(counts.values());
    }
}
