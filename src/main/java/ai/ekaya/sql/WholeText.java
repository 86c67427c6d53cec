package ai.ekaya.sql;

/** Text of which each surrogate pair is whole. Drivers send half of one as a question mark, which in PostgreSQL is an operator. */
public final class WholeText {
    private WholeText() {}

    /** Where the first half of a pair stands alone; -1 when none does. */
    public static int firstHalf(String text) {
        for (int at = 0; at < text.length(); at++) {
            char unit = text.charAt(at);
            if (Character.isHighSurrogate(unit)
                    && at + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(at + 1))) {
                at++;
            } else if (Character.isSurrogate(unit)) {
                return at;
            }
        }
        return -1;
    }
}
