package ai.ekaya.sandbox.split;

/** What stands behind an instruction's opcode in a function's code. */
final class Immediates {
    private static final int OTHER_MEMORY = 0x40;

    private Immediates() {}

    /** How many of a class file's constants its Java code may need. */
    static int constants(Opcodes.Immediate immediate) {
        return switch (immediate) {
            case I64, EIGHT_BYTES -> 2;
            case I32, FOUR_BYTES, MEMORY_ACCESS -> 1;
            default -> 0;
        };
    }

    /** @throws SplitException when it is malformed, or names a second memory */
    static void read(Opcodes.Immediate immediate, ByteReader in) {
        switch (immediate) {
            case NONE -> {}
            case INDEX -> in.index();
            case TWO_INDEXES -> {
                in.index();
                in.index();
            }
            case MEMORY -> firstMemory(in);
            case TWO_MEMORIES -> {
                firstMemory(in);
                firstMemory(in);
            }
            case SEGMENT_AND_MEMORY -> {
                in.index();
                firstMemory(in);
            }
            case MEMORY_ACCESS -> {
                if ((in.unsigned() & OTHER_MEMORY) != 0) {
                    throw in.malformed("access to a second memory is not supported");
                }
                in.unsigned();
            }
            case I32, I64 -> in.signed();
            case FOUR_BYTES -> in.skip(4);
            case EIGHT_BYTES -> in.skip(8);
            case REFERENCE_TYPE -> ValueType.read(in);
        }
    }

    private static void firstMemory(ByteReader in) {
        if (in.oneByte() != 0) {
            throw in.malformed("access to a second memory is not supported");
        }
    }
}
