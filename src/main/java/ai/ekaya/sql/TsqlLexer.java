package ai.ekaya.sql;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.sql.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads text as SQL Server's own lexer does (with {@code QUOTED_IDENTIFIER ON}, the driver's setting). What it could read otherwise
 * is refused, or is sent in one spelling only, see {@link TsqlStatement#checked()}. Comments are dropped. Not thread-safe.
 */
final class TsqlLexer {
    private static final String SYMBOLS = "+-*/<>=~!%^&|?(),;.:";
    private static final Pattern NUMBER =
            Pattern.compile("(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:e[+-]?[0-9]*)?|0x[0-9a-f]*", Pattern.CASE_INSENSITIVE);
    private static final String SPACE = " \t\n\r\f\u000b";

    private final String sql;
    private final List<SqlToken> tokens = new ArrayList<>();
    private int at;

    private TsqlLexer(String sql) {
        this.sql = sql;
    }

    /** @throws Refusal {@code BAD_ARGUMENT} for what SQL Server would not read either, and for a few things that nobody needs */
    static List<SqlToken> read(String sql) {
        TsqlLexer lexer = new TsqlLexer(sql);
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
            add(Kind.STRING, end(at, '\'', "string"));
        } else if (c == '"') {
            add(Kind.QUOTED_NAME, endOfName('"'));
        } else if (c == '[') {
            add(Kind.QUOTED_NAME, endOfName(']'));
        } else if (isNameStart(c)) {
            nameOrNationalString();
        } else if (isDigit(c) || c == '.' && at + 1 < sql.length() && isDigit(sql.charAt(at + 1))) {
            number();
        } else if (c == '$') {
            placeholder();
        } else if (c == '@') {
            throw refused("has a variable; write ? or $1 for a parameter, and no @@ function");
        } else if (c == '#') {
            throw refused("has a temporary table, and a datasource has none; write a common table expression");
        } else if (SYMBOLS.indexOf(c) >= 0) {
            add(Kind.SYMBOL, at + 1);
        } else {
            throw refused("has the character " + (c < ' ' || c > '~' ? "U+%04X".formatted((int) c) : "'" + c + "'")
                    + ", which is no part of a query outside of quotes");
        }
    }

    private void add(Kind kind, int end) {
        tokens.add(new SqlToken(kind, sql.substring(at, end), at));
        at = end;
    }

    // Where SQL Server ends the line does not matter: what is skipped here is not sent.
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

    private int endOfName(char close) {
        int end = end(at, close, "quoted name");
        if (end == at + 2) {
            throw refused("has an empty name");
        }
        return end;
    }

    private int end(int open, char close, String what) {
        for (int i = open + 1; i < sql.length() && sql.charAt(i) != 0; i++) {
            if (sql.charAt(i) == close) {
                if (i + 1 < sql.length() && sql.charAt(i + 1) == close) {
                    i++;
                } else {
                    return i + 1;
                }
            }
        }
        throw refused("has a " + what + " that does not end");
    }

    private void nameOrNationalString() {
        int end = at + 1;
        while (end < sql.length() && isNamePart(sql.charAt(end))) {
            end++;
        }
        boolean national = end == at + 1 && (sql.charAt(at) == 'N' || sql.charAt(at) == 'n');
        if (national && end < sql.length() && sql.charAt(end) == '\'') {
            add(Kind.STRING, end(end, '\'', "string"));
            return;
        }
        add(Kind.WORD, end);
    }

    private void number() {
        int end = at;
        while (end < sql.length() && isNumberPart(end)) {
            end++;
        }
        if (!NUMBER.matcher(sql.substring(at, end)).matches()) {
            throw refused("has a number that runs into a word");
        }
        add(Kind.NUMBER, end);
    }

    // Takes too much of 12ab, which is then refused: SQL Server reads 12 ab, and 12e as a number.
    private boolean isNumberPart(int i) {
        char c = sql.charAt(i);
        if (c == '+' || c == '-') {
            char before = Character.toLowerCase(sql.charAt(Math.max(at, i - 1)));
            boolean hex = sql.startsWith("0x", at) || sql.startsWith("0X", at);
            return before == 'e' && i > at && !hex && i + 1 < sql.length() && isDigit(sql.charAt(i + 1));
        }
        return c == '.' ? !sql.substring(at, i).contains(".") : isNamePart(c);
    }

    private void placeholder() {
        int end = at + 1;
        while (end < sql.length() && isDigit(sql.charAt(end))) {
            end++;
        }
        boolean runsOn = end < sql.length() && (isNamePart(sql.charAt(end)) || sql.charAt(end) == '.');
        if (end == at + 1 || end - at > 5 || runsOn) {
            throw refused("has a $ that is no parameter as $1, $2 and so on; write an amount of money as a number");
        }
        add(Kind.PLACEHOLDER, end);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    // SQL Server takes the letters of Unicode 3.2; what is newer or no letter at all is refused by it, not by us.
    private static boolean isNameStart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c > '~' && Character.isLetter(c);
    }

    private static boolean isNamePart(char c) {
        return isNameStart(c)
                || isDigit(c)
                || c == '$'
                || c == '#'
                || c == '@'
                || c > '~' && Character.isUnicodeIdentifierPart(c) && !Character.isIdentifierIgnorable(c);
    }

    private Refusal refused(String what) {
        int line = 1 + (int) sql.chars().limit(at).filter(c -> c == '\n').count();
        return new Refusal(RefusalCode.BAD_ARGUMENT, "The statement " + what + " (line " + line + ")");
    }
}
