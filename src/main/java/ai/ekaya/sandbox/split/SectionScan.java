package ai.ekaya.sandbox.split;

import java.util.List;

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

    private final ByteReader in;
    private final ModuleScan.Bounds bounds;
    private long segmentEntries;

    private SectionScan(ByteReader in, ModuleScan.Bounds bounds) {
        this.in = in;
        this.bounds = bounds;
    }

    /** Types, imports and functions are {@link BinaryReader}'s, globals and tables {@link ScanContext}'s, code is {@link FunctionScan}'s. */
    static void scan(byte[] module, Section section, ModuleScan.Bounds bounds) {
        SectionScan scan = new SectionScan(Outline.reader(module, section), bounds);
        switch (section.id()) {
            case Section.IMPORT -> each(scan.in, () -> scan.function(module));
            case MEMORY -> each(scan.in, () -> limits(scan.in));
            case Section.EXPORT -> each(scan.in, scan::export);
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
        each(in, () -> {
            int at = in.position();
            ValueType type = ValueType.read(in);
            if (type.isNumber()) {
                throw in.malformedAt(at, "a table of " + type + " is not supported");
            }
            types.add(type);
            limits(in);
        });
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

    private static void limits(ByteReader in) {
        int at = in.position();
        int flags = in.oneByte();
        if (flags > 3) {
            throw in.malformedAt(at, "limits with flags " + flags + " are not supported");
        }
        in.unsigned();
        if ((flags & 1) != 0) {
            in.unsigned();
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

    private void export() {
        in.skip(in.unsigned());
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
        if (active) {
            if (explicit) {
                in.index();
            }
            expression(in);
        }
        if (explicit || !active) {
            in.oneByte();
        }
        int count = in.count();
        segmentEntries += count;
        // SECURITY: the engine makes several objects for each.
        if (segmentEntries > bounds.segmentEntriesMax()) {
            throw in.malformedAt(at, "element segments have more than " + bounds.segmentEntriesMax() + " entries");
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
        if (mode == 0) {
            expression(in);
        }
        in.skip(in.unsigned());
    }

    private static void expression(ByteReader in) {
        for (int i = 0; i < EXPRESSION_INSTRUCTIONS_MAX; i++) {
            int at = in.position();
            int opcode = in.oneByte();
            if (opcode == Opcodes.END) {
                return;
            }
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
