package ai.ekaya.sql;

import ai.ekaya.sql.SqlToken.Kind;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says what the parser library does not know of PostgreSQL's syntax in words that it knows: another operator for an operator, nothing
 * for a sign before a number. No name, no subquery and no clause that could do something is left out, so the tree still holds all
 * that must be looked at. Not thread-safe.
 */
final class Paraphrase {
    /** Types that stand before a literal, as in {@code inet '10.0.0.1'}. */
    private static final Set<String> LITERAL_TYPES = Set.of(
            "bit",
            "bool",
            "boolean",
            "box",
            "bytea",
            "cidr",
            "circle",
            "daterange",
            "decimal",
            "float8",
            "inet",
            "int4range",
            "int8range",
            "json",
            "jsonb",
            "jsonpath",
            "line",
            "lseg",
            "macaddr",
            "macaddr8",
            "money",
            "numeric",
            "numrange",
            "point",
            "polygon",
            "text",
            "timetz",
            "tsquery",
            "tsrange",
            "tstzrange",
            "tsvector",
            "uuid",
            "xml");

    private static final Set<String> NAMES = Set.of(
            "absent",
            "csv",
            "current",
            "enum",
            "force",
            "import",
            "number",
            "prior",
            "returns",
            "statement",
            "unbounded",
            "unknown");
    /** What makes a keyword of one of them: ABSENT ON NULL, CURRENT ROW, CURRENT OF, UNBOUNDED PRECEDING. */
    private static final Set<String> AFTER_KEYWORDS = Set.of("on", "row", "of", "preceding", "following");

    private static final Set<String> LABELS = Set.of(
            "and",
            "between",
            "both",
            "check",
            "constraint",
            "cross",
            "distinct",
            "else",
            "except",
            "exists",
            "false",
            "fetch",
            "for",
            "foreign",
            "from",
            "full",
            "having",
            "ilike",
            "inner",
            "intersect",
            "into",
            "is",
            "join",
            "lateral",
            "like",
            "natural",
            "null",
            "only",
            "or",
            "outer",
            "returning",
            "select",
            "tablesample",
            "trailing",
            "true",
            "union",
            "unique",
            "using",
            "when",
            "where",
            "window",
            "with");
    private static final Set<String> AFTER_EMPTY_LIST = Set.of("from", "where", "union", "except", "intersect");
    private static final Set<String> WORDY_FUNCTIONS = Set.of("substring", "overlay");
    private static final Set<String> ARGUMENT_WORDS = Set.of("from", "for", "placing", "similar", "escape");
    private static final Set<String> WINDOW_PARTS = Set.of("order", "rows", "range", "groups");
    /** AS (SELECT rows …) is a subquery. */
    private static final Set<String> NO_WINDOWS = Set.of(
            "order",
            "rows",
            "range",
            "groups",
            "partition",
            "select",
            "table",
            "values",
            "with",
            "update",
            "delete",
            "insert",
            "merge");

    private final List<SqlToken> tokens;
    private final @Nullable String[] said;
    private final OperatorParaphrase operators;

    private Paraphrase(List<SqlToken> tokens) {
        this.tokens = tokens;
        this.said = new String[tokens.size()];
        this.operators = new OperatorParaphrase(tokens, said);
    }

