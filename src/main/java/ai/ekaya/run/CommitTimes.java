package ai.ekaya.run;

import ai.ekaya.host.RunId;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * How long the ends of runs took to store, which a transaction cannot say of itself: written a moment later, of many runs together. Those
 * of a server that dies meanwhile are not known. Thread-safe.
 */
final class CommitTimes {
    private static final Logger LOGGER = Logger.getLogger(CommitTimes.class.getName());
    private static final long GATHER_MILLIS = 1_000;

    private final Store store;
    private final RunThreads threads;
    private final int countMax;
    private List<Took> waiting = new ArrayList<>();

    private record Took(ProjectId project, RunId run, long micros) {}

    CommitTimes(Store store, RunThreads threads, Limits limits) {
        this.store = store;
        this.threads = threads;
        this.countMax = limits.intOf(Limit.RUN_COMMIT_TIMES_COUNT);
    }

    void add(ProjectId project, RunId run, Duration took) {
        synchronized (this) {
            if (waiting.size() >= countMax) {
                return;
            }
            waiting.add(new Took(project, run, took.toNanos() / 1_000));
            if (waiting.size() > 1) {
                return;
            }
        }
        threads.timer().schedule(() -> threads.executor().execute(this::write), GATHER_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** The top of a thread. */
    private void write() {
        List<Took> all;
        synchronized (this) {
            all = waiting;
            waiting = new ArrayList<>();
        }
        try {
            all.stream().collect(Collectors.groupingBy(Took::project)).forEach(this::write);
        } catch (RuntimeException e) {
            // A figure for people: the run's end is stored.
            LOGGER.log(Level.FINE, "How long the ends of runs took is not stored", e);
        }
    }

    private void write(ProjectId project, List<Took> runs) {
        store.transactIn(
                project.value(),
                transaction -> Sql.update(
                        transaction,
                        """
                UPDATE ekaya.run SET commit_micros = took.micros
                FROM unnest(string_to_array(?, ' ')::uuid[], string_to_array(?, ' ')::bigint[]) AS took (id, micros)
                WHERE run.id = took.id AND state = 'ENDED'
                """,
                        runs.stream().map(each -> each.run().toString()).collect(Collectors.joining(" ")),
                        runs.stream().map(each -> Long.toString(each.micros())).collect(Collectors.joining(" "))));
    }
}
