package ai.ekaya.sandbox.split;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** Reads the sections around the code: each length and count must be true, and each constant expression short. */
final class SectionScan {
    static final int TABLE = 4;
    private static final int MEMORY = 5;
    private static final int ELEMENT = 9;
    private static final int DATA = 11;
    private static final int TAG = 13;

    /** An offset or a global's first value is one constant; with arithmetic three or five. */
    private static final int EXPRESSION_INSTRUCTIONS_MAX = 16;

    private static final int OTHER_MEMORY = 2;
    private static final int PAGE_BYTES = 64 << 10;

    private final ByteReader in;
    private final ModuleScan.Bounds bounds;
    private final StartSizes sizes;
    private final Set<String> exports = new HashSet<>();
    private long segmentEntries;

    private SectionScan(ByteReader in, ModuleScan.Bounds bounds, StartSizes sizes) {
        this.in = in;
        this.bounds = bounds;
        this.sizes = sizes;
    }

    /**
     * How large things are when a run starts: only segments that fit into that can be written.
     *
     * @param memoryBytes nothing where there is no memory
     * @param tableElements of each table
     */
    record StartSizes(OptionalLong memoryBytes, List<Long> tableElements) {
        static StartSizes read(byte[] module, Outline outline) {
            List<Long> pages = new ArrayList<>();
            outline.section(MEMORY).ifPresent(section -> {
                ByteReader in = Outline.reader(module, section);
                each(in, () -> pages.add(limits(in)));
            });
            List<Long> elements = new ArrayList<>();
            outline.section(TABLE).ifPresent(section -> {
                ByteReader in = Outline.reader(module, section);
                each(in, () -> elements.add(table(in, new ArrayList<>())));
            });
            return new StartSizes(
                    pages.isEmpty() ? OptionalLong.empty() : OptionalLong.of(pages.getFirst() * PAGE_BYTES),
                    List.copyOf(elements));
        }
    }

    /** Types, imports and functions are {@link BinaryReader}'s, globals and tables {@link ScanContext}'s, code is {@link FunctionScan}'s. */
    static void scan(byte[] module, Section section, ModuleScan.Bounds bounds, StartSizes sizes) {
        SectionScan scan = new SectionScan(Outline.reader(module, section), bounds, sizes);
        switch (section.id()) {
            case Section.IMPORT -> each(scan.in, () -> scan.function(module));
            case TABLE -> each(scan.in, scan::table);
            case MEMORY -> each(scan.in, () -> limits(scan.in));
            case Section.EXPORT -> each(scan.in, () -> scan.export(module));
            case ELEMENT -> each(scan.in, scan::element);
            case DATA -> each(scan.in, scan::data);
            case TAG -> throw scan.in.malformed("exception-handling tags are not supported");
            default -> {}
        }
    }

    static void globals(ByteReader in, List<ValueType> types) {
        each(in, () -> {
            types.add(ValueType.read(in));
            in.oneByte();
            expression(in);
        });
    }

    static void tables(ByteReader in, List<ValueType> types) {
        each(in, () -> table(in, types));
    }

    /** @return how many elements it has at the start */
    private static long table(ByteReader in, List<ValueType> types) {
        int at = in.position();
        ValueType type = ValueType.read(in);
        if (type.isNumber()) {
            throw in.malformedAt(at, "a table of " + type + " is not supported");
        }
        types.add(type);
        return limits(in);
    }

    private static void each(ByteReader in, Runnable entry) {
        int count = in.count();
        for (int i = 0; i < count; i++) {
            entry.run();
        }
        if (!in.atEnd()) {
            throw in.malformed("section is longer than its entries");
        }
    }

    /** @return the least, which is also what there is at the start */
    private static long limits(ByteReader in) {
        int at = in.position();
        int flags = in.oneByte();
        if (flags > 3) {
            throw in.malformedAt(at, "limits with flags " + flags + " are not supported");
        }
        long least = in.unsigned();
        if ((flags & 1) != 0) {
            in.unsigned();
        }
        return least;
    }

    private void table() {
        int at = in.position();
        long elements = table(in, new ArrayList<>());
        if (elements > bounds.tableElementsMax()) {
            throw in.malformedAt(
                    at, "table starts with " + elements + " elements, at most " + bounds.tableElementsMax());
        }
    }

