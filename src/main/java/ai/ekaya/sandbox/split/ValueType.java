package ai.ekaya.sandbox.split;

import java.util.Optional;

/** The types of values that the splitter moves around. */
enum ValueType {
    I32(0x7F, 0x41, 1),
    I64(0x7E, 0x42, 1),
    F32(0x7D, 0x43, 4),
    F64(0x7C, 0x44, 8),
    FUNCTION_REFERENCE(0x70, 0, 0),
    EXTERNAL_REFERENCE(0x6F, 0, 0);

    private final int code;
    private final int constantOpcode;
    private final int zeroBytes;

    ValueType(int code, int constantOpcode, int zeroBytes) {
        this.code = code;
        this.constantOpcode = constantOpcode;
        this.zeroBytes = zeroBytes;
    }

    static Optional<ValueType> ofCode(int code) {
        for (ValueType type : values()) {
            if (type.code == code) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    static ValueType read(ByteReader in) {
        int at = in.position();
        int code = in.oneByte();
        return ofCode(code).orElseThrow(() -> in.malformedAt(at, "value type 0x%02x is not supported".formatted(code)));
    }

    int code() {
        return code;
    }

    boolean isNumber() {
        return constantOpcode != 0;
    }

    /** The constant expression of a global that begins at zero. Only of numbers. */
    void writeZero(ByteWriter out) {
        out.oneByte(constantOpcode).bytes(new byte[zeroBytes]).oneByte(0x0B);
    }

    /** How many of a JVM method's slots for parameters it takes. */
    int jvmSlots() {
        return this == I64 || this == F64 ? 2 : 1;
    }
}
