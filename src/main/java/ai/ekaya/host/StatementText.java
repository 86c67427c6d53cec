package ai.ekaya.host;

import java.util.Locale;
import java.util.regex.Pattern;

/** What can be told of a statement by its letters, where its database says nothing of the columns of its result. */
final class StatementText {
    private static final Pattern COUNT_ALL = Pattern.compile("\\(\\s*\\*\\s*\\)");
    private static final Pattern VEILS = Pattern.compile("""
            --|/\\*|\\*\\s*(?:,|\\)|;|$|from\\b|into\\b|union\\b|except\\b|intersect\\b)|\\btable\\b\
            |\\b(?:from|join)\\s+(?:only\\s+)?[\\p{L}\\p{N}_$."\\[\\]]+\\s+(?:as\\s+)?\
            (?!(?:where|join|inner|left|right|full|cross|on|using|union|except|intersect|having|limit|offset|with)\\b)\
            [\\p{L}_"\\[][\\p{L}\\p{N}_$"\\]]*\\s*\\(""");

    private StatementText() {}

    /**
     * Whether columns may be in the result that the statement does not name: by a star, {@code TABLE}, names given to a table's columns;
     * also where comments hide it. A {@code count(*)} is none.
     */
    static boolean takesUnnamedColumns(String sql) {
        return VEILS.matcher(COUNT_ALL.matcher(sql.toLowerCase(Locale.ROOT)).replaceAll("()"))
                .find();
    }

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