    /** An import that is none leaves the indexes of all else alone. */
    private void function(byte[] module) {
        int at = in.position();
        String name = name(module) + "." + name(module);
        int kind = in.oneByte();
        if (kind != 0) {
            throw in.malformedAt(at, "import " + name + " is a " + kindOf(kind) + ", an app imports functions only");
        }
        in.index();
    }

    private String name(byte[] module) {
        int length = in.count();
        String name = FunctionNames.shown(module, in.position(), length);
        in.skip(length);
        return name;
    }

    private static String kindOf(int kind) {
        return switch (kind) {
            case 1 -> "table";
            case 2 -> "memory";
            case 3 -> "global";
            case 4 -> "tag";
            default -> "thing of kind " + kind;
        };
    }

    private void export(byte[] module) {
        int at = in.position();
        int length = in.count();
        int from = in.position();
        in.skip(length);
        // One character per byte: names are the same only when their bytes are.
        if (!exports.add(new String(module, from, length, StandardCharsets.ISO_8859_1))) {
            throw in.malformedAt(
                    at, "export " + FunctionNames.shown(module, from, length) + " is there twice, expected once");
        }
        in.oneByte();
        in.index();
    }

    private void element() {
        int at = in.position();
        int flags = in.oneByte();
        if (flags > 7) {
            throw in.malformedAt(at, "element segment with flags " + flags + " is not supported");
        }
        boolean active = (flags & 1) == 0;
        boolean explicit = (flags & 2) != 0;
        boolean expressions = (flags & 4) != 0;
        int table = active && explicit ? in.index() : 0;
        OptionalLong offset = active ? expression(in) : OptionalLong.empty();
        if (explicit || !active) {
            in.oneByte();
        }
        int count = in.count();
        segmentEntries += count;
        // SECURITY: the engine makes several objects for each.
        if (segmentEntries > bounds.segmentEntriesMax()) {
            throw in.malformedAt(at, "element segments have more than " + bounds.segmentEntriesMax() + " entries");
        }
        if (offset.isPresent() && table < sizes.tableElements().size()) {
            fits(
                    at,
                    "element segment",
                    offset.getAsLong(),
                    count,
                    sizes.tableElements().get(table),
                    "its table starts with",
                    "elements");
        }
        for (int i = 0; i < count; i++) {
            if (expressions) {
                expression(in);
            } else {
                in.index();
            }
        }
    }

    private void data() {
        int at = in.position();
        int mode = in.oneByte();
        if (mode > 1) {
            throw in.malformedAt(
                    at,
                    mode == OTHER_MEMORY
                            ? "data for a second memory is not supported"
                            : "data segment of mode " + mode + " is not supported");
        }
        OptionalLong offset = mode == 0 ? expression(in) : OptionalLong.empty();
        long length = in.unsigned();
        in.skip(length);
        if (offset.isPresent() && sizes.memoryBytes().isPresent()) {
            fits(
                    at,
                    "data segment",
                    offset.getAsLong(),
                    length,
                    sizes.memoryBytes().getAsLong(),
                    "the memory starts with",
                    "bytes");
        }
    }

    /** One that does not ends every run before the app's first instruction. */
    private void fits(int at, String segment, long offset, long count, long size, String place, String unit) {
        if (offset + count > size) {
            throw in.malformedAt(at, segment + " ends at " + (offset + count) + ", " + place + " " + size + " " + unit);
        }
    }

    /** @return its value where it is one {@code i32.const}, unsigned as offsets are */
    private static OptionalLong expression(ByteReader in) {
        OptionalLong only = OptionalLong.empty();
        for (int i = 0; i < EXPRESSION_INSTRUCTIONS_MAX; i++) {
            int at = in.position();
            int opcode = in.oneByte();
            if (opcode == Opcodes.END) {
                return only;
            }
            if (opcode == Opcodes.I32_CONST) {
                long value = in.signed() & 0xFFFF_FFFFL;
                only = i == 0 ? OptionalLong.of(value) : OptionalLong.empty();
                continue;
            }
            only = OptionalLong.empty();
            Immediates.read(
                    Opcodes.plain(opcode)
                            .orElseThrow(() -> in.malformedAt(
                                    at, Opcodes.family(opcode) + " is not supported in a constant expression"))
                            .immediate(),
                    in);
        }
        throw in.malformed("a constant expression has more than " + EXPRESSION_INSTRUCTIONS_MAX + " instructions");
    }
}
