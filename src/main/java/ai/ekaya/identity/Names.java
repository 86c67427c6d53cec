package ai.ekaya.identity;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/** The form of names that people give: one printable line, no slash, so that it fits a path and a log. */
final class Names {
    private Names() {}

    /**
     * @param what for the message, as {@code name}
     * @throws Refusal {@code BAD_ARGUMENT}
     */
    static String checked(Limits limits, String what, @Nullable String given) {
        // Pages draw several spaces as one.
        String name = given == null ? "" : canonical(given).replaceAll(" {2,}", " ");
        if (name.isEmpty()) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "'" + what + "' is missing or empty");
        }
        int lengthMax = limits.intOf(Limit.IDENTITY_NAME_COUNT);
        if (name.length() > lengthMax) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    "'" + what + "' has " + name.length() + " characters, at most " + lengthMax);
        }
        if (name.equals(".") || name.equals("..")) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    "'" + what + "' is " + name + ", which no address can name, expected more");
        }
        if (name.codePoints().anyMatch(Names::isRefused)) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    "'" + what + "' has a slash, a control character or an invisible one, expected one plain line");
        }
        if (Scripts.areMixed(name)) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    "'" + what + "' has letters of several alphabets, which may look alike, expected one");
        }
        return name;
    }

    /**
     * Letters and spaces that only look different are the same (NFKC), so that nobody is called almost admin. What somebody asks for by
     * name is written so too before it is looked up.
     */
    static String canonical(String given) {
        return Normalizer.normalize(given, Normalizer.Form.NFKC).strip();
    }

    private static boolean isRefused(int codePoint) {
        int type = Character.getType(codePoint);
        return codePoint == '/'
                || codePoint == '\\'
                || type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.PRIVATE_USE
                || type == Character.UNASSIGNED
                || isBlank(codePoint)
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }

    /** What is drawn as nothing and yet is a letter, a mark or a symbol: joiners, selectors of variants, fillers, empty notes and Braille cells. */
    private static boolean isBlank(int codePoint) {
        return codePoint == 0x034F
                || (codePoint >= 0x115F && codePoint <= 0x1160)
                || (codePoint >= 0x17B4 && codePoint <= 0x17B5)
                || (codePoint >= 0x180B && codePoint <= 0x180F)
                || codePoint == 0x2800
                || codePoint == 0x3164
                || (codePoint >= 0xFE00 && codePoint <= 0xFE0F)
                || codePoint == 0xFFFC
                || codePoint == 0x1D159
                || (codePoint >= 0xE0100 && codePoint <= 0xE01EF);
    }
}
