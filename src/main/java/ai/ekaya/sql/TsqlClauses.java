package ai.ekaya.sql;

import ai.ekaya.sql.SqlToken.Kind;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the clauses of T-SQL that the parser library does not know and that hold nothing but listed words, names and literals: they
 * are checked here, word by word, and left out of what the library reads. What is not recognised stays, and the library refuses it.
 */
final class TsqlClauses {
    private static final Set<String> READING_HINTS = Set.of(
            "nolock", "readuncommitted", "readcommitted", "readpast", "nowait", "noexpand", "forceseek", "forcescan");
    private static final Set<String> NUMBERED_OPTIONS = Set.of("maxdop", "maxrecursion");
    private static final Set<String> RESULT_FORMS = Set.of("json", "xml");
    private static final Set<String> RESULT_WORDS = Set.of(
            "path",
            "auto",
            "raw",
            "explicit",
            "root",
            "include_null_values",
            "without_array_wrapper",
            "elements",
            "xsinil",
            "absent",
            "type",
            "binary",
            "base64");
    private static final Set<String> JOINS = Set.of("inner", "left", "right", "full", "outer");
    private static final Set<String> JOIN_HINTS = Set.of("hash", "loop");
    private static final Set<String> CHANGE_TABLES = Set.of("changes", "version");
    private static final Set<String> PERCENT_OR_ROWS = Set.of("percent", "rows");

    private final List<SqlToken> tokens;
    private final BitSet left = new BitSet();

    private TsqlClauses(List<SqlToken> tokens) {
        this.tokens = tokens;
    }

    /** The places of the tokens that are checked. */
    static BitSet in(List<SqlToken> tokens) {
        TsqlClauses clauses = new TsqlClauses(tokens);
        for (int i = 0; i < tokens.size(); i++) {
            if (!clauses.left.get(i)) {
                clauses.left.set(i, Math.max(i, clauses.end(i)));
            }
        }
        return clauses.left;
    }

    /** Where the clause that starts here ends; 0 when none does. */
    private int end(int i) {
        if (word(i, "with")) {
            return word(i + 1, "cube") || word(i + 1, "rollup") ? i + 2 : Math.max(hints(i + 1), jsonColumns(i));
        }
        if (word(i, "option")) {
            return options(i + 1);
        }
        if (word(i, "for")) {
            return Math.max(resultForm(i + 1), systemTime(i + 1));
        }
        if (word(i, "using")) {
            return kind(i + 1, Kind.STRING) && symbol(i + 2, ')') ? i + 2 : 0;
        }
        if (oneOf(i, CHANGE_TABLES)) {
            return i > 1 && symbol(i - 1, '(') && word(i - 2, "changetable") ? i + 1 : 0;
        }
        if (i + 3 < tokens.size() && tokens.get(i).isName() && symbol(i + 1, ':') && symbol(i + 2, ':')) {
            return tokens.get(i + 3).isName() && symbol(i + 4, '(') ? i + 3 : 0;
        }
        if (word(i, "tablesample")) {
            return sample(i + 1);
        }
        if (i > 0 && symbol(i, '.') && symbol(i - 1, ')')) {
            return method(i + 1);
        }
        return i > 0 && oneOf(i - 1, JOINS) && oneOf(i, JOIN_HINTS) && word(i + 1, "join") ? i + 1 : 0;
    }

    /** {@code (NOLOCK, READPAST)} */
    private int hints(int open) {
        int i = open;
        if (!symbol(i, '(')) {
            return 0;
        }
        for (i++; oneOf(i, READING_HINTS); i++) {
            i += symbol(i + 1, ',') ? 1 : 0;
        }
        return i > open + 1 && symbol(i, ')') ? i + 1 : 0;
    }

    /** {@code (RECOMPILE, MAXDOP 1)}, the last of the statement */
    private int options(int open) {
        int i = open + 1;
        while (symbol(open, '(') && i < tokens.size() && !symbol(i, ')')) {
            boolean numbered = oneOf(i, NUMBERED_OPTIONS) && kind(i + 1, Kind.NUMBER);
            if (!numbered && !word(i, "recompile")) {
                return 0;
            }
            i += numbered ? 2 : 1;
            i += symbol(i, ',') ? 1 : 0;
        }
        return i > open + 1 && i == tokens.size() - 1 ? i + 1 : 0;
    }

