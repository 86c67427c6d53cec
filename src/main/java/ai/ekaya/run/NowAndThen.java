package ai.ekaya.run;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Says when it is time for what need not be done each time: the first time, and then each so many times. Thread-safe. */
public final class NowAndThen {
    private static final int REMEMBERED_MAX = 10_000;

    private final int times;
    private final int countMax;
    private final Map<UUID, Integer> since = new LinkedHashMap<>(16, 0.75f, true);

    /** @param countMax of how many this is remembered; of the others each time is the first */
    NowAndThen(int times, int countMax) {
        this.times = times;
        this.countMax = countMax;
    }

    /** For deleting what is over a number: a tenth more is there at most, for each server. */
    public static NowAndThen tenthOf(Limits limits, Limit kept) {
        return new NowAndThen(Math.max(1, limits.intOf(kept) / 10), REMEMBERED_MAX);
    }

    public synchronized boolean isTime(UUID what) {
        int before = since.getOrDefault(what, 0);
        since.put(what, (before + 1) % times);
        if (since.size() > countMax) {
            since.remove(since.keySet().iterator().next());
        }
        return before == 0;
    }
}
