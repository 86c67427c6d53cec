package ai.ekaya.sandbox.split;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Finds the name of one function for a message, without keeping what a hostile name section can hold. */
public final class FunctionNames {
    private static final int FUNCTIONS = 1;
    private static final int CHARACTERS_MAX = 80;

    private FunctionNames() {}

    /** @return the name as far as it can be shown; nothing where the module tells none, or tells it wrongly */
    public static Optional<String> nameOf(byte[] module, int function) {
        try {
            for (Section section : Outline.read(module).sections()) {
                if (section.id() == Section.CUSTOM) {
                    Optional<String> name = in(Outline.reader(module, section), module, function);
                    if (name.isPresent()) {
                        return name;
                    }
                }
            }
        } catch (SplitException malformed) {
            // Names are for messages only.
        }
        return Optional.empty();
    }

    private static Optional<String> in(ByteReader in, byte[] module, int function) {
        if (!text(in, module).equals("name")) {
            return Optional.empty();
        }
        while (!in.atEnd()) {
            int part = in.oneByte();
            int size = in.count();
            if (part != FUNCTIONS) {
                in.skip(size);
                continue;
            }
            int count = in.count();
            for (int i = 0; i < count; i++) {
                if (in.index() == function) {
                    return Optional.of(text(in, module));
                }
                in.skip(in.unsigned());
            }
        }
        return Optional.empty();
    }

    private static String text(ByteReader in, byte[] module) {
        int length = in.count();
        String text = shown(module, in.position(), length);
        in.skip(length);
        return text;
    }

    /** As much of a name as a message may show: neither long nor able to change how the message looks. */
    static String shown(byte[] module, int from, int length) {
        String text = new String(module, from, Math.min(length, 4 * CHARACTERS_MAX), StandardCharsets.UTF_8);
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .limit(CHARACTERS_MAX)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }
}
