package ai.ekaya.sandbox;

import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.ConstantEvaluators;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.runtime.WasmRuntimeException;
import run.endive.wasm.types.ActiveDataSegment;
import run.endive.wasm.types.DataSegment;
import run.endive.wasm.types.MemoryLimits;

/**
 * The state that the guest's code of one run works on: its linear memory, a flat array that never grows past its cap, its globals,
 * its fuel and its stack's measure. Not thread-safe; public only because compiled guests name it.
 */
public final class GuestMemory implements Memory {
    /** Fuel between two looks at the clock: some 100 µs in code that is not yet hot. */
    static final int SLICE_FUEL = 10_000;

    /** Up to here a memory grows by what is asked for. */
    private static final int SMALL_BYTES = 1 << 20;

    /** Bytes moved by a bulk operation that cost as much as one jump. */
    private static final int BYTES_PER_FUEL = 256;

    private static final VarHandle SHORT = MemoryAccess.SHORT;
    private static final VarHandle INT = MemoryAccess.INT;
    private static final VarHandle LONG = MemoryAccess.LONG;

    // What MemoryAccess and EngineAccess work on. The array begins at the address `floor`. It may be longer than the
    // memory
    // has grown, never longer than its cap.
    byte[] bytes;
    int size;
    int slice;
    int stackBytesLeft = Integer.MAX_VALUE;
    long[] globals = {};

    private final MemoryLimits declared;
    private final int floor;
    private final MemoryBudget budget;
    private final long fuelMax;
    private final Watch watch;
    private final boolean restored;
    private int sliceLength;
    private long fuelBeforeSlice;
    private DataSegment[] segments = {};

    /**
     * @param floor the lowest address that exists
     * @param image what is in it from the start; without one, what the module's data segments say
     */
    GuestMemory(
            MemoryLimits declared,
            int floor,
            MemoryBudget budget,
            long fuelMax,
            Watch watch,
            Optional<GuestImage> image) {
        this.declared = declared;
        this.floor = floor;
        this.budget = budget;
        this.fuelMax = fuelMax;
        this.watch = watch;
        this.restored = image.isPresent();
        this.size = image.map(GuestImage::size).orElse(declared.initialPages() * PAGE_SIZE);
        this.bytes = new byte[size - floor];
        image.ifPresent(i -> {
            System.arraycopy(i.bytes(), 0, bytes, i.offset() - floor, i.bytes().length);
            globals = i.globals().clone();
        });
        nextSlice();
    }

    /** From here on the guest's globals are here, and the engine's own are not looked at. */
    private void adoptGlobals(Instance instance) {
        globals = new long[instance.globalCount()];
        for (int i = 0; i < globals.length; i++) {
            globals[i] = instance.global(i).getValue();
        }
    }

    /** Counts work that is one instruction and yet takes time in proportion to its size. */
    void charge(long fuel) {
        slice -= (int) Math.min(fuel, 1 << 30);
        if (slice < 0) {
            endSlice();
        }
    }

    /** As {@link #charge}, for bytes that are moved. */
    void chargeBytes(int count) {
        charge(Integer.toUnsignedLong(count) / BYTES_PER_FUEL);
    }

    /** @throws GuestEnd when the run has used its fuel, is over time or cancelled */
    void endSlice() {
        fuelBeforeSlice = fuel();
        if (fuelBeforeSlice > fuelMax) {
            throw new GuestEnd(new RunOutcome.OutOfFuel(fuelMax));
        }
        nextSlice();
        watch.check();
    }

    /** The last slice is shorter, so that the budget ends at the same instruction each time. */
    private void nextSlice() {
        sliceLength = (int) Math.min(SLICE_FUEL, fuelMax - fuelBeforeSlice);
        slice = sliceLength;
    }

    /** What the run has used so far: the same for two runs of the same code, input, seed and answers. */
    long fuel() {
        return fuelBeforeSlice + sliceLength - slice;
    }

    @Override
    public int pages() {
        return size / PAGE_SIZE;
    }

    @Override
    public int grow(int morePages) {
        int before = pages();
        long more = Integer.toUnsignedLong(morePages) * PAGE_SIZE;
        if (before + Integer.toUnsignedLong(morePages) > maximumPages()) {
            budget.refuse();
            return -1;
        }
        if (!budget.take(more)) {
            return -1;
        }
        charge(more / BYTES_PER_FUEL);
        int newSize = size + (int) more;
        if (newSize - floor > bytes.length && !reserve(newSize - floor)) {
            budget.giveBack(more);
            return -1;
        }
        size = newSize;
        return before;
    }

    private boolean reserve(int needed) {
        // Half as much again, so that a guest that grows page by page does not copy its memory each time; but a small
        // guest, as most
        // are, holds no more than it has.
        long cap = Math.min(budget.bytesMax(), (long) maximumPages() * PAGE_SIZE) - floor;
        long ahead = needed <= SMALL_BYTES ? needed : bytes.length + (long) bytes.length / 2;
        long capacity = Math.max(needed, Math.min(ahead, cap));
        try {
            bytes = Arrays.copyOf(bytes, (int) capacity);
            return true;
        } catch (OutOfMemoryError full) {
            // The server's heap is the smaller bound; the guest is told as at its own.
            return false;
        }
    }

    /**
     * Copies out of the guest. Pointer and length are the guest's word.
     *
     * @throws WasmRuntimeException when they do not lie in its memory
     */
    byte[] copyOut(int pointer, int length) {
        int from = at(pointer, length);
        return Arrays.copyOfRange(bytes, from, from + length);
    }

