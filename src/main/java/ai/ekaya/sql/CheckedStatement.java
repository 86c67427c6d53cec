package ai.ekaya.sql;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A statement that passed the guard, with the driver's placeholders.
 *
 * @param parameters for each placeholder in order, which of the caller's parameters it takes (from 0)
 * @param line where it starts in the text that it came in, from 1
 * @param words what the author wrote and where it went, for messages
 */
public record CheckedStatement(String sql, List<Integer> parameters, int line, List<Word> words) {
    private static final Set<String> CHANGES = Set.of("insert", "update", "delete", "merge");
    /** No rollback takes back what they did. */
    private static final Set<String> COUNTERS = Set.of("nextval", "setval");
    /** After FOR. */
    private static final Set<String> LOCKS = Set.of("update", "no", "share", "key");

    /** @param position where the server, which counts from 1, sees the word: in a text where each placeholder is $n */
    record Word(String text, int line, int position, boolean literal) {}

    public CheckedStatement {
        parameters = List.copyOf(parameters);
        words = List.copyOf(words);
    }

    /** The same statement with a word of ours before it, such as EXPLAIN. */
    public CheckedStatement behind(String prefix) {
        List<Word> moved = words.stream()
                .map(word -> new Word(word.text(), word.line(), word.position() + prefix.length(), word.literal()))
                .toList();
        return new CheckedStatement(prefix + sql, parameters, line, moved);
    }

    int parameterCount() {
        return parameters.stream().mapToInt(index -> index + 1).max().orElse(0);
    }

    /**
     * The names of functions that it may call, as PostgreSQL folds them and without quotes: those before a parenthesis, and those
     * after a dot, as {@code t.f} is {@code f(t)}. Most of the latter are columns.
     */
    public Set<String> calls() {
        Set<String> calls = new TreeSet<>();
        for (int i = 0; i < words.size(); i++) {
            boolean called = isWord(i + 1, "(") || isWord(i - 1, ".");
            if (called) {
                name(words.get(i)).ifPresent(calls::add);
            }
        }
        return calls;
    }

    /** All words that may be names, as {@link #calls} has them. */
    public Set<String> names() {
        return words.stream().flatMap(word -> name(word).stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Its symbols, those that stand side by side as one. */
    public Set<String> symbols() {
        Set<String> symbols = new TreeSet<>();
        StringBuilder run = new StringBuilder();
        int end = -1;
        for (Word word : words) {
            boolean symbol = !word.literal()
                    && name(word).isEmpty()
                    && !Character.isDigit(word.text().charAt(0));
            if (!symbol || word.position() != end) {
                symbols.add(run.toString());
                run.setLength(0);
            }
            if (symbol) {
                run.append(word.text());
                end = word.position() + word.text().length();
            }
        }
        symbols.add(run.toString());
        symbols.remove("");
        return symbols;
    }

    private static Optional<String> name(Word word) {
        String text = word.text();
        boolean quoted = text.startsWith("\"");
        if (word.literal() || !quoted && !startsName(text.charAt(0))) {
            return Optional.empty();
        }
        return Optional.of(quoted ? text.substring(1, text.length() - 1).replace("\"\"", "\"") : folded(text));
    }

    /** To PostgreSQL whatever is no ASCII is a letter. */
    private static boolean startsName(char first) {
        return first == '_' || first > '~' || Character.isLetter(first);
    }

    private boolean isWord(int i, String text) {
        return i >= 0 && i < words.size() && words.get(i).text().equals(text);
    }

    /** PostgreSQL knows the small letters of ASCII alone. */
    private static String folded(String name) {
        StringBuilder folded = new StringBuilder(name);
        for (int i = 0; i < folded.length(); i++) {
            char c = folded.charAt(i);
            folded.setCharAt(i, c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
        }
        return folded.toString();
    }

    /** In lower case: {@code insert}, or {@code (}. */
    public String firstWord() {
        return words.isEmpty() ? "" : words.get(0).text().toLowerCase(Locale.ROOT);
    }

    /**
     * What it does to rows, tables or sequences. A SELECT only reads, unless it moves a sequence on or locks rows; a WITH or a
     * parenthesis changes something when a word in it says so, and is taken for a change when that word is only a name. What a
     * view hides is not seen here: what is said to read has to run where the database lets nothing be changed.
     */
    public Effect effect() {
        return switch (firstWord()) {
            case "select", "values", "table" -> counts() || locks() ? Effect.WRITES : Effect.READS;
            case "with", "(" ->
                words.stream().anyMatch(CheckedStatement::changes) || counts() || locks()
                        ? Effect.WRITES
                        : Effect.READS;
            default -> Effect.WRITES;
        };
    }

    private boolean counts() {
        return calls().stream().anyMatch(COUNTERS::contains);
    }

    private boolean locks() {
        return IntStream.range(1, words.size())
                .anyMatch(i -> isPlain(words.get(i - 1), Set.of("for")) && isPlain(words.get(i), LOCKS));
    }

    private static boolean isPlain(Word word, Set<String> texts) {
        return !word.literal() && texts.contains(word.text().toLowerCase(Locale.ROOT));
    }

    private static boolean changes(Word word) {
        return isPlain(word, CHANGES);
    }

    /** Whether a bare {@code ?} stands in it as a parameter. */
    boolean marksParameters() {
        return !parameters.isEmpty()
                && words.stream().anyMatch(word -> word.text().equals("?"))
                && words.stream().noneMatch(word -> word.text().matches("\\$[0-9]+"));
    }
}
