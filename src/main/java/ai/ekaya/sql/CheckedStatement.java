package ai.ekaya.sql;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * A statement that passed the guard, with the driver's placeholders.
 *
 * @param parameters for each placeholder in order, which of the caller's parameters it takes (from 0)
 * @param line where it starts in the text that it came in, from 1
 * @param words what the author wrote and where it went, for messages
 */
public record CheckedStatement(String sql, List<Integer> parameters, int line, List<Word> words) {
    /** @param position where the server, which counts from 1, sees the word: in a text where each placeholder is $n */
    record Word(String text, int line, int position, boolean literal) {}

    public CheckedStatement {
        parameters = List.copyOf(parameters);
        words = List.copyOf(words);
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
            String text = words.get(i).text();
            char first = text.charAt(0);
            // To PostgreSQL whatever is no ASCII is a letter.
            boolean name = first == '"' || first == '_' || first > '~' || Character.isLetter(first);
            boolean called = isWord(i + 1, "(") || isWord(i - 1, ".");
            if (name && called && !words.get(i).literal()) {
                calls.add(
                        text.startsWith("\"")
                                ? text.substring(1, text.length() - 1).replace("\"\"", "\"")
                                : folded(text));
            }
        }
        return calls;
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

    /** Whether a bare {@code ?} stands in it as a parameter. */
    boolean marksParameters() {
        return !parameters.isEmpty()
                && words.stream().anyMatch(word -> word.text().equals("?"))
                && words.stream().noneMatch(word -> word.text().matches("\\$[0-9]+"));
    }
}
