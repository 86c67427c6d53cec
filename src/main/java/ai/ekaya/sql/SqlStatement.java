package ai.ekaya.sql;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.sql.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tokens of one statement, and the texts made of them: one for the parser library, one for the database. */
record SqlStatement(String sql, List<SqlToken> tokens) {
    /** What statements start with, and is no name of the author's. */
    private static final Set<String> COMMAND_WORDS =
            Set.of(("abort all alter analyze begin call cast checkpoint close cluster"
                            + " collation comment commit concurrently copy create cursor database deallocate declare default delete discard"
                            + " do domain drop event execute exists explain extension fetch for foreign from function grant group if"
                            + " import in index insert into language listen load local lock materialized merge move not notify of on only"
                            + " operator or owned policy prepare privileges procedure publication reassign refresh reindex release"
                            + " replace reset revoke role rollback routine rule savepoint schema security select sequence server session"
                            + " set show start statistics subscription system table tablespace temp temporary to transaction trigger"
                            + " truncate type unique unlisten unlogged update user using vacuum values view with work")
                    .split(" "));

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
     * empty, names that are not plain ASCII are stand-ins. Placeholders are numbers and operators with a question mark are another
     * operator: for each {@code ?} the library looks ahead to the end of the statement, 60,000 of them took it three minutes.
     */
    String forParser() {
        return String.join("", wordsForParser());
    }

    private List<String> wordsForParser() {
        boolean numbered = isNumbered();
        @Nullable String[] said = Paraphrase.of(tokens);
        List<String> words = new ArrayList<>(tokens.size());
        for (int i = 0; i < tokens.size(); i++) {
            String instead = said[i];
            words.add(instead == null ? forParserSpaced(i, numbered) : " " + instead);
        }
        return words;
    }

    private String forParserSpaced(int i, boolean numbered) {
        SqlToken token = tokens.get(i);
        boolean touches = i > 0 && touch(tokens.get(i - 1), token);
        boolean joined = touches && isOperatorPart(tokens.get(i - 1)) && isOperatorPart(token);
        // Symbols that touched must still touch, or >= would become > =.
        return (joined ? "" : " ") + forParser(i, numbered, joined);
    }

    private static boolean isOperatorPart(SqlToken token) {
        return token.kind() == Kind.SYMBOL;
    }

    private String forParser(int i, boolean numbered, boolean joined) {
        SqlToken token = tokens.get(i);
        return switch (token.kind()) {
            case STRING -> "'x'";
            case PLACEHOLDER -> "1";
            case WORD -> isPlain(token.text()) ? token.text() : "\"stand_in_" + i + "\"";
            case QUOTED_NAME ->
                isPlain(token.text().substring(1, token.text().length() - 1)) ? token.text() : "\"stand_in_" + i + "\"";
            case NUMBER -> token.text();
            case SYMBOL -> {
                boolean afterMark = joined && tokens.get(i - 1).isSymbol('?');
                if (afterMark && (token.isSymbol('?') || token.isSymbol('|') || token.isSymbol('&'))) {
                    // The second half of ??, ?| or ?&.
                    yield "";
                }
                if (!token.isSymbol('?')) {
                    yield token.text();
                }
                if (!numbered && !isDoubled(i)) {
                    yield " 1 ";
                }
                yield joined && tokens.get(i - 1).isSymbol('@') ? "@" : "@>";
            }
        };
    }

    private boolean isNumbered() {
        return tokens.stream().anyMatch(token -> token.kind() == Kind.PLACEHOLDER);
    }

    /** How many dots the longest name has. */
    int longestNameDots() {
        int longest = 0;
        int dots = 0;
        boolean afterDot = false;
        for (SqlToken token : tokens) {
            boolean dot = token.isSymbol('.');
            dots = dot ? dots + 1 : afterDot ? dots : 0;
            longest = Math.max(longest, dots);
            afterDot = dot;
        }
        return longest;
    }

    private static boolean isPlain(String name) {
        return name.chars().allMatch(c -> c > ' ' && c <= '~' && c != '"' && c != '\\' && c != '`');
    }

