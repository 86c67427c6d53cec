package ai.ekaya.sql;

import ai.ekaya.sql.SqlToken.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * Where {@code :name} is a parameter: where a value may begin. A colon that follows a value is a cast ({@code ::}), a slice
 * ({@code [1:n]}), a pair ({@code JSON_OBJECT(k: v)}) or no SQL. Inside brackets, and inside a JSON constructor, a word before the
 * colon is taken for a value; elsewhere for a keyword, as values do not follow one another.
 */
final class ParameterNames {
    private static final Set<String> PAIRED = Set.of("json_object", "json_objectagg");

    /** From the colon to the end of the name. */
    record Place(String name, int start, int end) {}

    private ParameterNames() {}

    static List<Place> in(List<SqlToken> tokens) {
        List<Place> places = new ArrayList<>();
        // For each open parenthesis or bracket: whether a colon divides in it.
        Deque<Boolean> divided = new ArrayDeque<>();
        for (int i = 0; i < tokens.size(); i++) {
            SqlToken token = tokens.get(i);
            if (token.isSymbol('(')) {
                divided.push(i > 0 && PAIRED.contains(tokens.get(i - 1).name()));
            } else if (token.isSymbol('[')) {
                divided.push(true);
            } else if (token.isSymbol(')') || token.isSymbol(']')) {
                divided.poll();
            } else if (isName(tokens, i) && !followsValue(tokens, i, Boolean.TRUE.equals(divided.peek()))) {
                SqlToken name = tokens.get(i + 1);
                places.add(new Place(name.text(), token.start(), name.end()));
            }
        }
        return places;
    }

    /** A colon that touches a word, and no other colon. */
    private static boolean isName(List<SqlToken> tokens, int i) {
        return tokens.get(i).isSymbol(':')
                && i + 1 < tokens.size()
                && tokens.get(i + 1).kind() == Kind.WORD
                && tokens.get(i + 1).start() == tokens.get(i).end()
                && !(i > 0
                        && tokens.get(i - 1).isSymbol(':')
                        && tokens.get(i - 1).end() == tokens.get(i).start());
    }

    private static boolean followsValue(List<SqlToken> tokens, int i, boolean divided) {
        if (i == 0) {
            return false;
        }
        SqlToken before = tokens.get(i - 1);
        // The name of a parameter just before is a value as well.
        boolean parameter = before.kind() == Kind.WORD && i > 1 && isName(tokens, i - 2);
        return switch (before.kind()) {
            case WORD -> parameter || divided;
            case QUOTED_NAME, STRING, NUMBER, PLACEHOLDER -> true;
            case SYMBOL -> before.isSymbol(')') || before.isSymbol(']');
        };
    }
}
