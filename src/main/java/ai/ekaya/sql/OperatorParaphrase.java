package ai.ekaya.sql;

import ai.ekaya.sql.SqlToken.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Operators for the parser library: those that it does not know become one that it knows, and those before one operand are left out.
 * Not thread-safe.
 */
final class OperatorParaphrase {
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

    private final List<SqlToken> tokens;
    private final @Nullable String[] said;

    OperatorParaphrase(List<SqlToken> tokens, @Nullable String[] said) {
        this.tokens = tokens;
        this.said = said;
    }

    void say() {
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

    boolean isOperator(int i) {
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

    private boolean isSymbol(int i, char symbol) {
        return i < tokens.size() && tokens.get(i).isSymbol(symbol);
    }
}
