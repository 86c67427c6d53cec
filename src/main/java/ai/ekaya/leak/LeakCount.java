package ai.ekaya.leak;

import java.time.Instant;

/** How often one thing was found at one exit, from when to when; for the audit, and without the value. */
public record LeakCount(Exit exit, Finding finding, Action action, long count, Instant first, Instant last) {
    LeakCount and(long more, Instant now) {
        return new LeakCount(exit, finding, action, count + more, first, now);
    }
}
