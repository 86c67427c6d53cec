package ai.ekaya.sandbox.split;

import java.util.ArrayList;
import java.util.List;

/** What a function, or a block, takes from the stack and leaves on it. */
record FunctionType(List<ValueType> parameters, List<ValueType> results) {
    static final FunctionType EMPTY = new FunctionType(List.of(), List.of());

    private static final int CODE = 0x60;

    FunctionType {
        parameters = List.copyOf(parameters);
        results = List.copyOf(results);
    }

    static FunctionType read(ByteReader in) {
        int at = in.position();
        int code = in.oneByte();
        if (code != CODE) {
            throw in.malformedAt(at, "type form 0x%02x is not supported".formatted(code));
        }
        return new FunctionType(readTypes(in), readTypes(in));
    }

    private static List<ValueType> readTypes(ByteReader in) {
        int count = in.count();
        List<ValueType> types = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            types.add(ValueType.read(in));
        }
        return types;
    }

    void write(ByteWriter out) {
        out.oneByte(CODE);
        for (List<ValueType> types : List.of(parameters, results)) {
            out.unsigned(types.size());
            types.forEach(type -> out.oneByte(type.code()));
        }
    }
}
