package ai.ekaya.sandbox;

import java.util.function.Supplier;
import run.endive.runtime.Instance;
import run.endive.runtime.TableInstance;
import run.endive.wasm.types.Table;
import run.endive.wasm.types.TableLimits;

/** A table of one run, that never grows past its cap. Not thread-safe. */
final class GuestTable extends TableInstance {
    /** A reference and the instance that it belongs to. */
    static final long ELEMENT_BYTES = 8;

    private final MemoryBudget budget;
    private final Supplier<GuestMemory> work;

    /** @param work where writing elements is counted as work */
    GuestTable(
            Table declared, int initialValue, long elementCountMax, MemoryBudget budget, Supplier<GuestMemory> work) {
        super(ownLimits(declared, elementCountMax), initialValue);
        this.budget = budget;
        this.work = work;
    }

    /**
     * SECURITY: the engine counts growth in the declaration's limits object, which all instances of a module share; a copy keeps
     * runs apart. Guarded by {@code NativeGuestTest.a_grown_table_is_small_again_in_the_next_run}.
     */
    private static Table ownLimits(Table declared, long elementCountMax) {
        long min = declared.limits().min();
        if (min > elementCountMax) {
            throw new IllegalStateException("Table of " + min + " elements was not refused by ModuleCheck");
        }
        long max = Math.min(declared.limits().max(), elementCountMax);
        return new Table(declared.elementType(), new TableLimits(min, max), declared.initialize());
    }

    @Override
    public int grow(int size, int value, Instance instance) {
        if (size < 0 || (long) size() + size > limits().max()) {
            return -1;
        }
        if (!budget.take(size * ELEMENT_BYTES)) {
            return -1;
        }
        work.get().charge((long) size() + size);
        return super.grow(size, value, instance);
    }

    @Override
    public void setRef(int index, int value, Instance instance) {
        // Filling and copying tables come through here, element by element.
        work.get().charge(1);
        super.setRef(index, value, instance);
    }
}
