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
    /** What one tick of work adds to the run's clock. So time passes in a loop that waits for it, equally in each repetition. */
    private static final long NANOS_PER_TICK = 50;

    private final RunRequest request;
    private final Limits limits;
    private final Watch watch;
    private final HostDoor door;
    private final SplittableRandom random;
    private Optional<GuestMemory> memory = Optional.empty();

    Run(RunRequest request, Limits limits, Watch watch, HostDoor door) {
        this.request = request;
        this.limits = limits;
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

    Watch watch() {
        return watch;
    }

    HostDoor door() {
        return door;
    }

    SplittableRandom random() {
        return random;
    }

    /** The run's time in nanoseconds since 1970: its start and the work done since, not the server's clock. */
    long nowNanos() {
        return request.startMillis() * 1_000_000 + memory().ticks() * NANOS_PER_TICK;
    }

    int memoryPagesMax() {
        return (int) Math.min(request.limits().memoryBytesMax() / Memory.PAGE_SIZE, Memory.RUNTIME_MAX_PAGES);
    }

    RunOutcome outOfMemory() {
        return new RunOutcome.OutOfMemory(request.limits().memoryBytesMax());
    }

    /** @throws IllegalStateException before the guest's instance exists */
    GuestMemory memory() {
        return memory.orElseThrow(() -> new IllegalStateException("The run has no memory yet"));
    }

    boolean memoryCapHit() {
        return memory.filter(GuestMemory::capHit).isPresent();
    }

    long memoryBytes() {
        return memory.map(GuestMemory::sizeBytes).orElse(0L);
    }

    /** The run's one memory, for the engine to use. */
    GuestMemory newMemory(MemoryLimits declared) {
        if (memory.isPresent()) {
            throw new IllegalStateException("A second memory was not refused by ModuleCheck");
        }
        if (declared.initialPages() > memoryPagesMax()) {
            // SECURITY: before any allocation; guarded by
            // NativeGuestTest.memory_declared_over_the_cap_ends_out_of_memory.
            throw new GuestEnd(outOfMemory());
        }
        GuestMemory made = new GuestMemory(declared, memoryPagesMax(), watch);
        memory = Optional.of(made);
        return made;
    }

    TableInstance newTable(Table declared, int initialValue) {
        return new GuestTable(declared, initialValue, limits.of(Limit.SANDBOX_TABLE_ELEMENTS_COUNT), this::memory);
    }

    /** SECURITY: an instance that trapped is unusable; instances are never kept. */
    Instance newInstance(PreparedModule module, Imports imports) {
        return Instance.builder(module.module())
                .withMachineFactory(module.machine())
                .withMemoryFactory(this::newMemory)
                .withTableFactory(this::newTable)
                .withImportValues(imports.values())
                .withStart(false)
                .build();
    }
}
