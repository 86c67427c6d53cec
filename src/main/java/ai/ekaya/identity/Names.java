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
        if (given == null || given.isBlank()) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "'" + what + "' is missing or empty");
        }
        String name = Normalizer.normalize(given.strip(), Normalizer.Form.NFC);
        int lengthMax = limits.intOf(Limit.IDENTITY_NAME_COUNT);
        if (name.length() > lengthMax) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    "'" + what + "' has " + name.length() + " characters, at most " + lengthMax);
        }
        if (name.codePoints().anyMatch(Names::isRefused)) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    "'" + what + "' has a slash, a control character or an invisible one, expected one plain line");
        }
        return name;
    }

    private static boolean isRefused(int codePoint) {
        int type = Character.getType(codePoint);
        return codePoint == '/'
                || codePoint == '\\'
                || type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