    /** {@code JSON PATH, ROOT('x')}, up to the query's end */
    private int resultForm(int form) {
        int i = form + 1;
        while (oneOf(form, RESULT_FORMS) && i < tokens.size()) {
            if (symbol(i, ')') || word(i, "option")) {
                break;
            }
            if (symbol(i, '(') && kind(i + 1, Kind.STRING) && symbol(i + 2, ')')) {
                i += 3;
            } else if (symbol(i, ',') || oneOf(i, RESULT_WORDS)) {
                i++;
            } else {
                return 0;
            }
        }
        return i > form + 1 ? i : 0;
    }

    /** {@code SYSTEM_TIME AS OF '2026-01-01'} and its like */
    private int systemTime(int i) {
        if (!word(i, "system_time")) {
            return 0;
        }
        if (word(i + 1, "all")) {
            return i + 2;
        }
        if (word(i + 1, "as") && word(i + 2, "of") && moment(i + 3)) {
            return i + 4;
        }
        boolean between = word(i + 1, "from") && word(i + 3, "to") || word(i + 1, "between") && word(i + 3, "and");
        if (between && moment(i + 2) && moment(i + 4)) {
            return i + 5;
        }
        boolean contained = word(i + 1, "contained") && word(i + 2, "in") && symbol(i + 3, '(') && symbol(i + 5, ',');
        return contained && moment(i + 4) && moment(i + 6) && symbol(i + 7, ')') ? i + 8 : 0;
    }

    /** {@code .value('.', 'int')} of what a subquery or a function gives; names and literals are its arguments */
    private int method(int name) {
        if (name >= tokens.size()
                || !tokens.get(name).isName()
                || !TsqlNames.method(tokens.get(name).name())) {
            return 0;
        }
        int i = name + 2;
        while (symbol(name + 1, '(') && i < tokens.size() && !symbol(i, ')')) {
            SqlToken token = tokens.get(i);
            boolean argument = token.kind() != Kind.SYMBOL || symbol(i, ',') || symbol(i, '.') || symbol(i, '?');
            if (!argument || word(i, "select")) {
                return 0;
            }
            i++;
        }
        return symbol(i, ')') && symbol(name + 1, '(') ? i + 1 : 0;
    }

    private boolean moment(int i) {
        return kind(i, Kind.STRING) || kind(i, Kind.PLACEHOLDER) || symbol(i, '?');
    }

    /** {@code SYSTEM (10 PERCENT) REPEATABLE (7)} */
    private int sample(int start) {
        int i = word(start, "system") ? start + 1 : start;
        if (!symbol(i, '(') || !kind(i + 1, Kind.NUMBER)) {
            return 0;
        }
        i += oneOf(i + 2, PERCENT_OR_ROWS) ? 3 : 2;
        if (!symbol(i, ')')) {
            return 0;
        }
        boolean again =
                word(i + 1, "repeatable") && symbol(i + 2, '(') && kind(i + 3, Kind.NUMBER) && symbol(i + 4, ')');
        return again ? i + 5 : i + 1;
    }

    /** {@code OPENJSON(…) WITH (id int '$.id', tags nvarchar(max) AS JSON)} */
    private int jsonColumns(int with) {
        if (!follows(with, "openjson") || !symbol(with + 1, '(')) {
            return 0;
        }
        int depth = 1;
        int i = with + 2;
        for (; i < tokens.size() && depth > 0; i++) {
            SqlToken token = tokens.get(i);
            depth += token.isSymbol('(') ? 1 : token.isSymbol(')') ? -1 : 0;
            boolean known = token.isName()
                    || token.kind() == Kind.STRING
                    || token.kind() == Kind.NUMBER
                    || token.isSymbol(',')
                    || token.isSymbol('(')
                    || token.isSymbol(')');
            if (!known || word(i, "select") || depth > 2) {
                return 0;
            }
        }
        return depth == 0 ? i : 0;
    }

    /** Whether a call of the function ends just before. */
    private boolean follows(int place, String function) {
        int depth = 0;
        for (int i = place - 1; i > 0; i--) {
            depth += symbol(i, ')') ? 1 : symbol(i, '(') ? -1 : 0;
            if (depth == 0) {
                return symbol(i, '(') && word(i - 1, function);
            }
        }
        return false;
    }

    private boolean word(int i, String lowerCase) {
        return i < tokens.size() && tokens.get(i).isWord(lowerCase);
    }

    private boolean oneOf(int i, Set<String> words) {
        return kind(i, Kind.WORD) && words.contains(tokens.get(i).name());
    }

    private boolean symbol(int i, char symbol) {
        return i < tokens.size() && tokens.get(i).isSymbol(symbol);
    }

    private boolean kind(int i, Kind kind) {
        return i < tokens.size() && tokens.get(i).kind() == kind;
    }
}
