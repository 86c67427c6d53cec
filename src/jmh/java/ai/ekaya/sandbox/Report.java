package ai.ekaya.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** A page of tables in Markdown, printed as it grows and written to target/bench. Not thread-safe. */
final class Report {
    private final Path file;
    private final StringBuilder text = new StringBuilder();

    Report(String name, String title) {
        this.file = ChildJvm.FOLDER.resolve(name + ".md");
        line("# " + title);
        line("");
        line(machine());
    }

    void line(String line) {
        System.out.println(line);
        text.append(line).append('\n');
    }

    void heading(String heading) {
        line("");
        line("## " + heading);
        line("");
    }

    /** The first column is text, the others are numbers. */
    void tableHead(List<String> columns) {
        line("| " + String.join(" | ", columns) + " |");
        line("|---|" + "---:|".repeat(columns.size() - 1));
    }

    void row(List<String> cells) {
        line("| " + String.join(" | ", cells) + " |");
    }

    void write() {
        try {
            Files.createDirectories(ChildJvm.FOLDER);
            Files.writeString(file, text);
            System.out.println("\nWritten to " + file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }

    /** What figures depend on. The load says whether others were at work on the machine. */
    private static String machine() {
        var system = ManagementFactory.getOperatingSystemMXBean();
        return String.format(
                Locale.ROOT,
                "%s · %s, %d processors, load %.1f at the start · Java %s · %s",
                Instant.now().truncatedTo(ChronoUnit.MINUTES),
                processor(),
                system.getAvailableProcessors(),
                system.getSystemLoadAverage(),
                Runtime.version(),
                String.join(" ", ChildJvm.options()));
    }

    private static String processor() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }
}
