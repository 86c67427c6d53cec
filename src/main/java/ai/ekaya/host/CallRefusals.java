package ai.ekaya.host;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a run tried and may not, counted for the audit; mistakes such as a wrong argument or a mistyped statement are no such thing.
 * Bounded by the functions and codes that there are. Not thread-safe.
 */
final class CallRefusals {
    private static final String UNKNOWN = "unknown";
    private static final Set<RefusalCode> DENIALS =
            EnumSet.of(RefusalCode.NOT_PERMITTED, RefusalCode.LIMIT, RefusalCode.RATE_LIMITED, RefusalCode.LEAK);

    private record Key(String function, RefusalCode code, boolean statement) {}

    private final Set<String> known;
    private final Clock clock;
    private final Map<Key, CallRefusal> counted = new LinkedHashMap<>();

    CallRefusals(Set<String> known, Clock clock) {
        this.known = known;
        this.clock = clock;
    }

    /** Of what a host function refuses, only the SQL guards and the databases' own rights forbid. */
    void add(String function, Refusal refusal) {
        boolean exists = known.contains(function);
        if (exists && !refusal.isForbidden() && !DENIALS.contains(refusal.code())) {
            return;
        }
        Instant now = clock.instant();
        Key key = new Key(exists ? function : UNKNOWN, refusal.code(), refusal.isForbidden());
        counted.merge(
                key,
                new CallRefusal(key.function(), key.code().name(), key.statement(), 1, now, now),
                (before, next) -> new CallRefusal(
                        before.function(),
                        before.code(),
                        before.statement(),
                        before.count() + 1,
                        before.first(),
                        next.last()));
    }

    List<CallRefusal> all() {
        return List.copyOf(counted.values());
    }
}
