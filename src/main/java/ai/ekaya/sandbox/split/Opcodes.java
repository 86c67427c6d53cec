package ai.ekaya.sandbox.split;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The instructions that are copied as they are: what each takes from the stack and leaves on it, what follows its opcode, and how
 * large the engine's JVM code for it is. Control flow, calls and locals are not here; {@link FunctionDecoder} knows them.
 */
final class Opcodes {
    static final int UNREACHABLE = 0x00;
    static final int BLOCK = 0x02;
    static final int LOOP = 0x03;
    static final int IF = 0x04;
    static final int ELSE = 0x05;
    static final int END = 0x0B;
    static final int BR = 0x0C;
    static final int BR_IF = 0x0D;
    static final int BR_TABLE = 0x0E;
    static final int RETURN = 0x0F;
    static final int CALL = 0x10;
    static final int CALL_INDIRECT = 0x11;
    static final int SELECT = 0x1B;
    static final int SELECT_TYPED = 0x1C;
    static final int LOCAL_GET = 0x20;
    static final int LOCAL_SET = 0x21;
    static final int LOCAL_TEE = 0x22;
    static final int GLOBAL_GET = 0x23;
    static final int GLOBAL_SET = 0x24;
    static final int I32_CONST = 0x41;
    static final int I32_SUB = 0x6B;

    /** First byte of the instructions that have a second opcode, of which {@link #prefixed} knows some. */
    static final int PREFIX = 0xFC;

    /** What stands behind an opcode. */
    enum Immediate {
        NONE,
        INDEX,
        TWO_INDEXES,
        MEMORY_ACCESS,
        MEMORY,
        TWO_MEMORIES,
        SEGMENT_AND_MEMORY,
        I32,
        I64,
        FOUR_BYTES,
        EIGHT_BYTES,
        REFERENCE_TYPE
    }

    /** @param jvmBytes without what depends on the immediate */
    record Shape(int pops, int pushes, Immediate immediate, int jvmBytes) {}

    private static final int CALL_OUT = 4;
    private static final int CONSTANT = 3;
    static final int GLOBAL_BYTES = 9;
    private static final int ONE = 1;

    private static final Map<Integer, Shape> PLAIN = new HashMap<>();
    private static final Map<Integer, Shape> PREFIXED = new HashMap<>();

    static {
        one(0x01, 0, 0, Immediate.NONE, 0);
        one(0x1A, 1, 0, Immediate.NONE, ONE);
        one(SELECT, 3, 1, Immediate.NONE, 8);
        one(GLOBAL_GET, 0, 1, Immediate.INDEX, GLOBAL_BYTES);
        one(GLOBAL_SET, 1, 0, Immediate.INDEX, GLOBAL_BYTES);
        one(0x25, 1, 1, Immediate.INDEX, CALL_OUT);
        one(0x26, 2, 0, Immediate.INDEX, CALL_OUT);
        // The engine's accessors take address, offset and memory; bytes and shorts are masked after loading.
        range(0x28, 0x35, 1, 1, Immediate.MEMORY_ACCESS, 5);
        one(0x2D, 1, 1, Immediate.MEMORY_ACCESS, 6);
        one(0x2F, 1, 1, Immediate.MEMORY_ACCESS, 6);
        range(0x36, 0x3E, 2, 0, Immediate.MEMORY_ACCESS, 5);
        one(0x3F, 0, 1, Immediate.MEMORY, CALL_OUT);
        one(0x40, 1, 1, Immediate.MEMORY, CALL_OUT);
        one(I32_CONST, 0, 1, Immediate.I32, 0);
        one(0x42, 0, 1, Immediate.I64, CONSTANT);
        one(0x43, 0, 1, Immediate.FOUR_BYTES, CONSTANT);
        one(0x44, 0, 1, Immediate.EIGHT_BYTES, CONSTANT);
        numbers();
        one(0xD0, 0, 1, Immediate.REFERENCE_TYPE, CALL_OUT);
        one(0xD1, 1, 1, Immediate.NONE, CALL_OUT);
        one(0xD2, 0, 1, Immediate.INDEX, CALL_OUT);
        prefixed();
    }

    private Opcodes() {}

