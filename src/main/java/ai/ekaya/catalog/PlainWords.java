package ai.ekaya.catalog;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;

/** Text that somebody writes for others to read: in lines, with no character that nobody sees. */
public final class PlainWords {
    private PlainWords() {}

    /** @throws Refusal {@code BAD_ARGUMENT} naming the member */
    public static String require(String member, String text, int charsMax) {
        if (text.isBlank() || text.length() > charsMax) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    "'" + member + "' has " + text.length() + " characters, expected 1 to " + charsMax);
        }
        if (text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t')) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT, "'" + member + "' holds a control character, expected text in lines");
        }
        return text;
    }
}
