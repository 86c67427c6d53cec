package ai.ekaya.sandbox.split;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds modules. A signature is as {@code "il:d"}, parameters before results; the letters are i, l, f and d. Function 0 is
 * imported, {@code host.note (i32) -> i32}; the others are exported as {@code f1}, {@code f2} and so on. There is one page of
 * memory, and a mutable global of each type unless left out.
 */
final class TestModule {
    static final String GLOBAL_TYPES = "ilfd";

    private final List<String> types = new ArrayList<>();
    private final List<Integer> functions = new ArrayList<>();
    private final List<byte[]> bodies = new ArrayList<>();
    private boolean globals = true;

    private TestModule() {
        type("i:i");
    }

    static TestModule module() {
        return new TestModule();
    }

    /** A module with one function, exported as f1. */
    static byte[] of(String signature, String locals, Object... code) {
        return module().function(signature, locals, code).bytes();
    }

    TestModule withoutGlobals() {
        globals = false;
        return this;
    }

    /** @return the index of a type, for blocks */
    int type(String signature) {
        if (!types.contains(signature)) {
            types.add(signature);
        }
        return types.indexOf(signature);
    }

    /** @param locals their letters, without the parameters */
    TestModule function(String signature, String locals, Object... code) {
        functions.add(type(signature));
        ByteWriter body = new ByteWriter().unsigned(locals.length());
        locals.chars().forEach(letter -> body.unsigned(1).oneByte(Code.typeCode((char) letter)));
        bodies.add(body.bytes(Code.code(code)).oneByte(0x0B).toBytes());
        return this;
    }

    byte[] bytes() {
        ByteWriter out = new ByteWriter().bytes(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
        ByteWriter typeSection = new ByteWriter().unsigned(types.size());
        types.forEach(signature -> {
            int colon = signature.indexOf(':');
            letters(typeSection.oneByte(0x60), signature.substring(0, colon));
            letters(typeSection, signature.substring(colon + 1));
        });
        section(out, 1, typeSection);
        section(
                out,
                2,
                name(name(new ByteWriter().unsigned(1), "host"), "note")
                        .oneByte(0)
                        .unsigned(0));
        ByteWriter functionSection = new ByteWriter().unsigned(functions.size());
        functions.forEach(functionSection::unsigned);
        section(out, 3, functionSection);
        section(out, 5, new ByteWriter().unsigned(1).oneByte(1).unsigned(1).unsigned(1));
        if (globals) {
            ByteWriter globalSection = new ByteWriter().unsigned(GLOBAL_TYPES.length());
            GLOBAL_TYPES
                    .chars()
                    .forEach(letter -> globalSection
                            .oneByte(Code.typeCode((char) letter))
                            .oneByte(1)
                            .bytes(zero((char) letter))
                            .oneByte(0x0B));
            section(out, 6, globalSection);
        }
        ByteWriter exports = new ByteWriter().unsigned(1 + functions.size() + (globals ? GLOBAL_TYPES.length() : 0));
        name(exports, "memory").oneByte(2).unsigned(0);
        for (int i = 1; i <= functions.size(); i++) {
            name(exports, "f" + i).oneByte(0).unsigned(i);
        }
        for (int i = 0; globals && i < GLOBAL_TYPES.length(); i++) {
            name(exports, "g" + i).oneByte(3).unsigned(i);
        }
        section(out, 7, exports);
        ByteWriter codeSection = new ByteWriter().unsigned(bodies.size());
        bodies.forEach(body -> codeSection.unsigned(body.length).bytes(body));
        section(out, 10, codeSection);
        return out.toBytes();
    }

    private static byte[] zero(char letter) {
        return switch (letter) {
            case 'i' -> Code.i32(0);
            case 'l' -> Code.i64(0);
            case 'f' -> Code.f32(0);
            default -> Code.f64(0);
        };
    }

    private static void letters(ByteWriter out, String letters) {
        out.unsigned(letters.length());
        letters.chars().forEach(letter -> out.oneByte(Code.typeCode((char) letter)));
    }

    private static ByteWriter name(ByteWriter out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return out.unsigned(bytes.length).bytes(bytes);
    }

    private static void section(ByteWriter out, int id, ByteWriter content) {
        byte[] bytes = content.toBytes();
        out.oneByte(id).unsigned(bytes.length).bytes(bytes);
    }
}
