package ai.ekaya.boot.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Liberty writes to its console while it starts. */
final class ServerLog {
    private static final int LINES_SHOWN = 20;

    /**
     * What Liberty says and then goes on running, with nothing to wait for: server.xml cannot be read, a port is taken, a feature is
     * not installed, the application is missing or does not start; and what our own look at the server says.
     */
    private static final Pattern HOPELESS =
            Pattern.compile("((?:CWWKG0014E|CWWKO0221E|CWWKF0001E|CWWKZ0002E|CWWKZ0004E|CWWKZ0014W): .*"
                    + "|Ekaya Apps cannot start: .*)");

    private final Path file;

    ServerLog(Path file) {
        this.file = file;
    }

    /** The first line that says that the server will not become ready. */
    Optional<String> hopeless() {
        for (String line : lines()) {
            Matcher said = HOPELESS.matcher(line);
            if (said.find()) {
                return Optional.of(said.group(1).strip());
            }
        }
        return Optional.empty();
    }

    String end() {
        List<String> lines = lines();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
    }

    Path file() {
        return file;
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of("(not readable)");
        }
    }
}
