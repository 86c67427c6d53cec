package ai.ekaya.schedule;

import ai.ekaya.appdb.AppDatabases;
import ai.ekaya.install.FailedApps;
import ai.ekaya.install.HalfDone;
import ai.ekaya.install.KeptData;
import ai.ekaya.install.TrialEnds;
import ai.ekaya.install.UpdateLooks;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Tick;
import ai.ekaya.run.RunThreads;
import ai.ekaya.run.Runs;
import ai.ekaya.store.Signals;
import ai.ekaya.store.Store;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What makes the server look at the clock: an alarm that is set to the next due time, and rung by who sets a schedule or makes room;
 * each server says for itself that it lives; db-scheduler wakes one of those that share the database for what is done now and then. To
 * be opened once at start.
 */
@Singleton
public final class ScheduleClock implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(ScheduleClock.class.getName());
    private static final int BEATS_PER_LEASE = 4;
    private static final Duration AGAIN = Duration.ofSeconds(1);

    /** As the trigger of the table says it. */
    private static final String TOPIC = "schedules";

    /** The fewest that db-scheduler takes. */
    private static final int HEARTBEATS_MISSED = 4;

    private final Store store;
    private final Limits limits;
    private final Clock clock;
    private final Schedules schedules;
    private final Runs runs;
    private final RunThreads threads;
    private final KeptData kept;
    private final HalfDone halfDone;
    private final Tick looks;
    private final Tick checks;
    private final TrialEnds trials;
    private final AppDatabases databases;
    private final Signals signals;
    private Optional<Alarm> alarm = Optional.empty();
    private volatile boolean failing;
    private Optional<Scheduler> scheduler = Optional.empty();
    private Optional<Future<?>> beats = Optional.empty();

    @Inject
    public ScheduleClock(
            Store store,
            Limits limits,
            Clock clock,
            Schedules schedules,
            Runs runs,
            RunThreads threads,
            KeptData kept,
            HalfDone halfDone,
            UpdateLooks updates,
            FailedApps failed,
            TrialEnds trials,
            AppDatabases databases,
            Signals signals) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
        this.schedules = schedules;
        this.runs = runs;
        this.threads = threads;
        this.kept = kept;
        this.halfDone = halfDone;
        this.checks = new Tick(failed::look, LOGGER, "Could not look whether apps can run");
        this.looks = new Tick(updates::look, LOGGER, "Could not look for new versions of apps");
        this.trials = trials;
        this.databases = databases;
        this.signals = signals;
    }

    /** Marks what this server left behind as lost, then starts to look at the clock. */
    public synchronized void open() {
        int undone = halfDone.repair(true);
        if (undone > 0) {
            LOGGER.warning(undone + " apps were being installed or updated when their server ended; that was undone");
        }
        int lost = runs.recover();
        if (lost > 0) {
            LOGGER.warning(
                    lost + " runs had not ended when their server did; those that had changed nothing begin anew");
        }
        long beatMillis = limits.durationOf(Limit.RUN_LEASE_SECONDS).toMillis() / BEATS_PER_LEASE;
        beats = Optional.of(threads.timer()
                .scheduleWithFixedDelay(
                        new Tick(runs::beat, LOGGER, "Could not say that this server lives"),
                        beatMillis,
                        beatMillis,
                        TimeUnit.MILLISECONDS));
        Alarm set = new Alarm(
                threads.executor(), threads.timer(), clock, limits.durationOf(Limit.SCHEDULE_LOOK_MILLIS), this::look);
        signals.listen(TOPIC, key -> set.ring());
        signals.listenGaps(set::ring);
        runs.afterScheduled(() -> {
            if (schedules.waitsForRuns()) {
                set.ring();
            }
        });
        alarm = Optional.of(set);
        set.ring();
        threads.executor().execute(checks);
        BorrowedExecutor borrowed = new BorrowedExecutor(threads.timer());
        Scheduler started = Scheduler.create(store.runtime())
                .startTasks(
                        Tasks.recurring(
                                        "purge-kept-data",
                                        FixedDelay.of(limits.durationOf(Limit.INSTALL_SWEEP_SECONDS)))
                                .execute((instance, context) -> kept.sweep()),
                        Tasks.recurring(
                                        "look-for-new-versions",
                                        FixedDelay.of(limits.durationOf(Limit.INSTALL_UPDATES_LOOK_SECONDS)))
                                // An update may wait for runs, and this thread has more to do.
                                .execute((instance, context) ->
                                        threads.executor().execute(looks)),
                        Tasks.recurring(
                                        "look-for-failed-apps",
                                        FixedDelay.of(limits.durationOf(Limit.INSTALL_CHECK_SECONDS)))
                                .execute((instance, context) ->
                                        threads.executor().execute(checks)),
                        Tasks.recurring(
                                        "repair-half-done-apps",
                                        FixedDelay.of(limits.durationOf(Limit.INSTALL_REPAIR_SECONDS)))
                                .execute((instance, context) -> halfDone.repair(false)),
                        Tasks.recurring(
                                        "end-trials",
                                        FixedDelay.of(limits.durationOf(Limit.INSTALL_TRIAL_LOOK_SECONDS)))
                                .execute((instance, context) -> trials.sweep()),
                        Tasks.recurring(
                                        "sweep-marks-of-changes",
                                        FixedDelay.of(limits.durationOf(Limit.APPDB_MARKS_SWEEP_SECONDS)))
                                .execute((instance, context) -> databases.sweepMarks(clock.instant())))
                .tableName("scheduled_tasks")
                .clock(clock::instant)
                .executorService(new BorrowedExecutor(threads.timer()))
                .dueExecutor(borrowed)
                .housekeeperExecutor(borrowed)
                .threads(1)
                .pollingInterval(limits.durationOf(Limit.SCHEDULE_HOUSEKEEPING_MILLIS))
                .pollUsingLockAndFetch(0.5, 1.0)
                // What a server held that was killed is another's after a few of these; twenty minutes and more by
                // default.
                .heartbeatInterval(limits.durationOf(Limit.SCHEDULE_HEARTBEAT_SECONDS))
                .missedHeartbeatsLimit(HEARTBEATS_MISSED)
                .build();
        started.start();
        scheduler = Optional.of(started);
    }

    private Optional<Instant> look() {
        try {
            schedules.poll();
            failing = false;
            // Where there is no place for what is due, the end of a run rings.
            return schedules.full() ? Optional.empty() : schedules.nextAt();
        } catch (RuntimeException | Error e) {
            // The top of a thread: the database may be away for a moment, or the memory full. An outage is logged once.
            if (!failing) {
                LOGGER.log(Level.WARNING, "Could not look at the schedules; it is tried again", e);
            }
            failing = true;
            return Optional.of(clock.instant().plus(AGAIN));
        }
    }

    @Override
    @PreDestroy
    public synchronized void close() {
        alarm.ifPresent(Alarm::close);
        scheduler.ifPresent(Scheduler::stop);
        beats.ifPresent(timer -> timer.cancel(false));
        scheduler = Optional.empty();
        beats = Optional.empty();
        runs.stopAll();
    }
}