    static Optional<Shape> plain(int opcode) {
        return Optional.ofNullable(PLAIN.get(opcode));
    }

    static Optional<Shape> prefixed(int second) {
        return Optional.ofNullable(PREFIXED.get(second));
    }

    /** Of an opcode that is nowhere in this class, what family it belongs to. */
    static String family(int opcode) {
        return switch (opcode) {
            case 0xFD -> "vector (SIMD) instruction";
            case 0xFE -> "atomic instruction";
            case 0xFB -> "garbage-collection instruction";
            case 0x12, 0x13, 0x15 -> "tail call";
            case 0x06, 0x07, 0x08, 0x09, 0x0A, 0x18, 0x19, 0x1F -> "exception-handling instruction";
            case 0x14, 0xD3, 0xD4, 0xD5, 0xD6 -> "typed function reference";
            default -> "instruction 0x%02x".formatted(opcode);
        };
    }

    private static void numbers() {
        range(0x45, 0xA6, 2, 1, Immediate.NONE, CALL_OUT);
        // i32.eqz, i64.eqz.
        one(0x45, 1, 1, Immediate.NONE, CALL_OUT);
        one(0x50, 1, 1, Immediate.NONE, CALL_OUT);
        // i32 and i64: clz, ctz, popcnt; f32 and f64: abs to sqrt; conversions and sign extensions.
        range(0x67, 0x69, 1, 1, Immediate.NONE, CALL_OUT);
        range(0x79, 0x7B, 1, 1, Immediate.NONE, CALL_OUT);
        range(0x8B, 0x91, 1, 1, Immediate.NONE, CALL_OUT);
        range(0x99, 0x9F, 1, 1, Immediate.NONE, CALL_OUT);
        range(0xA7, 0xC4, 1, 1, Immediate.NONE, CALL_OUT);
        // What the JVM has an instruction for: add, sub, mul, and, or, xor, shifts; f64's four; wrap, extend, promote,
        // demote.
        int[] native2 = {
            0x6A, 0x6B, 0x6C, 0x71, 0x72, 0x73, 0x74, 0x75, 0x76, 0x7C, 0x7D, 0x7E, 0x83, 0x84, 0x85, 0xA0, 0xA1, 0xA2,
            0xA3
        };
        for (int opcode : native2) {
            one(opcode, 2, 1, Immediate.NONE, ONE);
        }
        for (int opcode : new int[] {0xA7, 0xAC, 0xB6, 0xBB}) {
            one(opcode, 1, 1, Immediate.NONE, ONE);
        }
    }

    private static void prefixed() {
        for (int second = 0; second <= 7; second++) {
            PREFIXED.put(second, new Shape(1, 1, Immediate.NONE, CALL_OUT));
        }
        PREFIXED.put(8, new Shape(3, 0, Immediate.SEGMENT_AND_MEMORY, CALL_OUT));
        PREFIXED.put(9, new Shape(0, 0, Immediate.INDEX, CALL_OUT));
        PREFIXED.put(10, new Shape(3, 0, Immediate.TWO_MEMORIES, CALL_OUT));
        PREFIXED.put(11, new Shape(3, 0, Immediate.MEMORY, CALL_OUT));
        PREFIXED.put(12, new Shape(3, 0, Immediate.TWO_INDEXES, CALL_OUT));
        PREFIXED.put(13, new Shape(0, 0, Immediate.INDEX, CALL_OUT));
        PREFIXED.put(14, new Shape(3, 0, Immediate.TWO_INDEXES, CALL_OUT));
        PREFIXED.put(15, new Shape(2, 1, Immediate.INDEX, CALL_OUT));
        PREFIXED.put(16, new Shape(0, 1, Immediate.INDEX, CALL_OUT));
        PREFIXED.put(17, new Shape(3, 0, Immediate.INDEX, CALL_OUT));
    }

    private static void one(int opcode, int pops, int pushes, Immediate immediate, int jvmBytes) {
        PLAIN.put(opcode, new Shape(pops, pushes, immediate, jvmBytes));
    }

    private static void range(int first, int last, int pops, int pushes, Immediate immediate, int jvmBytes) {
        for (int opcode = first; opcode <= last; opcode++) {
            one(opcode, pops, pushes, immediate, jvmBytes);
        }
    }
}
