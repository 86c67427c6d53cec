package ai.ekaya.sandbox;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.ConstantEvaluators;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.runtime.WasmRuntimeException;
import run.endive.wasm.types.ActiveDataSegment;
import run.endive.wasm.types.DataSegment;
import run.endive.wasm.types.MemoryLimits;

/**
 * The linear memory of one run: a flat array that never grows past its cap, and the counter of the run's work. Not thread-safe;
 * public only because compiled guests call {@link #tick}.
 */
public final class GuestMemory implements Memory {
    /** Work between two looks at the clock: some 100 µs in code that is not yet hot. */
    static final int SLICE_TICKS = 10_000;

    /** Bytes moved by a bulk operation that count as one tick. */
    private static final int BYTES_PER_TICK = 256;

    private static final VarHandle SHORT = view(short[].class);
    private static final VarHandle INT = view(int[].class);
    private static final VarHandle LONG = view(long[].class);
    private static final VarHandle FLOAT = view(float[].class);
    private static final VarHandle DOUBLE = view(double[].class);

    private final MemoryLimits declared;
    private final int pagesMax;
    private final Watch watch;
    private byte[] bytes;
    private int size;
    private int slice = SLICE_TICKS;
    private long slicesTicks;
    private boolean capHit;
    private DataSegment[] segments = {};

    GuestMemory(MemoryLimits declared, int pagesMax, Watch watch) {
        this.declared = declared;
        this.pagesMax = Math.min(Math.min(pagesMax, declared.maximumPages()), RUNTIME_MAX_PAGES);
        this.watch = watch;
        this.size = declared.initialPages() * PAGE_SIZE;
        this.bytes = new byte[size];
    }

    private static VarHandle view(Class<?> arrayType) {
        return MethodHandles.byteArrayViewVarHandle(arrayType, ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Counts one unit of work. Compiled guests call it at each back-edge and each call ({@link TickHook}).
     *
     * <p>SECURITY: this is what ends an endless loop; guarded by {@code JsGuestTest.endless_loops_end_at_the_timeout}.
     */
    public static void tick(Memory memory) {
        GuestMemory counted = (GuestMemory) memory;
        if (--counted.slice < 0) {
            counted.endSlice();
        }
    }

    /** Counts work that is one instruction and yet takes time in proportion to its size. */
    void charge(long ticks) {
        slice -= (int) Math.min(ticks, 1 << 30);
        if (slice < 0) {
            endSlice();
        }
    }

    private void endSlice() {
        slicesTicks += SLICE_TICKS - slice;
        slice = SLICE_TICKS;
        watch.check();
    }

    /** The run's work so far: the same for two runs of the same code, input and answers. */
    long ticks() {
        return slicesTicks + SLICE_TICKS - slice;
    }

    boolean capHit() {
        return capHit;
    }

    long sizeBytes() {
        return size;
    }

    @Override
    public int pages() {
        return size / PAGE_SIZE;
    }

    @Override
    public int grow(int morePages) {
        int before = pages();
        long after = before + Integer.toUnsignedLong(morePages);
        if (after > pagesMax) {
            capHit = true;
            return -1;
        }
        charge(Integer.toUnsignedLong(morePages) * (PAGE_SIZE / BYTES_PER_TICK));
        int newSize = (int) (after * PAGE_SIZE);
        if (newSize > bytes.length && !reserve(newSize)) {
            capHit = true;
            return -1;
        }
        size = newSize;
        return before;
    }

    private boolean reserve(int needed) {
        // Half as much again, so that a guest that grows page by page does not copy its memory each time.
        long capacity = Math.max(needed, Math.min(bytes.length + (long) bytes.length / 2, (long) pagesMax * PAGE_SIZE));
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

    /** SECURITY: every access comes through here; {@code bytes} may be longer than what the guest has grown to. */
    private int at(int address, int count) {
        if (address < 0 || count < 0 || address > size - count) {
            throw outOfBounds(address, count);
        }
        return address;
    }

    private WasmRuntimeException outOfBounds(int address, int count) {
        return new WasmRuntimeException("out of bounds memory access: " + Integer.toUnsignedString(count) + " bytes at "
                + Integer.toUnsignedString(address) + " of " + size);
    }

    @Override
    public void initialize(Instance instance, DataSegment[] dataSegments) {
        initialize(instance, dataSegments, 0);
    }

    @Override
    public void initialize(Instance instance, DataSegment @Nullable [] dataSegments, int memoryIndex) {
        if (dataSegments == null) {
            return;
        }
        // The instance's own array, not a copy: the instance empties dropped segments in it.
        segments = dataSegments;
        for (DataSegment segment : dataSegments) {
            if (segment instanceof ActiveDataSegment active) {
                int address = (int) ConstantEvaluators.computeConstantValue(instance, active.offsetInstructions())[0];
                write(address, active.data(), 0, active.data().length);
            }
        }
    }

    @Override
    public void initPassiveSegment(int segment, int destination, int offset, int count) {
        charge(Integer.toUnsignedLong(count) / BYTES_PER_TICK);
        write(destination, segments[segment].data(), offset, count);
    }

    @Override
    public void drop(int segment) {
        throw new UnsupportedOperationException("Segments are dropped by the instance");
    }

    @Override
    public void copy(int destination, int source, int count) {
        charge(Integer.toUnsignedLong(count) / BYTES_PER_TICK);
        int from = at(source, count);
        int to = at(destination, count);
        System.arraycopy(bytes, from, bytes, to, count);
    }

    @Override
    public void fill(byte value, int fromIndex, int toIndex) {
        int count = toIndex - fromIndex;
        charge(Integer.toUnsignedLong(count) / BYTES_PER_TICK);
        int from = at(fromIndex, count);
        Arrays.fill(bytes, from, from + count, value);
    }

    @Override
    public void zero() {
        Arrays.fill(bytes, 0, size, (byte) 0);
    }

    @Override
    public void write(int address, byte[] data, int offset, int count) {
        if (offset < 0 || count < 0 || offset > data.length - count) {
            throw outOfBounds(offset, count);
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
        return (float) FLOAT.get(bytes, at(address, 4));
    }

    @Override
    public long readF32(int address) {
        return readInt(address);
    }

    @Override
    public void writeF32(int address, float value) {
        FLOAT.set(bytes, at(address, 4), value);
    }

    @Override
    public double readDouble(int address) {
        return (double) DOUBLE.get(bytes, at(address, 8));
    }

    @Override
    public long readF64(int address) {
        return readLong(address);
    }

    @Override
    public void writeF64(int address, double value) {
        DOUBLE.set(bytes, at(address, 8), value);
    }

    @Override
    public int initialPages() {
        return declared.initialPages();
    }

    @Override
    public int maximumPages() {
        return pagesMax;
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
