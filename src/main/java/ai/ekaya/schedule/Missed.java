package ai.ekaya.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Due times in a row that were not started, for one reason.
 *
 * @param reason for people, no full stop
 */
record Missed(Cause cause, String reason, Instant from, Instant until, int count) {
    static Missed one(Cause cause, String reason, Instant at) {
        return new Missed(cause, reason, at, at, 1);
    }

    /**
     * The newest each by itself, those before them together.
     *
     * @param times oldest first
     * @param singlesMax how many by themselves
     */
    static List<Missed> of(List<Instant> times, Function<Instant, Cause> causeOf, String reason, int singlesMax) {
        List<Missed> lines = new ArrayList<>();
        int together = times.size() <= singlesMax ? 0 : times.size() - singlesMax;
        for (int i = 0; i < times.size(); i++) {
            Missed one = one(causeOf.apply(times.get(i)), reason, times.get(i));
            Missed before = i > 0 && i < together ? lines.get(lines.size() - 1) : one;
            if (i > 0 && i < together && before.cause() == one.cause()) {
                lines.set(lines.size() - 1, before.with(one));
            } else {
                lines.add(one);
            }
        }
        return lines;
    }

    /** This and the later ones on one line. */
    Missed with(Missed later) {
        return new Missed(cause, reason, from, later.until, count + later.count);
    }
}
