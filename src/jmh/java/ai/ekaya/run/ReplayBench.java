package ai.ekaya.run;

import ai.ekaya.boot.local.TestShop;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Records runs of all sample apps and of apps that use time, random numbers and parallel calls, and replays them: in the same process,
 * and with all rooms opened anew. Then what a journal costs a run. Then what other JVMs make of what one recorded. {@code ./ekaya bench replay [runs]}.
 */
final class ReplayBench {
    private static final int COST_ROUNDS = 5;
    private static final int COST_RUNS = 200;
    /** Of a JVM that compiles nothing; each takes a hundred times as long. */
    private static final int INTERPRETED_COUNT = 90;

    private ReplayBench() {}

    public static void main(String[] arguments) {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000;
        Limits limits = Limits.defaults().with(Limit.RUN_KEPT_PER_APP_COUNT, Math.max(500, count));
        try (Platform platform = Platform.open(limits)) {
            List<Run> runs = record(platform, count);
            System.out.printf("| what | differences | median | 95th |%n|---|---:|---:|---:|%n");
            replay("replayed in the same process", platform, runs);
            try (Platform restarted = platform.restarted()) {
                replay("replayed with all rooms opened anew", restarted, runs);
            }
            System.out.printf(
                    "%n%,d runs of %,d outcomes, %,d host calls; journals of %,d bytes each in the median, %,d together%n%n",
                    runs.size(),
                    runs.stream()
                            .map(Run::outcome)
                            .map(Object::toString)
                            .distinct()
                            .count(),
                    runs.stream().mapToLong(run -> run.usage().hostCalls()).sum(),
                    platform.count("SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY bytes) FROM ekaya.run_journal"),
                    platform.count("SELECT sum(bytes) FROM ekaya.run_journal"));
            cost(platform, limits);
        }
        restart(count);
        System.exit(0);
    }

    /** Recorded by a JVM that ends, replayed by others, whose compilers make other code of the same guest. */
    private static void restart(int count) {
        try {
            String file = Files.createTempFile("ekaya-runs", ".txt").toString();
            OtherJvm.run(List.of(), "record", file, Integer.toString(count));
            System.out.printf(
                    "%n| recorded by a JVM that has ended, replayed by one | runs | differences | median |%n|---|---:|---:|---:|%n");
            again("started as the server", file, count, List.of());
            again("with the first compiler alone", file, count, List.of("-XX:TieredStopAtLevel=1"));
            again("with the second compiler alone", file, count, List.of("-XX:-TieredCompilation"));
            again("that interprets all", file, Math.min(count, INTERPRETED_COUNT), List.of("-Xint"));
            OtherJvm.run(List.of("-Xint"), "record", file, Integer.toString(Math.min(count, INTERPRETED_COUNT)));
            again("as the server, recorded by one that interprets all", file, INTERPRETED_COUNT, List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void again(String what, String file, int count, List<String> options) {
        String[] said =
                OtherJvm.run(options, "replay", file, Integer.toString(count)).split("\n", 2);
        String[] figures = said[0].split(" ");
        System.out.printf("| %s | %s | %s | %s ms |%n", what, figures[0], figures[1], figures[2]);
        Arrays.stream(said).skip(1).forEach(System.out::println);
    }

    private static List<Run> record(Platform platform, int count) {
        List<InstalledApp> apps =
                new ArrayList<>(SampleApps.on(platform, TestShop.shared()).all());
        for (int i = 0; i < OtherJvm.PROGRAMS.size(); i++) {
            apps.add(platform.install(
                    Platform.app("export default async ({input, host}) => { " + OtherJvm.PROGRAMS.get(i) + " }")
                            .with(
                                    "manifest.json",
                                    "{\"id\": \"program-" + i + "\", \"name\": \"Program\", \"version\": \"1.0.0\"}")
                            .with("schema.sql", "CREATE TABLE notes (id serial PRIMARY KEY, body text)")));
        }
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            platform.clock.advance(Duration.ofMillis(98_765));
            InstalledApp app = apps.get(i % apps.size());
            runs.add(platform.run(app, SampleApps.input(app, i / apps.size())));
        }
        return runs;
    }

    private static void replay(String what, Platform on, List<Run> runs) {
        List<Replay> different = new ArrayList<>();
        double[] millis = new double[runs.size()];
        for (int i = 0; i < runs.size(); i++) {
            long start = System.nanoTime();
            Replay replay = on.replays
                    .replay(on.admin, runs.get(i), Optional.empty())
                    .toCompletableFuture()
                    .join();
            millis[i] = (System.nanoTime() - start) / 1e6;
            if (!replay.identical()) {
                different.add(replay);
            }
        }
        System.out.printf(
                "| %,d runs %s | %,d | %.1f ms | %.1f ms |%n",
                runs.size(), what, different.size(), quantile(millis, 0.5), quantile(millis, 0.95));
        different.stream().limit(5).forEach(System.out::println);
    }

    /** Two servers in one process share the engine and take turns; one of them keeps no journal, as none is short enough. */
    private static void cost(Platform with, Limits limits) {
        InstalledApp app = with.install(
                Platform.app("""
                        export default async ({host}) => {
                          const {value} = await host.state.get('n');
                          const {rows} = await host.db.query('SELECT generate_series(1, 50), md5(random()::text)');
                          await host.state.set('n', (value ?? 0) + rows.length);
                          return rows.length;
                        }
                        """).with("schema.sql", "CREATE TABLE notes (id serial PRIMARY KEY, body text)"));
        try (Platform without = with.another("two", limits.with(Limit.JOURNAL_RUN_BYTES, 1))) {
            System.out.printf("| a run with three recorded calls, median | with | without |%n|---|---:|---:|%n");
            for (int round = 0; round <= COST_ROUNDS; round++) {
                double[] kept = new double[COST_RUNS];
                double[] dropped = new double[COST_RUNS];
                // In turn, so that what else the machine does falls on both.
                for (int i = 0; i < COST_RUNS; i++) {
                    kept[i] = millis(with, app);
                    dropped[i] = millis(without, app);
                }
                String what = round == 0 ? "warm-up" : "round " + round;
                System.out.printf("| %s | %.2f ms | %.2f ms |%n", what, quantile(kept, 0.5), quantile(dropped, 0.5));
            }
        }
    }

    private static double millis(Platform on, InstalledApp app) {
        on.clock.advance(Duration.ofMillis(10));
        long start = System.nanoTime();
        on.run(app, "{}");
        return (System.nanoTime() - start) / 1e6;
    }

    private static double quantile(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1, Math.round(share * sorted.length))];
    }
}
