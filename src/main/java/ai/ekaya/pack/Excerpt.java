package ai.ekaya.pack;

/** Text of a stranger's package inside our own messages: short, one line, nothing that steers a terminal or turns text around. */
public final class Excerpt {
    private static final int CHARS_MAX = 160;

    private Excerpt() {}

    public static String of(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(CHARS_MAX).forEach(codePoint -> {
            int type = Character.getType(codePoint);
            boolean inert = type != Character.CONTROL
                    && type != Character.FORMAT
                    && type != Character.LINE_SEPARATOR
                    && type != Character.PARAGRAPH_SEPARATOR
                    && type != Character.SURROGATE;
            shown.appendCodePoint(inert ? codePoint : 0xFFFD);
        });
        return text.codePointCount(0, text.length()) > CHARS_MAX ? shown + "…" : shown.toString();
    }
}
