package ai.ekaya.query;

/** What came, clipped for messages. */
final class Shown {
    private static final int LENGTH_MAX = 60;

    private Shown() {}

    static String of(String text) {
        return text.length() > LENGTH_MAX ? text.substring(0, LENGTH_MAX) + "…" : text;
    }
}
