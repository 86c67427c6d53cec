package ai.ekaya.web;

import org.jspecify.annotations.Nullable;

/** Which text a database can hold: PostgreSQL takes neither U+0000 nor half a surrogate pair, and says so in an error of its own. */
final class PlainText {
    private PlainText() {}

    static boolean isStorable(String text) {
        for (int at = 0; at < text.length(); at++) {
            char unit = text.charAt(at);
            if (unit == 0) {
                return false;
            }
            if (Character.isSurrogate(unit)) {
                if (!Character.isHighSurrogate(unit)
                        || at + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(at + 1))) {
                    return false;
                }
                at++;
            }
        }
        return true;
    }

    /** Whether an address hides U+0000 behind percent signs. */
    static boolean isStorableAddress(String path, @Nullable String query) {
        return !path.contains("%00") && (query == null || !query.contains("%00"));
    }
}
