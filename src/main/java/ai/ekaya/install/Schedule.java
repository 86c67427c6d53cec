package ai.ekaya.install;

import ai.ekaya.appdb.AppId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * When an app runs by itself, as it was decided for it.
 *
 * @param start nothing is due before it
 * @param end nothing is due from then on
 * @param jitter how much later than due a run may start, so that many schedules do not start at one second
 * @param window how long after its time a missed run is still worth starting
 * @param since when this was decided; what was due before is not its business
 * @param pause set while it is paused; what is due then is missed
 */
public record Schedule(
        Cron cron,
        ZoneId zone,
        Optional<Instant> start,
        Optional<Instant> end,
        Duration jitter,
        Overlap overlap,
        CatchUp catchUp,
        Duration window,
        Instant since,
        Optional<Pause> pause) {

    /** What becomes of a due time while the run before it still goes on. */
    public enum Overlap {
        SKIP,
        QUEUE_ONE,
        QUEUE_ALL,
        CANCEL_OLD
    }

    /** What becomes of due times that no server started in time. */
    public enum CatchUp {
        SKIP,
        /** The last one is started and stands for the others. */
        ONCE,
        /** One after the other. */
        ALL
    }

    /** @param by who paused it, for people to read */
    public record Pause(String reason, String by, Instant at) {}

    /** As a package's manifest or a cron text alone has it: in UTC, the rest by default. */
    static Schedule of(Cron cron, Limits limits, Instant since) {
        return new Schedule(
                cron,
                ZoneOffset.UTC,
                Optional.empty(),
                Optional.empty(),
                Duration.ZERO,
                Overlap.SKIP,
                CatchUp.ONCE,
                limits.durationOf(Limit.SCHEDULE_WINDOW_DEFAULT_SECONDS),
                since,
                Optional.empty());
    }

    Schedule paused(Optional<Pause> now) {
        return new Schedule(cron, zone, start, end, jitter, overlap, catchUp, window, since, now);
    }

    public Schedule withoutJitter() {
        return new Schedule(cron, zone, start, end, Duration.ZERO, overlap, catchUp, window, since, pause);
    }

    /** The first due time after the given one; empty when there is none. */
    public Optional<Instant> next(Instant after) {
        Instant from = start.map(begin -> begin.minusNanos(1))
                .filter(begin -> begin.isAfter(after))
                .orElse(after);
        return cron.next(from, zone).filter(due -> end.isEmpty() || due.isBefore(end.get()));
    }

    /**
     * When a due time is started: the same on all servers, and before the due time after it, so that the order stays.
     */
    public Instant startOf(AppId app, Instant due) {
        if (jitter.isZero()) {
            return due;
        }
        long most = next(due)
                .map(next ->
                        Math.min(jitter.toSeconds(), Duration.between(due, next).toSeconds() - 1))
                .orElse(jitter.toSeconds());
        return due.plusSeconds(Math.floorMod(mixed(app, due), most + 1));
    }

    /** The last steps of SplitMix64: neighbouring minutes give numbers that look unrelated. */
    private static long mixed(AppId app, Instant due) {
        long mixed =
                app.value().getMostSignificantBits() ^ app.value().getLeastSignificantBits() ^ due.getEpochSecond();
        mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }
}
