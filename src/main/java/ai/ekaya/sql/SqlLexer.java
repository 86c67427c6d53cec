package ai.ekaya.sql;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.sql.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads text exactly as PostgreSQL's own lexer does (with {@code standard_conforming_strings} on), so that the guard and the
 * database agree on where a literal, a name or a comment ends. What the parser library would read differently never reaches it: see
 * {@link SqlStatement#forParser()}. Comments are dropped. Not thread-safe.
 */
final class SqlLexer {
    private static final String SYMBOLS = "+-*/<>=~!@#%^&|?()[],;.:";
    private static final Pattern NUMBER = Pattern.compile(
            "(?:[0-9][0-9_]*+\\.?[0-9_]*|\\.[0-9][0-9_]*)(?:e[+-]?[0-9]+)?|0x[0-9a-f_]+|0o[0-7_]+|0b[01_]+",
            Pattern.CASE_INSENSITIVE);
    private static final String SPACE = " \t\n\r\f\u000b";

    private final String sql;
    private final List<SqlToken> tokens = new ArrayList<>();
    private int at;

    private SqlLexer(String sql) {
        this.sql = sql;
    }

    /** @throws Refusal {@code BAD_ARGUMENT} for what PostgreSQL would not read either, and for a few things that nobody needs */
    static List<SqlToken> read(String sql) {
        SqlLexer lexer = new SqlLexer(sql);
        // SECURITY: a half would be a part of a name here, and an operator between two names there. SqlCorpusIT guards
        // it.
        int half = WholeText.firstHalf(sql);
        if (half >= 0) {
            lexer.at = half;
            throw lexer.refused("has half a character (U+%04X)".formatted((int) sql.charAt(half)));
        }
        while (lexer.at < sql.length()) {
            lexer.next();
        }
        return lexer.tokens;
    }

    private void next() {
        char c = sql.charAt(at);
        if (SPACE.indexOf(c) >= 0) {
            at++;
        } else if (sql.startsWith("--", at)) {
            skipLine();
        } else if (sql.startsWith("/*", at)) {
            skipBlock();
        } else if (c == '\'') {
            add(Kind.STRING, endOfString(at, false));
        } else if (c == '"') {
            add(Kind.QUOTED_NAME, endOfQuotedName());
        } else if (isNameStart(c)) {
            nameOrPrefixedString();
        } else if (isDigit(c) || c == '.' && at + 1 < sql.length() && isDigit(sql.charAt(at + 1))) {
            number();
        } else if (c == '$') {
            dollar();
        } else if (SYMBOLS.indexOf(c) >= 0) {
            add(Kind.SYMBOL, at + 1);
        } else {
            throw refused("has the character " + (c < ' ' || c > '~' ? "U+%04X".formatted((int) c) : "'" + c + "'")
                    + ", which is no part of SQL outside of quotes");
        }
    }

    private void add(Kind kind, int end) {
        // SECURITY: PostgreSQL takes a string that follows another on a new line for its continuation, backslashes and
        // all:
        // E'a'⏎'\'' goes on. SqlCorpusIT guards it.
        if (kind == Kind.STRING
                && !tokens.isEmpty()
                && tokens.get(tokens.size() - 1).kind() == Kind.STRING) {
            throw refused("has two strings that follow one another; write one, or put || between them");
        }
        tokens.add(new SqlToken(kind, sql.substring(at, end), at));
        at = end;
    }

    private void skipLine() {
        while (at < sql.length() && sql.charAt(at) != '\n' && sql.charAt(at) != '\r') {
            at++;
        }
    }

    private void skipBlock() {
        int depth = 0;
        int from = at;
        do {
            if (sql.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (sql.startsWith("*/", at)) {
                depth--;
                at += 2;
            } else if (at < sql.length()) {
                at++;
            } else {
                at = from;
                throw refused("has a comment that does not end");
            }
        } while (depth > 0);
    }

    private int endOfString(int quote, boolean backslashes) {
        for (int i = quote + 1; i < sql.length(); i++) {
            char c = sql.charAt(i);
            if (c == '\\' && backslashes) {
                i++;
            } else if (c == '\'') {
                if (i + 1 < sql.length() && sql.charAt(i + 1) == '\'') {
                    i++;
                } else {
                    return i + 1;
                }
            } else if (c == 0) {
                break;
            }
        }
        throw refused("has a string that does not end");
    }

    private int endOfQuotedName() {
        for (int i = at + 1; i < sql.length(); i++) {
            if (sql.charAt(i) == '"') {
                if (i + 1 < sql.length() && sql.charAt(i + 1) == '"') {
                    i++;
                } else {
                    return i + 1;
                }
            } else if (sql.charAt(i) == 0) {
                break;
            }
        }
        throw refused("has a quoted name that does not end");
    }

    private void nameOrPrefixedString() {
        int end = at + 1;
        while (end < sql.length() && isNamePart(sql.charAt(end))) {
            end++;
        }
        char first = Character.toLowerCase(sql.charAt(at));
        boolean oneLetter = end == at + 1;
        if (oneLetter && first == 'u' && (sql.startsWith("&'", end) || sql.startsWith("&\"", end))) {
            throw refused("uses U& escapes; write the characters themselves");
        }
        if (oneLetter && end < sql.length() && sql.charAt(end) == '\'' && "ebxn".indexOf(first) >= 0) {
            add(Kind.STRING, endOfString(end, first == 'e'));
            return;
        }
        add(Kind.WORD, end);
    }

    private void number() {
        int end = at;
        while (end < sql.length() && isNumberPart(end)) {
            end++;
        }
        boolean whole = NUMBER.matcher(sql.substring(at, end)).matches();
        if (!whole || end < sql.length() && sql.charAt(end) == '$') {
            throw refused("has a number that runs into a word");
        }
        add(Kind.NUMBER, end);
    }

    // Takes too much of 12ab, which is then refused: PostgreSQL before 15 reads it as 12 ab.
    private boolean isNumberPart(int i) {
        char c = sql.charAt(i);
        if (c == '+' || c == '-') {
            char before = Character.toLowerCase(sql.charAt(i - 1 < at ? at : i - 1));
            boolean hex = sql.startsWith("0x", at) || sql.startsWith("0X", at);
            return before == 'e' && !hex && i + 1 < sql.length() && isDigit(sql.charAt(i + 1));
        }
        if (c == '.') {
            // 1..2 is a range in some languages, never in SQL's numbers.
            return !sql.substring(at, i).contains(".");
        }
        return isDigit(c) || isNameStart(c);
    }

    private void dollar() {
        int end = at + 1;
        while (end < sql.length() && isDigit(sql.charAt(end))) {
            end++;
        }
        if (end > at + 1) {
            if (end < sql.length() && isNameStart(sql.charAt(end)) || end - at > 5) {
                throw refused("has a placeholder that is not $1, $2 and so on");
            }
            add(Kind.PLACEHOLDER, end);
            return;
        }
        while (end < sql.length() && isNamePart(sql.charAt(end)) && sql.charAt(end) != '$') {
            end++;
        }
        if (end >= sql.length() || sql.charAt(end) != '$') {
            throw refused("has a '$' that starts neither $1 nor a dollar-quoted string");
        }
        String quote = sql.substring(at, end + 1);
        int close = sql.indexOf(quote, end + 1);
        if (close < 0) {
            throw refused("has a dollar-quoted string that does not end");
        }
        add(Kind.STRING, close + quote.length());
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    // PostgreSQL takes every byte above 127 for a letter, also what Unicode calls a space.
    private static boolean isNameStart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c > 127;
    }

    private static boolean isNamePart(char c) {
        return isNameStart(c) || isDigit(c) || c == '$';
    }

    private Refusal refused(String what) {
        return new Refusal(
                RefusalCode.BAD_ARGUMENT,
                "The statement " + what + " (in line "
                        + (1 + sql.chars().limit(at).filter(c -> c == '\n').count()) + ")");
    }
}
