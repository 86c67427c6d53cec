package ai.ekaya.run;

import ai.ekaya.host.RunId;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.install.NewInstall;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.pack.Packages;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * An app that is updated and rolled back again and again while runs of it are asked for at a steady pace; each version reads tables
 * that the other one cannot. Tells whether a run failed or mixed the two, and how long the app stood still.
 * {@code ./ekaya bench swap [changes] [runs a second] [rows]}.
 */
final class SwapBench {
    private static final String CODE =
            "export default async ({host}) => [%1$d, (await host.db.query('SELECT %2$s FROM about')).rows[0][0]]";
    private static final String CREATE = "CREATE TABLE about (version int); INSERT INTO about VALUES (1);"
            + " CREATE TABLE filled AS SELECT n, repeat('x', 100) AS body FROM generate_series(1, %d) AS n";

    private final Platform platform = Platform.open(Limits.defaults()
            .with(Limit.USAGE_RUNS_COUNT, 1_000_000_000)
            .with(Limit.RUN_QUEUE_PER_PROJECT_COUNT, 200)
            .with(Limit.RUN_KEPT_PER_APP_COUNT, 1_000_000));
    private final List<RunId> asked = Collections.synchronizedList(new ArrayList<>());
    private final AtomicBoolean done = new AtomicBoolean();
    private int full;

    private SwapBench() {
        daemon(this::tick);
        platform.signals.open(platform.threads.executor(), platform.threads.timer());
        platform.runs.recover();
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(null, task, "bench", 16 << 20);
        thread.setDaemon(true);
        thread.start();
    }

    /** The platform of tests has a clock that is set. */
    private void tick() {
        while (true) {
            platform.clock.set(Clock.systemUTC().instant());
            LockSupport.parkNanos(1_000_000);
        }
    }

    public static void main(String[] arguments) throws Exception {
        System.setProperty("ekaya.test.durable", "true");
        int changes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
        int pace = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 200;
        int rows = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 10_000;
        new SwapBench().measure(changes, pace, rows);
        System.exit(0);
    }

    private static Packages version(int number, String column, int rows) {
        Packages one = Platform.app(CODE.formatted(number, column))
                .version(number + ".0.0")
                .with("migrations/001_about.sql", CREATE.formatted(rows));
        return number == 1
                ? one
                : one.with(
                        "migrations/002_next.sql",
                        "ALTER TABLE about RENAME COLUMN version TO next; UPDATE about SET next = 2");
    }

    private void measure(int changes, int pace, int rows) throws Exception {
        InstalledApp app = platform.install(version(1, "version", rows));
        byte[] two = version(2, "next", rows).zip();
        for (int i = 0; i < 500; i++) {
            platform.run(app, "{}");
        }
        daemon(() -> ask(app, pace));
        List<Double> millis = new ArrayList<>();
        for (int change = 0; change < changes; change++) {
            LockSupport.parkNanos(1_000_000_000L);
            long begin = System.nanoTime();
            if (change % 2 == 0) {
                platform.updates.update(platform.admin, platform.project, app.slug(), NewInstall.of(two));
            } else {
                platform.rollbacks.rollback(platform.admin, platform.project, app.slug(), Optional.empty());
            }
            millis.add((System.nanoTime() - begin) / 1e6);
        }
        LockSupport.parkNanos(1_000_000_000L);
        done.set(true);
        while (platform.count("SELECT count(*) FROM ekaya.run WHERE state <> 'ENDED'") > 0) {
            LockSupport.parkNanos(100_000_000);
        }
        report(millis, changes, pace, rows);
    }

    private void ask(InstalledApp app, int pace) {
        long next = System.nanoTime();
        while (!done.get()) {
            next += 1_000_000_000L / pace;
            LockSupport.parkNanos(next - System.nanoTime());
            try {
                asked.add(platform.runs.submit(platform.asked(app, "{}")));
            } catch (Refusal queueFull) {
                full++;
            }
        }
    }

    private void report(List<Double> millis, int changes, int pace, int rows) throws Exception {
        Map<String, Integer> ends = new TreeMap<>();
        for (RunId id : asked) {
            Run run = platform.history.find(platform.project, id).orElseThrow();
            String end = run.outcome().map(outcome -> outcome.name().name()).orElse("none");
            ends.merge(end + " " + platform.output(run), 1, Integer::sum);
        }
        Collections.sort(millis);
        String held = " FROM (SELECT extract(epoch FROM started_at - created_at) * 1000 AS waited FROM ekaya.run) AS w";
        List<String> lines = List.of(
                "%d changes, %d runs a second asked for, %,d rows of 100 bytes, load %.1f"
                        .formatted(
                                changes,
                                pace,
                                rows,
                                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()),
                "runs by end and output: " + ends + "; not taken in, as the queue was full: " + full,
                "a change took %.0f ms (median), %.0f ms at most"
                        .formatted(millis.get(millis.size() / 2), millis.getLast()),
                "a run waited %s ms (median), %s ms (p99), %s ms at most"
                        .formatted(quantile(0.5, held), quantile(0.99, held), quantile(1, held)));
        lines.forEach(System.out::println);
        Path report = Path.of("target/bench/swap.md");
        Files.createDirectories(report.getParent());
        Files.write(report, lines);
    }

    private String quantile(double share, String from) {
        return platform.text("SELECT round(percentile_disc(" + share + ") WITHIN GROUP (ORDER BY waited))" + from);
    }
}