    /** As {@link #copyOut}; what is no UTF-8 becomes U+FFFD. */
    String textOut(int pointer, int length) {
        return new String(bytes, at(pointer, length), length, StandardCharsets.UTF_8);
    }

    /**
     * SECURITY: what the host and bulk operations touch comes through here.
     *
     * @return the address's place in the array
     */
    private int at(int address, int count) {
        if (address < floor || count < 0 || address > size - count) {
            throw new WasmRuntimeException("out of bounds memory access: " + Integer.toUnsignedString(count)
                    + " bytes at " + Integer.toUnsignedString(address) + " of " + size);
        }
        return address - floor;
    }

    @Override
    public void initialize(Instance instance, DataSegment[] dataSegments) {
        initialize(instance, dataSegments, 0);
    }

    @Override
    public void initialize(Instance instance, DataSegment @Nullable [] dataSegments, int memoryIndex) {
        // The engine calls this when its globals have their values and nothing of the guest has run.
        if (!restored) {
            adoptGlobals(instance);
        }
        if (dataSegments == null) {
            return;
        }
        // The instance's own array, not a copy: the instance empties dropped segments in it.
        segments = dataSegments;
        for (DataSegment segment : dataSegments) {
            if (!restored && segment instanceof ActiveDataSegment active) {
                int address = (int) ConstantEvaluators.computeConstantValue(instance, active.offsetInstructions())[0];
                write(address, active.data(), 0, active.data().length);
            }
        }
    }

    @Override
    public void initPassiveSegment(int segment, int destination, int offset, int count) {
        chargeBytes(count);
        write(destination, segments[segment].data(), offset, count);
    }

    @Override
    public void drop(int segment) {
        throw new UnsupportedOperationException("Segments are dropped by the instance");
    }

    @Override
    public void copy(int destination, int source, int count) {
        chargeBytes(count);
        int from = at(source, count);
        int to = at(destination, count);
        System.arraycopy(bytes, from, bytes, to, count);
    }

    @Override
    public void fill(byte value, int fromIndex, int toIndex) {
        int count = toIndex - fromIndex;
        chargeBytes(count);
        int from = at(fromIndex, count);
        Arrays.fill(bytes, from, from + count, value);
    }

    @Override
    public void zero() {
        // Called once, before the segments are written: a new array is zero, and an image must stay.
    }

    @Override
    public void write(int address, byte[] data, int offset, int count) {
        if (offset < 0 || count < 0 || offset > data.length - count) {
            throw new WasmRuntimeException("out of bounds memory access: " + Integer.toUnsignedString(count)
                    + " bytes at " + Integer.toUnsignedString(offset) + " of a segment of " + data.length);
        }
        System.arraycopy(data, offset, bytes, at(address, count), count);
    }

    @Override
    public byte[] readBytes(int address, int count) {
        return copyOut(address, count);
    }

    @Override
    public byte read(int address) {
        return bytes[at(address, 1)];
    }

    @Override
    public void writeByte(int address, byte value) {
        bytes[at(address, 1)] = value;
    }

    @Override
    public short readShort(int address) {
        return (short) SHORT.get(bytes, at(address, 2));
    }

    @Override
    public long readU16(int address) {
        return readShort(address) & 0xFFFFL;
    }

    @Override
    public void writeShort(int address, short value) {
        SHORT.set(bytes, at(address, 2), value);
    }

    @Override
    public int readInt(int address) {
        return (int) INT.get(bytes, at(address, 4));
    }

    @Override
    public void writeI32(int address, int value) {
        INT.set(bytes, at(address, 4), value);
    }

    @Override
    public long readLong(int address) {
        return (long) LONG.get(bytes, at(address, 8));
    }

    @Override
    public void writeLong(int address, long value) {
        LONG.set(bytes, at(address, 8), value);
    }

    @Override
    public float readFloat(int address) {
        return Float.intBitsToFloat(readInt(address));
    }

    @Override
    public long readF32(int address) {
        return readInt(address);
    }

    @Override
    public void writeF32(int address, float value) {
        writeI32(address, Float.floatToRawIntBits(value));
    }

    @Override
    public double readDouble(int address) {
        return Double.longBitsToDouble(readLong(address));
    }

    @Override
    public long readF64(int address) {
        return readLong(address);
    }

    @Override
    public void writeF64(int address, double value) {
        writeLong(address, Double.doubleToRawLongBits(value));
    }

    @Override
    public int initialPages() {
        return declared.initialPages();
    }

    @Override
    public int maximumPages() {
        return Math.min(declared.maximumPages(), RUNTIME_MAX_PAGES);
    }

    @Override
    public boolean shared() {
        return false;
    }

    @Override
    @Deprecated
    @SuppressWarnings("removal")
    public Object lock(int address) {
        throw noThreads();
    }

    @Override
    @Deprecated
    @SuppressWarnings("removal")
    public int waitOn(int address, int expected, long timeout) {
        throw noThreads();
    }

    @Override
    @Deprecated
    @SuppressWarnings("removal")
    public int waitOn(int address, long expected, long timeout) {
        throw noThreads();
    }

    @Override
    @Deprecated
    @SuppressWarnings("removal")
    public int notify(int address, int maxThreads) {
        throw noThreads();
    }

    private static UnsupportedOperationException noThreads() {
        return new UnsupportedOperationException("Guests have no threads; ModuleCheck refuses their instructions");
    }
}
