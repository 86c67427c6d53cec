package ai.ekaya.sql;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.sql.SqlToken.Kind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** The tokens of one T-SQL statement, and the texts made of them: one for the parser library, one for the server. */
record TsqlStatement(String sql, List<SqlToken> tokens) {
    /** What the driver, which looks for placeholders, might read otherwise in a name that has a closing bracket. */
    private static final String CONFUSING = "?{}'\"[-/*";

    private static final String STAND_IN = "stand_in_";

    /** @throws Refusal unless it is one statement; a semicolon may end it */
    static TsqlStatement single(String sql) {
        List<SqlToken> tokens = new ArrayList<>(TsqlLexer.read(sql));
        while (!tokens.isEmpty() && tokens.get(tokens.size() - 1).isSymbol(';')) {
            tokens.remove(tokens.size() - 1);
        }
        boolean several = tokens.stream().anyMatch(token -> token.isSymbol(';'));
        if (tokens.isEmpty() || several) {
            throw several
                    ? refused("A call takes one statement, these are more").forbidden()
                    : refused("A call takes one statement, there is none");
        }
        return new TsqlStatement(sql, List.copyOf(tokens));
    }

    /** As {@link SqlStatement#forParser}: nothing in it that two lexers could read differently, and no checked clauses. */
    String forParser() {
        return String.join("", pieces());
    }

    /** The author's word that stands at this place of {@link #forParser()}. */
    Optional<SqlToken> wordAt(int place) {
        int at = 0;
        List<String> pieces = pieces();
        for (int i = 0; i < pieces.size(); i++) {
            at += pieces.get(i).length();
            if (place < at) {
                return Optional.of(tokens.get(i));
            }
        }
        return Optional.empty();
    }

    private List<String> pieces() {
        BitSet checked = TsqlClauses.in(tokens);
        List<String> pieces = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            // Symbols that touched must still touch, or >= would become > =.
            boolean joined = i > 0
                    && tokens.get(i).kind() == Kind.SYMBOL
                    && tokens.get(i - 1).kind() == Kind.SYMBOL
                    && tokens.get(i - 1).end() == tokens.get(i).start();
            pieces.add(checked.get(i) ? "" : (joined ? "" : " ") + forParser(i));
        }
        return pieces;
    }

    private String forParser(int i) {
        SqlToken token = tokens.get(i);
        return switch (token.kind()) {
            case STRING -> "'x'";
            case PLACEHOLDER, NUMBER -> "1";
            case WORD -> isPlain(token.text()) && !isDotted(i) ? known(i) : quoted(i);
            case QUOTED_NAME -> quoted(i);
            case SYMBOL -> token.isSymbol('?') ? " 1 " : token.text();
        };
    }

    private String quoted(int i) {
        String name = tokens.get(i).plain();
        return isPlain(name) ? '"' + name + '"' : "\"" + STAND_IN + i + '"';
    }

    /** A part of a name with dots is no keyword, though the library may know one of that spelling. */
    private boolean isDotted(int i) {
        return isSymbol(i - 1, '.') || isSymbol(i + 1, '.');
    }

    /** Functions that the library knows as something else, as one of the same form that it knows. */
    private String known(int i) {
        SqlToken token = tokens.get(i);
        if (!isSymbol(i + 1, '(') || isSymbol(i - 1, ':')) {
            return token.text();
        }
        return switch (token.name()) {
            case "parse", "try_parse" -> "CAST";
            case "char", "nchar" -> "character_of";
            default -> token.text();
        };
    }

    private boolean isSymbol(int i, char symbol) {
        return i >= 0 && i < tokens.size() && tokens.get(i).isSymbol(symbol);
    }

    private static boolean isPlain(String name) {
        return name.chars().allMatch(c -> c > ' ' && c <= '~' && "\"\\`[]#@$".indexOf(c) < 0);
    }

    /**
     * What the server reads: comments are spaces, each quoted name is in brackets (so no setting changes what a double quote means),
     * a name of other letters than ASCII too (so it is no keyword under any collation), each {@code $n} the driver's {@code ?}.
     */
    CheckedStatement checked() {
        StringBuilder text = new StringBuilder();
        List<Integer> parameters = new ArrayList<>();
        List<CheckedStatement.Word> words = new ArrayList<>();
        boolean numbered = tokens.stream().anyMatch(token -> token.kind() == Kind.PLACEHOLDER);
        int line = line();
        int end = tokens.get(0).start();
        for (SqlToken token : tokens) {
            for (; end < token.start(); end++) {
                boolean newLine = sql.charAt(end) == '\n';
                text.append(newLine ? '\n' : ' ');
                line += newLine ? 1 : 0;
            }
            words.add(new CheckedStatement.Word(token.text(), line, text.length() + 1, token.kind() == Kind.STRING));
            if (token.kind() == Kind.PLACEHOLDER) {
                parameters.add(number(token));
            } else if (token.isSymbol('?')) {
                parameters.add(mark(numbered, parameters.size()));
            }
            text.append(sent(token));
            line += (int) token.text().chars().filter(c -> c == '\n').count();
            end = token.end();
        }
        return new CheckedStatement(text.toString(), parameters, line(), words);
    }

    /** What the author called what the parser library read by this name. */
    String nameOf(String parsed) {
        String plain = parsed.length() > 1 && parsed.startsWith("\"")
                ? parsed.substring(1, parsed.length() - 1).replace("\"\"", "\"")
                : parsed;
        int standIn = plain.startsWith(STAND_IN) ? Integer.parseInt(plain, STAND_IN.length(), plain.length(), 10) : -1;
        return standIn < 0 ? plain : tokens.get(standIn).plain();
    }

    private static String sent(SqlToken token) {
        boolean foreign = token.kind() == Kind.WORD && !token.text().chars().allMatch(c -> c <= '~');
        if (token.kind() == Kind.QUOTED_NAME || foreign) {
            return bracketed(token);
        }
        return token.kind() == Kind.PLACEHOLDER ? "?" : token.text();
    }

    private static String bracketed(SqlToken token) {
        String name = token.plain();
        if (name.indexOf(']') >= 0 && name.chars().anyMatch(c -> CONFUSING.indexOf(c) >= 0)) {
            throw refused("Name " + token.text() + " cannot be sent; give it another one in a view");
        }
        return '[' + name.replace("]", "]]") + ']';
    }

    private static int number(SqlToken placeholder) {
        int number = Integer.parseInt(placeholder.text().substring(1));
        if (number < 1) {
            throw refused("Placeholders count from $1, the statement has " + placeholder.text());
        }
        return number - 1;
    }

    private static int mark(boolean numbered, int before) {
        if (numbered) {
            throw refused("The statement has both ? and $1 as parameters; write one of the two");
        }
        return before;
    }

    private int line() {
        return 1
                + (int) sql.chars()
                        .limit(tokens.get(0).start())
                        .filter(c -> c == '\n')
                        .count();
    }

    /** The first word, for messages. */
    String start() {
        SqlToken first = tokens.get(0);
        return first.kind() == Kind.WORD ? first.text().toUpperCase(java.util.Locale.ROOT) : "something else";
    }

    private static Refusal refused(String message) {
        return new Refusal(RefusalCode.BAD_ARGUMENT, message);
    }
}
