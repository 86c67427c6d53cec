package ai.ekaya.review;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The outline of a WebAssembly module that the sandbox has accepted: what it imports and exports, its data, its further sections. It
 * reads no code.
 *
 * @param imports as {@code module.name}
 * @param data ranges of the module's bytes
 * @param custom sizes of further sections by name
 */
record ModuleSections(List<String> imports, List<String> exports, List<Range> data, Map<String, Integer> custom) {
    /** @param to exclusive */
    record Range(int from, int to) {}

    private static final int CUSTOM = 0;
    private static final int IMPORT = 2;
    private static final int EXPORT = 7;
    private static final int DATA = 11;
    private static final int HEADER_BYTES = 8;

    static ModuleSections of(byte[] module) {
        Reader reader = new Reader(module);
        while (reader.at < module.length) {
            reader.section();
        }
        return new ModuleSections(reader.imports, reader.exports, reader.data, reader.custom);
    }

    /** Not thread-safe. What it reads was validated before; an index beyond the module's end is a bug. */
    private static final class Reader {
        private final byte[] module;
        private final List<String> imports = new ArrayList<>();
        private final List<String> exports = new ArrayList<>();
        private final List<Range> data = new ArrayList<>();
        private final Map<String, Integer> custom = new LinkedHashMap<>();
        private int at = HEADER_BYTES;

        Reader(byte[] module) {
            this.module = module;
        }

        void section() {
            int id = module[at++];
            int size = number();
            int end = at + size;
            switch (id) {
                case CUSTOM -> custom.merge(name(), size, Integer::sum);
                case IMPORT -> each(this::importEntry);
                case EXPORT -> each(this::exportEntry);
                case DATA -> each(this::dataEntry);
                default -> {
                    // Code, types and tables say nothing that a name or a number would tell a reader.
                }
            }
            at = end;
        }

        private void each(Runnable entry) {
            int count = number();
            for (int i = 0; i < count; i++) {
                entry.run();
            }
        }

        /** Apps import functions only, which have a type's number. */
        private void importEntry() {
            imports.add(name() + "." + name());
            at++;
            number();
        }

        private void exportEntry() {
            exports.add(name());
            at++;
            number();
        }

        private void dataEntry() {
            int flags = number();
            if (flags == 2) {
                number();
            }
            if (flags != 1) {
                // The offset, an expression that ends with 0x0B: a constant or a global.
                at++;
                number();
                at++;
            }
            int size = number();
            data.add(new Range(at, at + size));
            at += size;
        }

        private String name() {
            int size = number();
            String name = new String(module, at, size, StandardCharsets.UTF_8);
            at += size;
            return name;
        }

        private int number() {
            int value = 0;
            for (int shift = 0; true; shift += 7) {
                byte next = module[at++];
                value |= (next & 0x7f) << shift;
                if (next >= 0) {
                    return value;
                }
            }
        }
    }
}
