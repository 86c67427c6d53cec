package ai.ekaya.run;

import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.sandbox.Guest;
import ai.ekaya.sandbox.GuestCode;
import ai.ekaya.sandbox.GuestLimits;
import ai.ekaya.sandbox.HostCall;
import ai.ekaya.sandbox.RunOutcome;
import ai.ekaya.sandbox.RunRequest;
import ai.ekaya.sandbox.RunResult;
import ai.ekaya.sandbox.Sandbox;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs programs of our own after a start, so that the JVM has compiled the JS engine before people need it. On one thread of
 * least priority, within {@link Limit#RUN_WARM_UP_MILLIS} of processor time. It gives way: while a user's run is under way or
 * waits, it stops and goes on later. Thread-safe.
 */
@Singleton
public final class WarmUp {
    private static final Logger LOGGER = Logger.getLogger(WarmUp.class.getName());

    /** In the order of {@code warm-up.js}; each takes some milliseconds once the engine is warm. */
    static final List<String> PROGRAMS = List.of(
            "objects",
            "strings",
            "regex",
            "json",
            "sort",
            "classes",
            "closures",
            "promises",
            "numbers",
            "heap",
            "text",
            "iteration",
            "errors",
            "dates",
            "report");

    private static final long PAUSE_MILLIS = 500;

    /** After so many pauses users' runs have warmed the engine themselves. */
    private static final int PAUSES_MAX = 120;

    private final Sandbox sandbox;
    private final Limits limits;
    private final Runs runs;
    private final RunThreads threads;
    private final String source = source();
    private volatile State state = new State(false, 0, 0);
    private volatile Cancellation current = new Cancellation();
    private volatile boolean stopped;
    private volatile Optional<Future<?>> later = Optional.empty();
    private int pauses;

    /**
     * @param cpuMillis processor time of the warm-up's own thread
     * @param rounds how often all programs ran
     */
    public record State(boolean done, long cpuMillis, int rounds) {}

    @Inject
    public WarmUp(Sandbox sandbox, Limits limits, Runs runs, RunThreads threads) {
        this.sandbox = sandbox;
        this.limits = limits;
        this.runs = runs;
        this.threads = threads;
    }

    public State state() {
        return state;
    }

    /** To be called once, when the server is ready. */
    public void start() {
        if (limits.of(Limit.RUN_WARM_UP_MILLIS) == 0) {
            state = new State(true, 0, 0);
        } else if (!stopped) {
            threads.executor().execute(this::work);
        }
    }

    /** For the server's end. */
    public void stop() {
        stopped = true;
        later.ifPresent(pause -> pause.cancel(false));
        current.cancel(Cancellation.Cause.SERVER_STOP);
    }

    // The priority is a hint, and the warm-up gives way by itself.
    @SuppressWarnings("ThreadPriorityCheck")
    private void work() {
        Thread thread = Thread.currentThread();
        int priority = thread.getPriority();
        thread.setPriority(Thread.MIN_PRIORITY);
        try {
            rounds();
        } catch (RuntimeException | LinkageError | OutOfMemoryError bug) {
            // The top of a thread. A server that is not warm serves all the same.
            LOGGER.log(Level.WARNING, "The warm-up failed", bug);
            state = new State(true, state.cpuMillis(), state.rounds());
        } finally {
            thread.setPriority(priority);
        }
    }

    private void rounds() {
        long budgetMillis = limits.of(Limit.RUN_WARM_UP_MILLIS);
        while (!stopped && state.cpuMillis() < budgetMillis && pauses < PAUSES_MAX) {
            if (runs.busy()) {
                pauses++;
                later = Optional.of(threads.timer().schedule(this::start, PAUSE_MILLIS, TimeUnit.MILLISECONDS));
                return;
            }
            long before = cpuMillis();
            boolean whole = round(budgetMillis - state.cpuMillis());
            state = new State(false, state.cpuMillis() + cpuMillis() - before, state.rounds() + (whole ? 1 : 0));
        }
        state = new State(true, state.cpuMillis(), state.rounds());
        LOGGER.info("The warm-up ended after " + state.rounds() + " rounds and " + state.cpuMillis()
                + " ms of processor time");
    }

    /** @return false when it was cut short */
    boolean round(long leftMillis) {
        long end = cpuMillis() + leftMillis;
        // Anew in each round: reading an app's source is a part of its first run.
        Guest guest = sandbox.prepare(new GuestCode.JavaScript(source));
        for (String program : PROGRAMS) {
            if (cpuMillis() >= end || !run(guest, program)) {
                return false;
            }
        }
        return true;
    }

    private boolean run(Guest guest, String program) {
        Cancellation cancellation = new Cancellation();
        current = cancellation;
        if (stopped || runs.busy()) {
            return false;
        }
        GuestLimits most = new GuestLimits(
                limits.of(Limit.SANDBOX_MEMORY_DEFAULT_BYTES),
                limits.of(Limit.SANDBOX_FUEL_DEFAULT_COUNT),
                Math.max(1, limits.of(Limit.RUN_WARM_UP_MILLIS)),
                limits.of(Limit.SANDBOX_OUTPUT_BYTES));
        String context =
                "{\"input\":{\"program\":\"" + program + "\"},\"settings\":{},\"trigger\":{\"kind\":\"manual\"}}";
        RunResult result = sandbox.run(guest, new RunRequest(context, most, 0, 0), door(cancellation), cancellation);
        return switch (result.outcome()) {
            case RunOutcome.Succeeded succeeded -> true;
            case RunOutcome.Cancelled cancelled -> false;
            case RunOutcome.Lost lost -> false;
            case RunOutcome.TimedOut late -> false;
            case RunOutcome other -> throw new IllegalStateException("Program " + program + " ended as " + other);
        };
    }

    /** Answers by itself; each call is also a look whether users wait. */
    private HostCall door(Cancellation cancellation) {
        return (name, arguments) -> {
            if (runs.busy()) {
                cancellation.cancel(Cancellation.Cause.REQUESTED);
            }
            return "{\"ok\":true,\"result\":{\"columns\":[{\"name\":\"id\",\"type\":\"int8\"}],\"rows\":[[1,\"one\",null]],"
                    + "\"truncated\":false}}";
        };
    }

    private static long cpuMillis() {
        var beans = ManagementFactory.getThreadMXBean();
        return beans.isCurrentThreadCpuTimeSupported()
                ? beans.getCurrentThreadCpuTime() / 1_000_000
                : System.nanoTime() / 1_000_000;
    }

    private static String source() {
        try (InputStream in = WarmUp.class.getResourceAsStream("warm-up.js")) {
            if (in == null) {
                throw new IllegalStateException("No warm-up.js on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read warm-up.js", e);
        }
    }
}
