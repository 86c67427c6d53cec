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
    private static final String OPERATOR_CHARACTERS = "+-*/<>=~!@#%^&|";
    /** PostgreSQL's rule: only an operator with one of these may end in + or -. */
    private static final String ODD_CHARACTERS = "~!@#%^&|";

    private static final String ANY_OPERATOR = "||";
    private static final Set<String> KNOWN_OPERATORS = Set.of(
            "+", "-", "*", "/", "%", "^", "<", ">", "=", "<=", ">=", "<>", "!=", "||", "=>", "->", "->>", "#>", "#>>",
            "@>", "<@", "&&", "@@", "~", "~*", "!~", "!~*", "<<", ">>", "&", "|");
    /** After these an operator stands before its one operand. */
    private static final Set<String> BEFORE_OPERANDS = Set.of(
            "all",
            "and",
            "any",
            "array",
            "between",
            "by",
            "case",
            "distinct",
            "else",
            "from",
            "having",
            "ilike",
            "in",
            "is",
            "like",
            "limit",
            "not",
            "offset",
            "on",
            "or",
            "returning",
            "select",
            "set",
            "some",
            "symmetric",
            "then",
            "using",
            "values",
            "when",
            "where");
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

    private static final Set<String> AFTER_EMPTY_LIST = Set.of("from", "where", "union", "except", "intersect");
    private static final Set<String> WINDOW_PARTS = Set.of("order", "rows", "range", "groups");

    private final List<SqlToken> tokens;
    private final @Nullable String[] said;

    private Paraphrase(List<SqlToken> tokens) {
        this.tokens = tokens;
        this.said = new String[tokens.size()];
    }

    /** For each token what to say instead; null where it stays. */
    static @Nullable String[] of(List<SqlToken> tokens) {
        Paraphrase paraphrase = new Paraphrase(tokens);
        paraphrase.operators();
        paraphrase.filtersOfOrderedSets();
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).kind() == Kind.WORD) {
                paraphrase.word(i);
            }
        }
        return paraphrase.said;
    }

    private void word(int i) {
        switch (tokens.get(i).name()) {
            case "is" -> test(isWord(i + 1, "not") ? i + 2 : i + 1);
            case "select" -> {
                if (i + 1 == tokens.size() || isSymbol(i + 1, ')') || isWord(i + 1, AFTER_EMPTY_LIST)) {
                    said[i] = "SELECT 1";
                }
            }
            case "over" -> {
                boolean named = isSymbol(i + 1, '(')
                        && i + 3 < tokens.size()
                        && tokens.get(i + 2).isName();
                if (named && isWord(i + 3, WINDOW_PARTS) && !isWord(i + 2, WINDOW_PARTS)) {
                    said[i + 2] = "";
                }
            }
            case "by" -> {
                if (i > 0 && isWord(i - 1, "group") && (isWord(i + 1, "distinct") || isWord(i + 1, "all"))) {
                    said[i + 1] = "";
                }
            }
            case "using" -> {
                if (i + 1 < tokens.size() && isOperator(i + 1)) {
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

    private void operators() {
        int i = 0;
        while (i < tokens.size()) {
            if (!isOperator(i)) {
                i++;
                continue;
            }
            int end = endOfOperator(i);
            operator(i, end);
            i = end;
        }
    }

    private void operator(int from, int end) {
        StringBuilder text = new StringBuilder();
        tokens.subList(from, end).forEach(token -> text.append(token.text()));
        boolean star = text.toString().equals("*");
        if (!star && standsBeforeOperand(from)) {
            Arrays.fill(said, from, end, "");
        } else if (!KNOWN_OPERATORS.contains(text.toString())) {
            Arrays.fill(said, from, end, "");
            said[from] = ANY_OPERATOR;
        }
    }

    /** Where a question mark is part of it, it stays one for the statement's own rules. */
    private int endOfOperator(int from) {
        int end = from + 1;
        boolean odd = ODD_CHARACTERS.contains(tokens.get(from).text());
        while (end < tokens.size()
                && isOperator(end)
                && tokens.get(end - 1).end() == tokens.get(end).start()) {
            odd |= ODD_CHARACTERS.contains(tokens.get(end).text());
            end++;
        }
        while (!odd && end > from + 1 && (isSymbol(end - 1, '+') || isSymbol(end - 1, '-'))) {
            end--;
        }
        return end;
    }

    private boolean isOperator(int i) {
        boolean touchesMark = i + 1 < tokens.size()
                        && isSymbol(i + 1, '?')
                        && tokens.get(i).end() == tokens.get(i + 1).start()
                || i > 0
                        && isSymbol(i - 1, '?')
                        && tokens.get(i - 1).end() == tokens.get(i).start();
        return tokens.get(i).kind() == Kind.SYMBOL
                && OPERATOR_CHARACTERS.contains(tokens.get(i).text())
                && !touchesMark;
    }

    private boolean standsBeforeOperand(int i) {
        if (i == 0) {
            return true;
        }
        SqlToken before = tokens.get(i - 1);
        if (before.kind() == Kind.SYMBOL) {
            return isOperator(i - 1) && !before.text().equals("*")
                    || before.isSymbol('(')
                    || before.isSymbol('[')
                    || before.isSymbol(',');
        }
        boolean column = i > 1 && isSymbol(i - 2, '.');
        return before.kind() == Kind.WORD && !column && BEFORE_OPERANDS.contains(before.name());
    }

    /** {@code WITHIN GROUP (…) FILTER (WHERE x)} is {@code WITHIN GROUP (…) + (x)}. */
    private void filtersOfOrderedSets() {
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < tokens.size(); i++) {
            if (isSymbol(i, '(')) {
                open.push(i);
            } else if (isSymbol(i, ')') && !open.isEmpty()) {
                int start = open.pop();
                boolean ordered = start > 1 && isWord(start - 1, "group") && isWord(start - 2, "within");
                if (ordered && isWord(i + 1, "filter") && isSymbol(i + 2, '(') && isWord(i + 3, "where")) {
                    said[i + 1] = "+";
                    said[i + 3] = "";
                }
            }
        }
    }

    private boolean isSymbol(int i, char symbol) {
        return i < tokens.size() && tokens.get(i).isSymbol(symbol);
    }

    private boolean isWord(int i, String word) {
        return i < tokens.size() && tokens.get(i).isWord(word);
    }

    private boolean isWord(int i, Set<String> words) {
        return i < tokens.size()
                && tokens.get(i).kind() == Kind.WORD
                && words.contains(tokens.get(i).name());
    }
}
