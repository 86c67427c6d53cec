package ai.ekaya.host;

import ai.ekaya.limits.RefusalCode;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a run tried and may not, counted for the audit; mistakes such as a wrong argument are no such thing, but for statements, where
 * the guard calls what it does not let through a wrong argument. Bounded by the functions and codes that there are. Not thread-safe.
 */
final class CallRefusals {
    static final Set<String> STATEMENTS = Set.of("db_query", "datasource_query", "datasource_execute");
    private static final String UNKNOWN = "unknown";
    private static final Set<RefusalCode> DENIALS =
            EnumSet.of(RefusalCode.NOT_PERMITTED, RefusalCode.LIMIT, RefusalCode.RATE_LIMITED, RefusalCode.LEAK);

    private record Key(String function, RefusalCode code) {}

    private final Set<String> known;
    private final Clock clock;
    private final Map<Key, CallRefusal> counted = new LinkedHashMap<>();

    CallRefusals(Set<String> known, Clock clock) {
        this.known = known;
        this.clock = clock;
    }

    void add(String function, RefusalCode code) {
        boolean exists = known.contains(function);
        boolean blocked = code == RefusalCode.BAD_ARGUMENT && STATEMENTS.contains(function);
        if (exists && !blocked && !DENIALS.contains(code)) {
            return;
        }
        Instant now = clock.instant();
        String name = exists ? function : UNKNOWN;
        CallRefusal one = new CallRefusal(name, code.name(), 1, now, now);
        counted.merge(
                new Key(name, code),
                one,
                (before, next) -> new CallRefusal(name, code.name(), before.count() + 1, before.first(), next.last()));
    }

    List<CallRefusal> all() {
        return List.copyOf(counted.values());
    }
}
