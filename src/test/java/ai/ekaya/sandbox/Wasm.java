package ai.ekaya.sandbox;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds small WebAssembly modules of the native ABI, byte by byte. Types: 0 {@code (i32,i32,i32,i32)->i64} (host_call), 1
 * {@code (i32)->i32} (ekaya_alloc), 2 {@code (i32,i32)->i64} (ekaya_run), 3 {@code ()->()}; {@link #type} adds more.
 */
final class Wasm {
    static final int UNREACHABLE = 0x00;
    static final int LOOP = 0x03;
    static final int END = 0x0B;
    static final int BR = 0x0C;
    static final int CALL = 0x10;
    static final int CALL_INDIRECT = 0x11;
    static final int DROP = 0x1A;
    static final int LOCAL_GET = 0x20;
    static final int GLOBAL_GET = 0x23;
    static final int GLOBAL_SET = 0x24;
    static final int I32_CONST = 0x41;
    static final int I64_CONST = 0x42;
    static final int VOID = 0x40;

    /** What {@code ekaya_alloc} does unless told otherwise: a bump allocator over global 0. */
    private static final byte[] BUMP = code(GLOBAL_GET, 0, GLOBAL_GET, 0, LOCAL_GET, 0, 0x6A, GLOBAL_SET, 0);

    private final List<byte[]> imports = new ArrayList<>();
    private final List<byte[]> types = new ArrayList<>();
    private final List<byte[]> exports = new ArrayList<>();
    private final Map<Integer, byte[]> sections = new HashMap<>();
    private byte[] memory = {1, 0, 2};
    private byte[] table = {};
    private byte[] alloc = BUMP;
    private byte[] run = i64(0);
    private byte[] extra = {};
    private byte[] locals = {0};
    private boolean start;
    private String data = "";
    private String runName = "ekaya_run";

    private Wasm() {}

    static Wasm module() {
        return new Wasm();
    }

    /** A module whose run returns this text, put at address 16. */
    static Wasm returning(String text) {
        return module().data(text).run(place(16, text.getBytes(StandardCharsets.UTF_8).length));
    }

    static Wasm callingHost() {
        return module().imports("ekaya", "host_call", 0);
    }

    Wasm imports(String module, String name, int type) {
        imports.add(join(name(module), name(name), new byte[] {0, (byte) type}));
        return this;
    }

    /** Type 4 and on, as parameters and results in letters: {@code type("iiii", "i")}. */
    Wasm type(String parameters, String results) {
        types.add(join(code(0x60), letters(parameters), letters(results)));
        return this;
    }

    private static byte[] letters(String types) {
        byte[] codes = new byte[types.length()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (byte) (types.charAt(i) == 'l' ? 0x7E : 0x7F);
        }
        return join(leb(codes.length), codes);
    }

    /** Puts this in place of what the section would be. */
    Wasm with(int id, byte[]... content) {
        sections.put(id, join(content));
        return this;
    }

    /** Exports the further function too. */
    Wasm exportingExtraAs(String name) {
        exports.add(join(name(name), code(0, 2)));
        return this;
    }

    /** {@code flags, initial pages[, maximum]} as in the binary format. */
    Wasm memory(int... limits) {
        memory = join(new byte[] {1}, leb(limits));
        return this;
    }

    Wasm table(int... limits) {
        table = join(new byte[] {1, 0x70}, leb(limits));
        return this;
    }

    Wasm alloc(byte[] body) {
        alloc = body;
        return this;
    }

    Wasm run(byte[]... body) {
        run = join(body);
        return this;
    }

    /** A further function of type 3. */
    Wasm extra(byte[]... body) {
        extra = join(body);
        return this;
    }

    Wasm starting() {
        start = true;
        return this;
    }

    /** The groups of ekaya_run's locals: how many groups, then count and type of each. */
    Wasm locals(byte[] groups) {
        locals = groups;
        return this;
    }

    Wasm data(String text) {
        data = text;
        return this;
    }

    Wasm exportingRunAs(String name) {
        runName = name;
        return this;
    }

    byte[] bytes() {
        int first = imports.size();
        byte[] firstTypes = {
            0x60, 4, 0x7F, 0x7F, 0x7F, 0x7F, 1, 0x7E, 0x60, 1, 0x7F, 1, 0x7F, 0x60, 2, 0x7F, 0x7F, 1, 0x7E, 0x60, 0, 0
        };
        exports.forEach(export -> export[export.length - 1] = (byte) (first + 2));
        byte[] allExports = join(
                leb(3 + exports.size()),
                join(exports.toArray(byte[][]::new)),
                name("memory"),
                new byte[] {2, 0},
                name("ekaya_alloc"),
                new byte[] {0, (byte) first},
                name(runName),
                new byte[] {0, (byte) (first + 1)});
        byte[] bodies =
                join(new byte[] {3}, body(new byte[] {0}, alloc), body(locals, run), body(new byte[] {0}, extra));
        // Global 0: where free memory begins.
        byte[] globals = join(new byte[] {1, 0x7F, 1}, i32(4096), new byte[] {END});
        byte[] text = data.getBytes(StandardCharsets.UTF_8);
        byte[] segments = join(new byte[] {1, 0}, i32(16), new byte[] {END}, leb(text.length), text);
        Map<Integer, byte[]> all = new LinkedHashMap<>();
        all.put(1, join(leb(4 + types.size()), firstTypes, join(types.toArray(byte[][]::new))));
        all.put(2, join(leb(imports.size()), join(imports.toArray(byte[][]::new))));
        all.put(3, new byte[] {3, 1, 2, 3});
        all.put(4, table);
        all.put(5, memory);
        all.put(13, new byte[0]);
        all.put(6, globals);
        all.put(7, allExports);
        all.put(8, start ? leb(first + 2) : new byte[0]);
        all.put(9, new byte[0]);
        all.put(12, new byte[0]);
        all.put(10, bodies);
        all.put(11, segments);
        all.put(0, new byte[0]);
        all.putAll(sections);
        byte[] module = {0, 'a', 's', 'm', 1, 0, 0, 0};
        for (Map.Entry<Integer, byte[]> section : all.entrySet()) {
            if (section.getValue().length > 0) {
                module = join(module, section(section.getKey(), section.getValue()));
            }
        }
        return module;
    }

    static byte[] code(int... bytes) {
        byte[] code = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            code[i] = (byte) bytes[i];
        }
        return code;
    }

    static byte[] i32(long value) {
        return join(new byte[] {I32_CONST}, signed((int) value));
    }

    static byte[] i64(long value) {
        return join(new byte[] {I64_CONST}, signed(value));
    }

    static byte[] place(int pointer, int length) {
        return i64((long) pointer << 32 | Integer.toUnsignedLong(length));
    }

    /** {@code loop; body; br 0; end}: runs for ever. */
    static byte[] endless(byte[]... body) {
        return join(code(LOOP, VOID), join(body), code(BR, 0, END));
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    static byte[] leb(int... values) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int value : values) {
            int rest = value;
            while ((rest & ~0x7F) != 0) {
                out.write(rest & 0x7F | 0x80);
                rest >>>= 7;
            }
            out.write(rest);
        }
        return out.toByteArray();
    }

    static byte[] section(int id, byte[] content) {
        return join(new byte[] {(byte) id}, leb(content.length), content);
    }

    private static byte[] signed(long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long rest = value;
        while (rest < -64 || rest > 63) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>= 7;
        }
        out.write((int) (rest & 0x7F));
        return out.toByteArray();
    }

    static byte[] name(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return join(leb(bytes.length), bytes);
    }

    static byte[] body(byte[] locals, byte[] code) {
        byte[] whole = join(locals, code, new byte[] {END});
        return join(leb(whole.length), whole);
    }
}
