package ai.ekaya.sandbox.split;

/** Instructions as bytes, to be put together. */
final class Code {
    static final int DROP = 0x1A;
    static final int SELECT = 0x1B;
    static final int I32_EQZ = 0x45;
    static final int I32_LT_U = 0x49;
    static final int I32_ADD = 0x6A;
    static final int I32_SUB = 0x6B;
    static final int I32_MUL = 0x6C;
    static final int I32_DIV_S = 0x6D;
    static final int I32_AND = 0x71;
    static final int I64_ADD = 0x7C;
    static final int F32_ADD = 0x92;
    static final int F64_ADD = 0xA0;

    private Code() {}

    static byte[] code(Object... parts) {
        ByteWriter out = new ByteWriter();
        for (Object part : parts) {
            if (part instanceof byte[] bytes) {
                out.bytes(bytes);
            } else {
                out.oneByte((int) part);
            }
        }
        return out.toBytes();
    }

    static byte[] op(int opcode) {
        return code(opcode);
    }

    static byte[] get(int local) {
        return indexed(0x20, local);
    }

    static byte[] set(int local) {
        return indexed(0x21, local);
    }

    static byte[] tee(int local) {
        return indexed(0x22, local);
    }

    static byte[] globalGet(int global) {
        return indexed(0x23, global);
    }

    static byte[] globalSet(int global) {
        return indexed(0x24, global);
    }

    static byte[] call(int function) {
        return indexed(0x10, function);
    }

    static byte[] br(int depth) {
        return indexed(0x0C, depth);
    }

    static byte[] brIf(int depth) {
        return indexed(0x0D, depth);
    }

    /** @param depths the last is for every index past the others */
    static byte[] brTable(int... depths) {
        ByteWriter out = new ByteWriter().oneByte(0x0E).unsigned(depths.length - 1);
        for (int depth : depths) {
            out.unsigned(depth);
        }
        return out.toBytes();
    }

    static byte[] ret() {
        return op(0x0F);
    }

    static byte[] unreachable() {
        return op(0x00);
    }

    static byte[] block(Object... body) {
        return code(0x02, 0x40, code(body), 0x0B);
    }

    static byte[] blockOf(char result, Object... body) {
        return code(0x02, typeCode(result), code(body), 0x0B);
    }

    static byte[] loop(Object... body) {
        return code(0x03, 0x40, code(body), 0x0B);
    }

    /** The condition is on the stack. */
    static byte[] then(Object... body) {
        return code(0x04, 0x40, code(body), 0x0B);
    }

    static byte[] thenElse(byte[] body, byte[] otherwise) {
        return code(0x04, 0x40, body, 0x05, otherwise, 0x0B);
    }

    static byte[] thenElseOf(char result, byte[] body, byte[] otherwise) {
        return code(0x04, typeCode(result), body, 0x05, otherwise, 0x0B);
    }

    static byte[] i32(int value) {
        return new ByteWriter().oneByte(0x41).signed(value).toBytes();
    }

    static byte[] i64(long value) {
        return new ByteWriter().oneByte(0x42).signed(value).toBytes();
    }

    static byte[] f32(float value) {
        return littleEndian(0x43, Float.floatToRawIntBits(value), 4);
    }

    static byte[] f64(double value) {
        return littleEndian(0x44, Double.doubleToRawLongBits(value), 8);
    }

    /** Loads and stores, with offset 8 and no alignment. */
    static byte[] memory(int opcode) {
        return code(opcode, 0, 8);
    }

    static int typeCode(char letter) {
        return switch (letter) {
            case 'i' -> 0x7F;
            case 'l' -> 0x7E;
            case 'f' -> 0x7D;
            case 'd' -> 0x7C;
            default -> throw new IllegalArgumentException("No type " + letter);
        };
    }

    /** Statements that add to an i32 local, some 8 bytes of JVM code each. */
    static byte[] filler(int local, int count) {
        ByteWriter out = new ByteWriter();
        for (int i = 0; i < count; i++) {
            out.bytes(code(get(local), i32(40_000 + i), I32_ADD, set(local)));
        }
        return out.toBytes();
    }

    private static byte[] indexed(int opcode, int index) {
        return new ByteWriter().oneByte(opcode).unsigned(index).toBytes();
    }

    private static byte[] littleEndian(int opcode, long bits, int bytes) {
        ByteWriter out = new ByteWriter().oneByte(opcode);
        for (int i = 0; i < bytes; i++) {
            out.oneByte((int) (bits >> 8 * i) & 0xFF);
        }
        return out.toBytes();
    }
}
