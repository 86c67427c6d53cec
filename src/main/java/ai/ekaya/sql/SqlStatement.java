package ai.ekaya.sql;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.sql.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;

/** The tokens of one statement, and the texts made of them: one for the parser library, one for the database. */
record SqlStatement(String sql, List<SqlToken> tokens) {

    /** Cuts at semicolons; empty statements are dropped. */
    static List<SqlStatement> split(String sql) {
        List<SqlStatement> statements = new ArrayList<>();
        List<SqlToken> current = new ArrayList<>();
        for (SqlToken token : SqlLexer.read(sql)) {
            if (!token.isSymbol(';')) {
                current.add(token);
            } else if (!current.isEmpty()) {
                statements.add(new SqlStatement(sql, List.copyOf(current)));
                current.clear();
            }
        }
        if (!current.isEmpty()) {
            statements.add(new SqlStatement(sql, List.copyOf(current)));
        }
        return statements;
    }

    /**
     * What the parser library reads: the same tokens with nothing in them that two lexers could read differently. Literals are
     * empty, names that are not plain ASCII are stand-ins, placeholders are {@code ?}.
     */
    String forParser() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < tokens.size(); i++) {
            SqlToken token = tokens.get(i);
            // Symbols that touched must still touch, or >= would become > =.
            if (i > 0 && (tokens.get(i - 1).end() < token.start() || token.kind() != Kind.SYMBOL)) {
                boolean touches = tokens.get(i - 1).end() == token.start()
                        && tokens.get(i - 1).kind() == Kind.SYMBOL;
                text.append(touches && tokens.get(i - 1).kind() == token.kind() ? "" : " ");
            }
            text.append(
                    switch (token.kind()) {
                        case STRING -> "'x'";
                        case PLACEHOLDER -> "?";
                        case WORD -> isPlain(token.text()) ? token.text() : "\"stand_in_" + i + "\"";
                        case QUOTED_NAME ->
                            isPlain(token.text().substring(1, token.text().length() - 1))
                                    ? token.text()
                                    : "\"stand_in_" + i + "\"";
                        case NUMBER, SYMBOL -> token.text();
                    });
        }
        return text.toString();
    }

    private static boolean isPlain(String name) {
        return name.chars().allMatch(c -> c > ' ' && c <= '~' && c != '"' && c != '\\' && c != '`');
    }

    /**
     * What the database reads. Comments become spaces. Where {@code $1} stands somewhere, each {@code $n} becomes the driver's
     * {@code ?} and each {@code ?} is an operator; elsewhere {@code ?} is the placeholder and {@code ??} the operator.
     */
    CheckedStatement checked() {
        boolean numbered = tokens.stream().anyMatch(token -> token.kind() == Kind.PLACEHOLDER);
        int from = tokens.get(0).start();
        StringBuilder text = new StringBuilder();
        List<Integer> parameters = new ArrayList<>();
        for (SqlToken token : tokens) {
            while (text.length() < token.start() - from) {
                char c = sql.charAt(from + text.length());
                text.append(c == '\n' ? '\n' : ' ');
            }
            if (token.kind() == Kind.PLACEHOLDER) {
                parameters.add(number(token));
                text.append('?');
                from += token.text().length() - 1;
            } else if (token.isSymbol('?') && numbered) {
                text.append("??");
                from -= 1;
            } else {
                if (token.isSymbol('?') && !isDoubled(token)) {
                    parameters.add(parameters.size());
                }
                text.append(token.text());
            }
        }
        return new CheckedStatement(text.toString(), parameters);
    }

    private boolean isDoubled(SqlToken mark) {
        int index = tokens.indexOf(mark);
        return index > 0
                        && tokens.get(index - 1).isSymbol('?')
                        && tokens.get(index - 1).end() == mark.start()
                || index + 1 < tokens.size()
                        && tokens.get(index + 1).isSymbol('?')
                        && tokens.get(index + 1).start() == mark.end();
    }

    private static int number(SqlToken placeholder) {
        int number = Integer.parseInt(placeholder.text().substring(1));
        if (number < 1) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT, "Placeholders count from $1, the statement has " + placeholder.text());
        }
        return number - 1;
    }

    boolean startsWith(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (i >= tokens.size() || !tokens.get(i).isWord(words[i])) {
                return false;
            }
        }
        return true;
    }

    /** The first words, for messages. */
    String start() {
        StringBuilder text = new StringBuilder();
        for (SqlToken token : tokens.subList(0, Math.min(3, tokens.size()))) {
            if (token.kind() != Kind.WORD) {
                break;
            }
            text.append(text.isEmpty() ? "" : " ").append(token.text().toUpperCase(java.util.Locale.ROOT));
        }
        return text.isEmpty() ? "Something else" : text.toString();
    }
}
