package ai.ekaya.boot.fleet;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The programs of a PostgreSQL: the embedded one's, which are three, or an installed one's, which has {@code pg_dump} as well. */
public record Binaries(Path folder) {
    private static final Path EMBEDDED = Path.of("target", "postgres-embedded").toAbsolutePath();

    /** Unpacked once. */
    public static synchronized Binaries embedded() {
        Binaries binaries = new Binaries(EMBEDDED.resolve("bin"));
        if (!Files.isExecutable(binaries.folder().resolve("postgres"))) {
            unpack();
        }
        return binaries;
    }

    /** The newest installed PostgreSQL with a server and the tools of its age; {@code EKAYA_POSTGRES_BIN} names another. */
    public static Optional<Binaries> installed() {
        String named = System.getenv().getOrDefault("EKAYA_POSTGRES_BIN", "");
        if (!named.isEmpty()) {
            return Optional.of(new Binaries(Path.of(named)));
        }
        Path versions = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(versions)) {
            return Optional.empty();
        }
        try (Stream<Path> folders = Files.list(versions)) {
            return folders.map(folder -> folder.resolve("bin"))
                    .filter(bin -> Stream.of("initdb", "pg_ctl", "pg_dump", "pg_restore")
                            .allMatch(program -> Files.isExecutable(bin.resolve(program))))
                    .max(Comparator.comparing(Path::toString))
                    .map(Binaries::new);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void unpack() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
        String machine = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
        String name = "/postgres-" + system + "-" + machine + ".txz";
        Path archive = EMBEDDED.resolve("postgres.txz");
        try (InputStream in = Binaries.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The class path has no " + name);
            }
            Files.createDirectories(EMBEDDED);
            Files.copy(in, archive, StandardCopyOption.REPLACE_EXISTING);
            wait(new ProcessBuilder("tar", "-xJf", archive.toString(), "-C", EMBEDDED.toString()));
            Files.delete(archive);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs one of the programs to its end, as nobody when this is root, whom PostgreSQL refuses. */
    void run(String program, String... arguments) {
        wait(command(program, arguments));
    }

    ProcessBuilder command(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(folder.resolve(program).toString());
        command.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(command);
    }

    /** @throws IllegalStateException with all that it said when it ends with another code than 0 */
    static String wait(ProcessBuilder builder) {
        return toItsEnd(builder, List.of(0));
    }

    /** What it said, also when it ended with 1. */
    static String said(ProcessBuilder builder) {
        return toItsEnd(builder, List.of(0, 1));
    }

    private static String toItsEnd(ProcessBuilder builder, List<Integer> expected) {
        try {
            Path said = Files.createTempFile("ekaya-fleet", ".log");
            // A file and no pipe: what pg_ctl starts would hold a pipe open.
            Process process = builder.redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            boolean ended = process.waitFor(2, TimeUnit.MINUTES);
            String text = Files.readString(said);
            Files.delete(said);
            if (!ended || !expected.contains(process.exitValue())) {
                throw new IllegalStateException(
                        builder.command() + (ended ? " ended with " + process.exitValue() : " goes on") + ": " + text);
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
