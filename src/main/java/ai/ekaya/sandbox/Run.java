package ai.ekaya.sandbox;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import java.util.Optional;
import java.util.SplittableRandom;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.runtime.TableInstance;
import run.endive.wasm.types.MemoryLimits;
import run.endive.wasm.types.Table;

/** The parts of one run: what it was asked, its door, its memory, its clock and its randomness. Not thread-safe. */
final class Run {
    /** What one unit of fuel adds to the run's clock. So time passes in a loop that waits for it, equally in each repetition. */
    private static final long NANOS_PER_FUEL = 50;

    /** Kept free of the JS heap: the engine's data and stack, and what the host copies in and out. */
    static final long MEMORY_RESERVE_BYTES = 1_500_000;

    private final RunRequest request;
    private final Limits limits;
    private final Watch watch;
    private final HostDoor door;
    private final SplittableRandom random;
    private final MemoryBudget budget;
    private final StackLimits stack;
    private Optional<GuestMemory> memory = Optional.empty();
    private long waitedNanos;

    Run(RunRequest request, Limits limits, StackLimits stack, Watch watch, HostDoor door) {
        this.request = request;
        this.limits = limits;
        this.stack = stack;
        this.budget = new MemoryBudget(request.limits().memoryBytesMax());
        this.watch = watch;
        this.door = door;
        this.random = new SplittableRandom(request.seed());
    }

    Limits limits() {
        return limits;
    }

    RunRequest request() {
        return request;
    }

    StackLimits stack() {
        return stack;
    }

    Watch watch() {
        return watch;
    }

    HostDoor door() {
        return door;
    }

    SplittableRandom random() {
        return random;
    }

    /** The run's time in nanoseconds since 1970: its start, the work and the waits since, not the server's clock. */
    long nowNanos() {
        return request.startMillis() * 1_000_000 + waitedNanos + memory().fuel() * NANOS_PER_FUEL;
    }

    /** Waits. The run's clock goes on by what was asked for, not by what it took, so that a repetition sees the same times. */
    void pause(long millis) {
        if (request.waits() == RunRequest.Waits.TAKEN) {
            watch.pause(millis);
        }
        waitedNanos += millis * 1_000_000;
    }

    RunOutcome outOfMemory() {
        return new RunOutcome.OutOfMemory(request.limits().memoryBytesMax());
    }

    /** @throws IllegalStateException before the guest's instance exists */
    GuestMemory memory() {
        return memory.orElseThrow(() -> new IllegalStateException("The run has no memory yet"));
    }

    boolean memoryCapHit() {
        return budget.refused();
    }

    /** Whether the guest has had, at one time, nearly all that it may have: what is kept free for the host apart. */
    boolean memoryFilled() {
        return budget.bytes() >= budget.bytesMax() - MEMORY_RESERVE_BYTES;
    }

    long memoryBytes() {
        return budget.bytes();
    }

    /** What the guest's code has used of its fuel. It is looked at once a slice; what the last one took beyond is not told. */
    long fuel() {
        return Math.min(
                memory.map(GuestMemory::fuel).orElse(0L), request.limits().fuelMax());
    }

    private GuestMemory newMemory(MemoryLimits declared, int floor, Optional<GuestImage> image) {
        if (memory.isPresent()) {
            throw new IllegalStateException("A second memory was not refused by ModuleCheck");
        }
        // SECURITY: before any allocation; guarded by NativeGuestTest.memory_declared_over_the_cap_ends_out_of_memory.
        take(image.map(i -> (long) i.size()).orElse((long) declared.initialPages() * Memory.PAGE_SIZE));
        GuestMemory made =
                new GuestMemory(declared, floor, budget, request.limits().fuelMax(), watch, image);
        made.stackBytesLeft = stack.frameBytes();
        memory = Optional.of(made);
        return made;
    }

    private TableInstance newTable(Table declared, int initialValue) {
        take(declared.limits().min() * GuestTable.ELEMENT_BYTES);
        long elementsMax = limits.of(Limit.SANDBOX_TABLE_ELEMENTS_COUNT);
        return new GuestTable(declared, initialValue, elementsMax, budget, this::memory);
    }

    private void take(long bytes) {
        if (!budget.take(bytes)) {
            throw new GuestEnd(outOfMemory());
        }
    }

    /**
     * The run's one instance, with nothing of its code run yet.
     *
     * <p>SECURITY: an instance that trapped is unusable; instances are never kept.
     *
     * @param image an instance of the same module to go on from
     */
    Instance newInstance(PreparedModule module, Imports imports, Optional<GuestImage> image) {
        return Instance.builder(module.module())
                .withMachineFactory(module.machine())
                .withMemoryFactory(declared -> newMemory(declared, module.floor(), image))
                .withTableFactory(this::newTable)
                .withImportValues(imports.values())
                .withStart(false)
                .build();
    }
}
