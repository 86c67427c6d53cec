package ai.ekaya.usage;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import ai.ekaya.usage.MinuteSlices.Slice;
import ai.ekaya.usage.MinuteSlices.UsedUp;
import ai.ekaya.web.MetricsText;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How many calls that reach out of the platform there may be in a minute of the clock (of UTC): of a project, of an app, of each function
 * by an app, and of each tool by whomever. Servers take slices of a minute from the database, so all of them together never make more,
 * and most calls ask nobody. Where the database is away and nothing is in hand, calls fail. Thread-safe.
 */
@Singleton
public final class Rates {
    /** Host functions that are counted. The others reach nothing but the app's own tables, or have bounds of their own. */
    public static final SortedSet<String> FUNCTIONS = Collections.unmodifiableSortedSet(new TreeSet<>(List.of(
            "datasource_execute",
            "datasource_query",
            "datasource_statistics",
            "http_request",
            "llm_generate",
            "mcp_tool_invoke")));

    private final Store store;
    private final Limits limits;
    private final Clock clock;
    private final Map<ProjectId, MinuteSlices> projects;
    private final RateMeters meters = new RateMeters();

    @Inject
    public Rates(Store store, Limits limits, Clock clock) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
        this.projects = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<ProjectId, MinuteSlices> eldest) {
                return size() > limits.intOf(Limit.USAGE_REMEMBERED_COUNT);
            }
        };
    }

    /**
     * For one more call of a host function by an app; of those that are not counted nothing is asked.
     *
     * @throws Refusal {@code RATE_LIMITED} saying whose calls they are, and when to try again
     */
    public void require(ProjectId project, String app, String function) {
        if (FUNCTIONS.contains(function)) {
            require(project, List.of(RateKey.PROJECT, RateKey.ofApp(app), RateKey.ofFunction(app, function)));
        }
    }

    /**
     * For one more call of a tool, whoever makes it.
     *
     * @throws Refusal {@code RATE_LIMITED} saying when to try again
     */
    public void requireTool(ProjectId project, String tool) {
        require(project, List.of(RateKey.ofTool(tool)));
    }

    private void require(ProjectId project, List<RateKey> keys) {
        MinuteSlices held = held(project);
        // Threads of one project wait for one of them that asks the database: what it brings is for all.
        synchronized (held) {
            Instant now = clock.instant();
            Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
            boolean begins = held.begin(minute);
            List<RateKey> unheld = held.unheld(keys);
            if (!unheld.isEmpty() && held.usedUp(keys).isEmpty()) {
                held.hold(store.inProject(project.value(), transaction -> {
                    if (begins) {
                        // Clocks of servers differ by a second, not by a minute.
                        RateTable.forgetMinutes(transaction, project, minute.minus(1, ChronoUnit.MINUTES));
                    }
                    return take(transaction, project, minute, unheld);
                }));
            }
            held.usedUp(keys).ifPresent(usedUp -> {
                held.refuse(usedUp.key());
                meters.refused(usedUp.key());
                throw refusal(usedUp, Duration.between(now, minute.plus(1, ChronoUnit.MINUTES)));
            });
            held.use(keys);
        }
    }

    private Map<RateKey, Slice> take(Transaction transaction, ProjectId project, Instant minute, List<RateKey> keys) {
        return RateTable.take(
                transaction,
                project,
                minute,
                keys,
                key -> limits.of(key.most()),
                limits.of(Limit.USAGE_SLICES_PER_MINUTE_COUNT));
    }

    private static Refusal refusal(UsedUp usedUp, Duration wait) {
        if (usedUp.perMinute() == 0) {
            return new Refusal(RefusalCode.RATE_LIMITED, usedUp.key().shut()).lasting();
        }
        long seconds = (wait.toMillis() + 999) / 1_000;
        return new Refusal(
                RefusalCode.RATE_LIMITED,
                usedUp.key().usedUp(usedUp.perMinute()) + "; try again in " + seconds + " s",
                wait);
    }

    private MinuteSlices held(ProjectId project) {
        synchronized (projects) {
            return projects.computeIfAbsent(
                    project, one -> new MinuteSlices(limits.intOf(Limit.USAGE_RATES_PER_PROJECT_COUNT)));
        }
    }

    /** A rate was changed: it counts here from now on, on other servers once they take their next slice. */
    void changed(ProjectId project, RateKey key) {
        MinuteSlices held = held(project);
        synchronized (held) {
            held.forget(key);
        }
    }

    /** What this server holds of the minute and has not used. */
    Map<RateKey, Slice> left(ProjectId project, Instant minute) {
        MinuteSlices held = held(project);
        synchronized (held) {
            return held.left(minute);
        }
    }

    /** Adds this room's families. */
    public void writeTo(MetricsText text) {
        meters.writeTo(text);
    }

    /** Writes how many calls were refused since the last time; what cannot be written is counted on. */
    void flush() {
        List<ProjectId> all;
        synchronized (projects) {
            all = List.copyOf(projects.keySet());
        }
        all.forEach(this::flush);
    }

    void flush(ProjectId project) {
        MinuteSlices held = held(project);
        synchronized (held) {
            Map<RateKey, Long> counts = held.unwritten();
            if (counts.isEmpty()) {
                return;
            }
            LocalDate day = clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
            store.transactIn(project.value(), transaction -> {
                RateTable.refused(transaction, project, day, counts);
                RateTable.forgetDays(transaction, project, day.minusDays(limits.of(Limit.USAGE_KEPT_DAYS_COUNT)));
            });
            held.written(counts);
        }
    }
}
