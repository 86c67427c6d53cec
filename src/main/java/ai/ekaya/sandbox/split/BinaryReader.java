package ai.ekaya.sandbox.split;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the types, the counts and the names that splitting needs. */
final class BinaryReader {
    private static final int HAS_MAXIMUM = 1;
    private static final int FUNCTION_NAMES = 1;

    private final byte[] module;
    private final Outline outline;
    private final List<Integer> typeOfFunction = new ArrayList<>();
    private int globals;

    private BinaryReader(byte[] module, Outline outline) {
        this.module = module;
        this.outline = outline;
    }

    static Binary read(byte[] module, Outline outline) {
        return new BinaryReader(module, outline).read();
    }

    private Binary read() {
        List<FunctionType> types = new ArrayList<>();
        outline.section(Section.TYPE).ifPresent(section -> {
            ByteReader in = Outline.reader(module, section);
            int count = in.count();
            for (int i = 0; i < count; i++) {
                types.add(FunctionType.read(in));
            }
        });
        outline.section(Section.IMPORT)
                .ifPresent(section -> readImports(Outline.reader(module, section), types.size()));
        int importedFunctions = typeOfFunction.size();
        outline.section(Section.FUNCTION).ifPresent(section -> {
            ByteReader in = Outline.reader(module, section);
            int count = in.count();
            for (int i = 0; i < count; i++) {
                typeOfFunction.add(in.indexBelow(types.size(), "type"));
            }
        });
        if (typeOfFunction.size() - importedFunctions != outline.bodies().size()) {
            throw new SplitException(
                    SplitException.NO_FUNCTION,
                    0,
                    (typeOfFunction.size() - importedFunctions) + " functions are declared and "
                            + outline.bodies().size() + " have a body");
        }
        outline.section(Section.GLOBAL)
                .ifPresent(section -> globals += Outline.reader(module, section).count());
        return new Binary(types, typeOfFunction, importedFunctions, globals, names());
    }

    private void readImports(ByteReader in, int typeCount) {
        int count = in.count();
        for (int i = 0; i < count; i++) {
            in.skip(in.unsigned());
            in.skip(in.unsigned());
            int at = in.position();
            int kind = in.oneByte();
            switch (kind) {
                case 0 -> typeOfFunction.add(in.indexBelow(typeCount, "type"));
                case 1 -> {
                    in.oneByte();
                    skipLimits(in);
                }
                case 2 -> skipLimits(in);
                case 3 -> {
                    ValueType.read(in);
                    in.oneByte();
                    globals++;
                }
                default -> throw in.malformedAt(at, "import of kind " + kind + " is not supported");
            }
        }
    }

    private static void skipLimits(ByteReader in) {
        int at = in.position();
        int flags = in.oneByte();
        if (flags > 3) {
            throw in.malformedAt(at, "limits with flags " + flags + " are not supported");
        }
        in.unsigned();
        if ((flags & HAS_MAXIMUM) != 0) {
            in.unsigned();
        }
    }

    /** Names are for the report only: where they are malformed, the functions go by their numbers. */
    private Map<Integer, String> names() {
        Map<Integer, String> names = new HashMap<>();
        for (Section section : outline.sections()) {
            if (section.id() == Section.CUSTOM) {
                try {
                    readNames(Outline.reader(module, section), names);
                } catch (SplitException malformed) {
                    return Map.of();
                }
            }
        }
        return names;
    }

    private void readNames(ByteReader in, Map<Integer, String> names) {
        if (!text(in).equals("name")) {
            return;
        }
        while (!in.atEnd()) {
            int part = in.oneByte();
            int size = in.count();
            if (part != FUNCTION_NAMES) {
                in.skip(size);
                continue;
            }
            int count = in.count();
            for (int i = 0; i < count; i++) {
                names.put(in.index(), text(in));
            }
        }
    }

    private String text(ByteReader in) {
        int length = in.count();
        String text = new String(module, in.position(), length, StandardCharsets.UTF_8);
        in.skip(length);
        return text;
    }
}