    /** For each token what to say instead; null where it stays. */
    static @Nullable String[] of(List<SqlToken> tokens) {
        Paraphrase paraphrase = new Paraphrase(tokens);
        paraphrase.operators.say();
        paraphrase.parentheses();
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).kind() == Kind.WORD) {
                paraphrase.word(i);
            }
        }
        return paraphrase.said;
    }

    private void word(int i) {
        if (isOnlyAName(i)) {
            said[i] = "\"" + tokens.get(i).text() + "\"";
            return;
        }
        switch (tokens.get(i).name()) {
            case "is" -> test(isWord(i + 1, "not") ? i + 2 : i + 1);
            case "select" -> {
                if (i + 1 == tokens.size() || isSymbol(i + 1, ')') || isWord(i + 1, AFTER_EMPTY_LIST)) {
                    said[i] = "SELECT 1";
                }
            }
            // A window made of another: OVER (w ROWS …), WINDOW v AS (w ORDER BY …).
            case "over", "as" -> {
                boolean named = isSymbol(i + 1, '(')
                        && i + 3 < tokens.size()
                        && tokens.get(i + 2).isName();
                if (named && isWord(i + 3, WINDOW_PARTS) && !isWord(i + 2, WINDOW_PARTS)) {
                    said[i + 2] = "";
                }
            }
            case "with", "without" -> {
                if (isWord(i + 1, "time") && isWord(i + 2, "zone")) {
                    Arrays.fill(said, i, i + 3, "");
                }
            }
            case "local" -> {
                if (i > 0 && isWord(i - 1, "at")) {
                    said[i] = "TIME ZONE 'x'";
                }
            }
            case "by" -> {
                if (i > 0 && isWord(i - 1, "group") && (isWord(i + 1, "distinct") || isWord(i + 1, "all"))) {
                    said[i + 1] = "";
                }
            }
            case "using" -> {
                if (i + 1 < tokens.size() && operators.isOperator(i + 1)) {
                    said[i] = "";
                }
            }
            default -> {
                if (i + 1 < tokens.size() && tokens.get(i + 1).kind() == Kind.STRING && isWord(i, LITERAL_TYPES)) {
                    said[i] = "";
                }
            }
        }
    }

    /** A keyword of the library's that PostgreSQL takes for a name where it stands. */
    private boolean isOnlyAName(int i) {
        boolean column = i > 0 && isSymbol(i - 1, '.');
        boolean labels = i > 0
                && isWord(i - 1, "as")
                && (i + 1 == tokens.size() || isSymbol(i + 1, ',') || isSymbol(i + 1, ')') || isWord(i + 1, "from"));
        return (column || labels) && isWord(i, LABELS)
                || isWord(i, NAMES) && !isWord(i + 1, AFTER_KEYWORDS) && !isWord(i - 1, "is");
    }

    /** IS JSON, IS NORMALIZED and IS DOCUMENT with their details are all IS NULL to the parser. */
    private void test(int i) {
        int end = i;
        if (isWord(i, "json")) {
            end = i + 1;
            end += isWord(end, Set.of("value", "array", "object", "scalar")) ? 1 : 0;
            if (isWord(end, Set.of("with", "without")) && isWord(end + 1, "unique")) {
                end += isWord(end + 2, "keys") ? 3 : 2;
            }
        } else if (isWord(i, Set.of("document", "normalized"))) {
            end = i + 1;
        } else if (isWord(i, Set.of("nfc", "nfd", "nfkc", "nfkd")) && isWord(i + 1, "normalized")) {
            end = i + 2;
        }
        Arrays.fill(said, Math.min(i, end), end, "");
        if (end > i) {
            said[i] = "NULL";
        }
    }

    private void parentheses() {
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < tokens.size(); i++) {
            if (isSymbol(i, '(')) {
                open.push(i);
            } else if (isSymbol(i, ')') && !open.isEmpty()) {
                closed(open.pop(), i);
            } else if (!open.isEmpty() && open.peek() > 0 && isWord(i, ARGUMENT_WORDS)) {
                // SUBSTRING (a FROM 1 FOR 2), OVERLAY (a PLACING b FROM 1)
                if (isWord(open.peek() - 1, WORDY_FUNCTIONS)) {
                    said[i] = ",";
                }
            }
        }
    }

    private void closed(int start, int end) {
        boolean ordered = start > 1 && isWord(start - 1, "group") && isWord(start - 2, "within");
        if (ordered && isWord(end + 1, "filter") && isSymbol(end + 2, '(') && isWord(end + 3, "where")) {
            // WITHIN GROUP (…) FILTER (WHERE x) is WITHIN GROUP (…) + (x).
            said[end + 1] = "+";
            said[end + 3] = "";
        } else if (isSymbol(end + 1, '.') && isSymbol(end + 2, '*')) {
            // (row).*
            Arrays.fill(said, end + 1, end + 3, "");
        } else if (start > 0 && isWord(start - 1, "using") && isWord(end + 1, "as")) {
            // JOIN … USING (…) AS both
            Arrays.fill(said, end + 1, Math.min(end + 3, tokens.size()), "");
        }
    }

    private boolean isSymbol(int i, char symbol) {
        return i < tokens.size() && tokens.get(i).isSymbol(symbol);
    }

    private boolean isWord(int i, String word) {
        return i >= 0 && i < tokens.size() && tokens.get(i).isWord(word);
    }

    private boolean isWord(int i, Set<String> words) {
        return i < tokens.size()
                && tokens.get(i).kind() == Kind.WORD
                && words.contains(tokens.get(i).name());
    }
}
