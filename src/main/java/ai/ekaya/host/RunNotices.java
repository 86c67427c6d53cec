package ai.ekaya.host;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.notify.Notice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;

/** What a run tells people, until it ends. Not thread-safe. */
final class RunNotices {
    private final int countMax;
    private final int dayMax;
    private final Map<String, Notice> byKey = new LinkedHashMap<>();
    private Optional<Integer> leftToday = Optional.empty();
    private int taken;

    RunNotices(Limits limits) {
        this.countMax = limits.intOf(Limit.NOTIFY_PER_RUN_COUNT);
        this.dayMax = limits.intOf(Limit.NOTIFY_PER_APP_DAY_COUNT);
    }

    /**
     * Why no more are taken; empty while they are.
     *
     * @param today how many the app had left before this run told any; asked once, by the first that is told
     */
    Optional<String> full(IntSupplier today) {
        if (taken >= countMax) {
            return Optional.of("This run has told people " + taken + " times, the most that a run may");
        }
        if (leftToday.isEmpty()) {
            leftToday = Optional.of(today.getAsInt());
        }
        return taken < leftToday.get()
                ? Optional.empty()
                : Optional.of("This app has told people " + dayMax
                        + " times today, the most that an app may; a day begins" + " at midnight UTC");
    }

    void add(Notice notice) {
        taken++;
        String key = notice.dedupeKey().map(own -> "key " + own).orElse("call " + taken);
        byKey.merge(key, notice, Notice::and);
    }

    List<Notice> all() {
        return List.copyOf(byKey.values());
    }
}
