package ai.ekaya.host;

import java.util.Locale;

/** What can be told of a statement by its letters, where its database says nothing of the columns of its result. */
final class StatementText {
    private StatementText() {}

    /** Not as in {@code U&"..."}. */
    static boolean hasWrittenNames(String sql) {
        return !sql.toLowerCase(Locale.ROOT).contains("u&\"");
    }

    /** As {@code json_object_agg} does. */
    static boolean makesKeysOfValues(String sql) {
        String lower = sql.toLowerCase(Locale.ROOT);
        return lower.contains("object") || lower.contains("hstore");
    }
}
