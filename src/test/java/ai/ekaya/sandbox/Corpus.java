package ai.ekaya.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The differential corpus: small JavaScript programs that between them run as much of the engine as possible. Each file of {@code
 * corpus/} is a topic; in it a line {@code //# name} begins a program, whose last value, or what it throws, is its answer.
 */
final class Corpus {
    private static final String MARK = "//# ";
    private static final String ENDING = ".js";

    private Corpus() {}

    /** @param name as {@code topic/what it shows}, unique */
    record Snippet(String name, String source) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Snippet> snippets() {
        List<Snippet> snippets = new ArrayList<>();
        for (Path topic : topics()) {
            String file = topic.getFileName().toString();
            addSnippets(file.substring(0, file.length() - ENDING.length()), text(topic), snippets);
        }
        return List.copyOf(snippets);
    }

    private static void addSnippets(String topic, String text, List<Snippet> snippets) {
        // The first part is the file's own comment.
        for (String part :
                Stream.of(("\n" + text).split("\n" + MARK, -1)).skip(1).toList()) {
            int lineEnd = part.indexOf('\n');
            snippets.add(new Snippet(topic + "/" + part.substring(0, lineEnd).strip(), part.substring(lineEnd + 1)));
        }
    }

    private static List<Path> topics() {
        try (Stream<Path> files = Files.list(folder())) {
            return files.filter(file -> file.toString().endsWith(ENDING))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list the corpus", e);
        }
    }

    private static Path folder() {
        try {
            return Path.of(
                    Objects.requireNonNull(Corpus.class.getResource("corpus")).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The corpus lies in a folder", e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }
}
