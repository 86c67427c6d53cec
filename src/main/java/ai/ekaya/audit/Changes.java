package ai.ekaya.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What was before a change and is after it, by name; what stays the same is left out. Never a secret. */
public record Changes(Map<String, Change> byName) {
    public static final Changes NONE = new Changes(Map.of());

    /** Either may be absent: it was not there, or is gone. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Change(Optional<String> before, Optional<String> after) {}

    public Changes {
        byName = Collections.unmodifiableMap(new TreeMap<>(byName));
    }

    /** For what may not be there before or after. */
    public Changes and(String name, Optional<?> before, Optional<?> after) {
        Change change = new Change(before.map(Object::toString), after.map(Object::toString));
        if (change.before().equals(change.after())) {
            return this;
        }
        Map<String, Change> more = new TreeMap<>(byName);
        more.put(name, change);
        return new Changes(more);
    }

    public Changes and(String name, Object before, Object after) {
        return and(name, Optional.of(before), Optional.of(after));
    }

    /** Of facts by name. */
    public static Changes between(Map<String, String> before, Map<String, String> after) {
        Changes changes = NONE;
        for (String name : Stream.concat(before.keySet().stream(), after.keySet().stream())
                .distinct()
                .toList()) {
            changes = changes.and(name, Optional.ofNullable(before.get(name)), Optional.ofNullable(after.get(name)));
        }
        return changes;
    }

    public boolean isEmpty() {
        return byName.isEmpty();
    }
}
