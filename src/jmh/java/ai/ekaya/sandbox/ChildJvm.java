package ai.ekaya.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process of its own with the JVM options that the server runs with, so that one measurement does not warm another. */
final class ChildJvm {
    /** Where results and the children's error output go; the build's own files of the bench profile lie there too. */
    static final Path FOLDER = Path.of("target", "bench");

    private ChildJvm() {}

    /** The lines of jvm.options that are options. */
    static List<String> options() {
        try {
            return Files.readAllLines(Path.of("jvm.options")).stream()
                    .map(String::strip)
                    .filter(line -> line.startsWith("-"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Run this from the project's folder", e);
        }
    }

    /** @param more options that come after the server's and win over them */
    static Process start(Class<?> main, List<String> more, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options());
        command.addAll(more);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return start(command, main.getSimpleName() + String.join("-", arguments).replaceAll("[^a-z0-9-]", ""));
    }

    /** @param name of the file that takes its error output */
    static Process start(List<String> command, String name) {
        try {
            Files.createDirectories(FOLDER);
            return new ProcessBuilder(command)
                    .redirectError(FOLDER.resolve(name + ".err").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + name, e);
        }
    }
}