    /**
     * What the database reads. Comments become spaces. Where {@code $1} stands somewhere, each {@code $n} becomes the driver's
     * {@code ?} and each {@code ?} is an operator; elsewhere {@code ?} is the placeholder and {@code ??} the operator.
     */
    CheckedStatement checked() {
        boolean numbered = isNumbered();
        int from = tokens.get(0).start();
        StringBuilder text = new StringBuilder();
        List<Integer> parameters = new ArrayList<>();
        List<CheckedStatement.Word> words = new ArrayList<>();
        // What the server's text is longer by: $12 for ?, and ? for ??.
        int longer = 0;
        int line = line();
        int counted = from;
        for (int i = 0; i < tokens.size(); i++) {
            SqlToken token = tokens.get(i);
            while (text.length() < token.start() - from) {
                char c = sql.charAt(from + text.length());
                text.append(c == '\n' ? '\n' : ' ');
            }
            for (; counted < token.start(); counted++) {
                line += sql.charAt(counted) == '\n' ? 1 : 0;
            }
            words.add(new CheckedStatement.Word(
                    token.text(), line, text.length() + longer + 1, token.kind() == Kind.STRING));
            boolean mark = token.isSymbol('?') && !numbered && !isDoubled(i);
            if (token.kind() == Kind.PLACEHOLDER) {
                parameters.add(number(token));
                text.append('?');
                from += token.text().length() - 1;
            } else if (token.isSymbol('?') && numbered) {
                text.append("??");
                from -= 1;
                longer -= 1;
            } else {
                if (mark) {
                    parameters.add(parameters.size());
                }
                text.append(token.text());
                longer -= token.isSymbol('?') && !mark && i > 0 && isDoubled(i - 1) ? 1 : 0;
            }
            longer += mark || token.kind() == Kind.PLACEHOLDER
                    ? String.valueOf(parameters.size()).length()
                    : 0;
        }
        return new CheckedStatement(text.toString(), parameters, line(), words);
    }

    /** Where the statement starts in the text it came in. */
    int line() {
        return 1
                + (int) sql.chars()
                        .limit(tokens.get(0).start())
                        .filter(c -> c == '\n')
                        .count();
    }

    /** The author's word that stands at this place of {@link #forParser()}. */
    Optional<SqlToken> wordAt(int place) {
        List<String> words = wordsForParser();
        int at = 0;
        for (int i = 0; i < tokens.size(); i++) {
            at += words.get(i).length();
            if (place < at) {
                return Optional.of(tokens.get(i));
            }
        }
        return Optional.empty();
    }

    /** Whether the word is a lone {@code ?}, or follows one, where {@code ?} is a parameter. */
    boolean isBesideMark(SqlToken word) {
        int i = tokens.indexOf(word);
        return !isNumbered() && (isMark(i) || isMark(i - 1));
    }

    private boolean isMark(int i) {
        return i >= 0 && tokens.get(i).isSymbol('?') && !isDoubled(i);
    }

    /** Whether the question mark is half of {@code ??}, the driver's way to write the operator. */
    private boolean isDoubled(int index) {
        SqlToken mark = tokens.get(index);
        boolean before = index > 0
                && touch(tokens.get(index - 1), mark)
                && tokens.get(index - 1).isSymbol('?');
        boolean after = index + 1 < tokens.size()
                && touch(mark, tokens.get(index + 1))
                && tokens.get(index + 1).isSymbol('?');
        return before || after;
    }

    private static boolean touch(SqlToken first, SqlToken second) {
        return first.end() == second.start();
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

    /** In lower case, with spaces between; fewer where the statement is shorter or has something else there. */
    String firstWords(int count) {
        return tokens.stream()
                .limit(count)
                .takeWhile(token -> token.kind() == Kind.WORD)
                .map(SqlToken::name)
                .collect(Collectors.joining(" "));
    }

    /** Whether the first word is one of the database's own, and none that is mistyped. */
    boolean startsWithCommand() {
        SqlToken first = tokens.get(0);
        return first.kind() == Kind.WORD && COMMAND_WORDS.contains(first.name());
    }

    /** The first words, for messages: names as they were written. */
    String start() {
        StringBuilder text = new StringBuilder();
        for (SqlToken token : tokens.subList(0, Math.min(3, tokens.size()))) {
            if (token.kind() != Kind.WORD) {
                break;
            }
            text.append(text.isEmpty() ? "" : " ").append(shown(token.text()));
        }
        return text.isEmpty() ? "Something else" : text.toString();
    }

    private static String shown(String word) {
        return COMMAND_WORDS.contains(word.toLowerCase(Locale.ROOT)) ? word.toUpperCase(Locale.ROOT) : word;
    }
}
