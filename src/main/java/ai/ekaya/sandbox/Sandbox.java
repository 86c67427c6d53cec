package ai.ekaya.sandbox;

import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;

/** Prepares guests and runs them, each run in a fresh instance. Thread-safe; one per server. */
public final class Sandbox {
    /** The server's limits that a run meets beside its own. */
    private static final List<Limit> NOTICED = List.of(
            Limit.HOST_ARGUMENTS_BYTES,
            Limit.SANDBOX_LOG_ENTRIES_COUNT,
            Limit.SANDBOX_TIMERS_COUNT,
            Limit.SANDBOX_TABLE_ELEMENTS_COUNT);

    private final Limits limits;
    private final Deadlines deadlines;
    private final StackLimits stack;
    private final AppModules modules;
    private final QuickJsModule quickJs = QuickJsModule.load();
    private final JsPreparation sources;

    /**
     * @param timer fires a run's {@link Cancellation} at its deadline, for runs that are then inside a host call
     * @param cache keeps what was compiled
     */
    public Sandbox(Limits limits, ScheduledExecutorService timer, CodeCache cache) {
        this.limits = limits;
        this.deadlines = new Deadlines(timer);
        this.stack = StackLimits.of(limits, ThreadStack.bytes());
        this.sources = new JsPreparation(limits, quickJs, this::checkRun, cache);
        this.modules = new AppModules(limits, cache, NativeAbi.imports(checkRun(), args -> 0));
    }

    /** Without a cache on disk. */
    public Sandbox(Limits limits, ScheduledExecutorService timer) {
        this(limits, timer, CodeCache.none());
    }

    /** @throws ai.ekaya.limits.Refusal {@code BAD_ARGUMENT} or {@code LIMIT}, naming what in the code is not accepted and where */
    public Guest prepare(GuestCode code) {
        return switch (code) {
            case GuestCode.JavaScript js -> new Prepared.Js(quickJs, sources.prepare(js.files()));
            case GuestCode.WebAssembly wasm ->
                // SECURITY: a copy, so that what was checked is what is compiled.
                new Prepared.Native(modules.prepare(wasm.module().clone()));
        };
    }

    /** A run that asks nothing of the world: the source is parsed in it. */
    private Run checkRun() {
        GuestLimits bounds = new GuestLimits(
                limits.of(Limit.SANDBOX_MEMORY_CEILING_BYTES),
                limits.of(Limit.SANDBOX_FUEL_DEFAULT_COUNT),
                limits.of(Limit.SANDBOX_SOURCE_MILLIS),
                1);
        Watch watch = new Watch(new Cancellation(), bounds.timeoutMillisMax(), System.nanoTime());
        HostDoor closed = new HostDoor((name, json) -> "{\"ok\":true,\"result\":null}", watch, limits);
        return new Run(new RunRequest("{}", bounds, 0, 0), limits, stack, watch, closed);
    }

    /** What decides about runs on this server beside what each is given. */
    public Conditions conditions() {
        Map<String, Long> noticed = new TreeMap<>();
        for (Limit limit : NOTICED) {
            noticed.put(limit.key(), limits.of(limit));
        }
        // As they are and not as they were set: a thread with a small stack lowers them.
        noticed.put(Limit.SANDBOX_STACK_BYTES.key(), (long) stack.scriptBytes());
        noticed.put(Limit.SANDBOX_FRAMES_BYTES.key(), (long) stack.frameBytes());
        return new Conditions(Engine.mark(), noticed);
    }

    /** Blocks until the run has ended; never throws for what the guest does. */
    public RunResult run(Guest guest, RunRequest request, HostCall door, Cancellation cancellation) {
        Prepared prepared = (Prepared) guest;
        long started = System.nanoTime();
        long timeoutMillis = request.limits().timeoutMillisMax();
        try (Deadlines.Deadline deadline = deadlines.in(timeoutMillis, cancellation)) {
            Watch watch = new Watch(cancellation, timeoutMillis, started);
            Run run = new Run(request, limits, stack, watch, new HostDoor(door, watch, limits));
            RunOutcome outcome = Ends.of(run, prepared::run);
            long wallMillis = (System.nanoTime() - started) / 1_000_000;
            return new RunResult(outcome, wallMillis, run.memoryBytes(), run.fuel(), prepared.engineName());
        }
    }
}
