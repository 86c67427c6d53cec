package ai.ekaya.sandbox;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import run.endive.runtime.Instance;
import run.endive.runtime.WasmRuntimeException;

/**
 * What compiled guests call for each load, store, global and loop: {@link GuestHooks} puts these in place of the engine's own. The
 * names and the order of arguments are the engine's. Small on purpose: the JIT compiler inlines them, and by default stops
 * inlining into a method once it has taken in 8,000 bytes (jvm.options lifts that).
 *
 * <p>An effective address is the sum of two unsigned 32-bit numbers, base and offset. A memory has fewer than 2³¹ bytes, so the
 * access is outside when base, offset or their sum is negative as an {@code int}. {@link EngineAccess} is the JS engine's.
 */
public final class MemoryAccess {
    static final VarHandle SHORT = view(short[].class);
    static final VarHandle INT = view(int[].class);
    static final VarHandle LONG = view(long[].class);
    static final VarHandle FLOAT = view(float[].class);
    static final VarHandle DOUBLE = view(double[].class);

    private MemoryAccess() {}

    private static VarHandle view(Class<?> arrayType) {
        return MethodHandles.byteArrayViewVarHandle(arrayType, ByteOrder.LITTLE_ENDIAN);
    }

    /** SECURITY: the one check of a guest's addresses. The array may be longer than what the guest has grown to. */
    private static int at(int base, int offset, int width, GuestMemory memory) {
        int address = base + offset;
        if ((base | offset | address) < 0 || address > memory.size - width) {
            throw outside(base, offset, width, memory);
        }
        return address;
    }

    private static WasmRuntimeException outside(int base, int offset, int width, GuestMemory memory) {
        long address = Integer.toUnsignedLong(base) + Integer.toUnsignedLong(offset);
        return new WasmRuntimeException(
                "out of bounds memory access: " + width + " bytes at " + address + " of " + memory.size);
    }

    public static byte memoryReadByte(int base, int offset, GuestMemory memory) {
        return memory.bytes[at(base, offset, 1, memory)];
    }

    public static short memoryReadShort(int base, int offset, GuestMemory memory) {
        return (short) SHORT.get(memory.bytes, at(base, offset, 2, memory));
    }

    public static int memoryReadInt(int base, int offset, GuestMemory memory) {
        return (int) INT.get(memory.bytes, at(base, offset, 4, memory));
    }

    public static long memoryReadLong(int base, int offset, GuestMemory memory) {
        return (long) LONG.get(memory.bytes, at(base, offset, 8, memory));
    }

    public static float memoryReadFloat(int base, int offset, GuestMemory memory) {
        return (float) FLOAT.get(memory.bytes, at(base, offset, 4, memory));
    }

    public static double memoryReadDouble(int base, int offset, GuestMemory memory) {
        return (double) DOUBLE.get(memory.bytes, at(base, offset, 8, memory));
    }

    public static void memoryWriteByte(int base, byte value, int offset, GuestMemory memory) {
        memory.bytes[at(base, offset, 1, memory)] = value;
    }

    public static void memoryWriteShort(int base, short value, int offset, GuestMemory memory) {
        SHORT.set(memory.bytes, at(base, offset, 2, memory), value);
    }

    public static void memoryWriteInt(int base, int value, int offset, GuestMemory memory) {
        INT.set(memory.bytes, at(base, offset, 4, memory), value);
    }

    public static void memoryWriteLong(int base, long value, int offset, GuestMemory memory) {
        LONG.set(memory.bytes, at(base, offset, 8, memory), value);
    }

    public static void memoryWriteFloat(int base, float value, int offset, GuestMemory memory) {
        FLOAT.set(memory.bytes, at(base, offset, 4, memory), value);
    }

    public static void memoryWriteDouble(int base, double value, int offset, GuestMemory memory) {
        DOUBLE.set(memory.bytes, at(base, offset, 8, memory), value);
    }

    public static long readGlobal(int index, Instance instance, GuestMemory memory) {
        return memory.globals[index];
    }

    public static void writeGlobal(long value, int index, Instance instance, GuestMemory memory) {
        memory.globals[index] = value;
    }

    /**
     * One unit of fuel: a jump backwards, and in compiled apps a call.
     *
     * <p>SECURITY: this is what ends an endless loop; guarded by {@code JsGuestTest.endless_loops_end_at_the_timeout}.
     */
    public static void tick(GuestMemory memory) {
        if (--memory.slice < 0) {
            memory.endSlice();
        }
    }

    /** A compiled app's function begins: a unit of fuel, and its frame on the stack. */
    public static void enter(int frameBytes, GuestMemory memory) {
        if ((memory.stackBytesLeft -= frameBytes) < 0) {
            throw new GuestEnd(new RunOutcome.StackOverflow());
        }
        if (--memory.slice < 0) {
            memory.endSlice();
        }
    }

    /** It returns. After a trap nothing is given back: the instance is gone. */
    public static void leave(int frameBytes, GuestMemory memory) {
        memory.stackBytesLeft += frameBytes;
    }
}
