package ai.ekaya.run;

import ai.ekaya.boot.local.TestShop;
import ai.ekaya.host.RunId;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.store.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Records runs in a JVM that ends, or replays them in another: {@code record FILE COUNT} writes the file that {@code replay FILE COUNT}
 * reads. Prints one line, {@code runs, differences, milliseconds in the median}, and the first differences.
 */
final class OtherJvm {
    /** What the sample apps do not do: random numbers, clocks, timers, calls side by side, failures. */
    static final List<String> PROGRAMS = List.of(
            "return [Math.random(), Date.now(), await host.now(), crypto.randomUUID(), input]",
            "return (await Promise.all([1, 2, 3].map(i => host.db.query('SELECT ' + i + ', random(), clock_timestamp()')))).map(a => a.rows)",
            "await host.state.set('n', ((await host.state.get('n')).value ?? 0) + 1); await new Promise(r => setTimeout(r, 5)); return (await host.state.get('n')).value",
            "if (Math.random() < 0.5) throw new Error('tails at ' + await host.now()); return (await host.randomBytes(8)).length");

    private static final int SHOWN_COUNT = 5;

    private OtherJvm() {}

    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[1]);
        int count = Integer.parseInt(arguments[2]);
        Limits limits = Limits.defaults()
                .with(Limit.RUN_KEPT_PER_APP_COUNT, Math.max(500, count))
                .with(Limit.RUN_REPLAY_LEAST_MILLIS, TimeUnit.MINUTES.toMillis(10));
        if (arguments[0].equals("record")) {
            record(file, count, limits);
        } else {
            replay(file, count, limits);
        }
        System.exit(0);
    }

    /** Starts a JVM with these options and waits for its end; gives what it printed. */
    static String run(List<String> options, String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xss16m"));
        command.add("-Dtest.postgres-port=" + TestDatabase.port());
        Optional.ofNullable(System.getProperty("java.util.logging.config.file"))
                .ifPresent(logging -> command.add("-Djava.util.logging.config.file=" + logging));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), OtherJvm.class.getName()));
        command.addAll(List.of(arguments));
        try {
            Path said = Files.createTempFile("ekaya-jvm", ".log");
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .redirectOutput(said.toFile())
                    .start();
            int exit = process.waitFor();
            String text = Files.readString(said);
            Files.delete(said);
            if (exit != 0) {
                throw new IllegalStateException("The other JVM ended with " + exit + ": " + text);
            }
            return text.strip();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void record(Path file, int count, Limits limits) throws IOException {
        try (Platform platform = Platform.open(limits)) {
            List<InstalledApp> apps = apps(platform);
            List<String> lines = new ArrayList<>();
            Platform.Left left = platform.leave();
            lines.add(String.join("\t", left.database(), left.home(), left.project()));
            for (int i = 0; i < count; i++) {
                platform.clock.advance(Duration.ofMillis(98_765));
                InstalledApp app = apps.get(i % apps.size());
                lines.add(platform.run(app, SampleApps.input(app, i / apps.size()))
                        .id()
                        .toString());
            }
            Files.write(file, lines);
            System.out.println(count);
        }
    }

    private static List<InstalledApp> apps(Platform platform) {
        List<InstalledApp> apps =
                new ArrayList<>(SampleApps.on(platform, TestShop.shared()).all());
        for (int i = 0; i < PROGRAMS.size(); i++) {
            String manifest = "{\"id\": \"program-" + i + "\", \"name\": \"Program\", \"version\": \"1.0.0\"}";
            apps.add(
                    platform.install(Platform.app("export default async ({input, host}) => { " + PROGRAMS.get(i) + " }")
                            .with("manifest.json", manifest)
                            .with("schema.sql", "CREATE TABLE notes (id serial PRIMARY KEY, body text)")));
        }
        return apps;
    }

    private static void replay(Path file, int count, Limits limits) throws IOException {
        List<String> lines = Files.readAllLines(file);
        String[] left = lines.get(0).split("\t");
        try (Platform platform = Platform.left(new Platform.Left(left[0], left[1], left[2]), limits)) {
            List<Replay> different = new ArrayList<>();
            List<Long> micros = new ArrayList<>();
            for (String id : lines.subList(1, Math.min(lines.size(), count + 1))) {
                Run run = platform.history
                        .find(platform.project, new RunId(UUID.fromString(id)))
                        .orElseThrow();
                long start = System.nanoTime();
                Replay replay = platform.replays
                        .replay(platform.admin, run, Optional.empty())
                        .toCompletableFuture()
                        .join();
                micros.add((System.nanoTime() - start) / 1_000);
                if (!replay.identical()) {
                    different.add(replay);
                }
            }
            micros.sort(null);
            System.out.printf("%d %d %.1f%n", micros.size(), different.size(), micros.get(micros.size() / 2) / 1e3);
            different.stream().limit(SHOWN_COUNT).forEach(System.out::println);
        }
    }
}
