package ai.ekaya.run;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Servers that install, update, roll back and uninstall apps are killed by SIGKILL, half of them at named steps and half at random
 * moments; then the catalogs are asked what is left. {@code ./ekaya bench kill-lifecycle [kills, 200] [workers, 3] [seed]}; ends with 1
 * when anything is.
 */
final class KillLifecycleBench {
    private static final int MOMENT_MILLIS = 4_000;

    private static final int TELL_EACH = 10;

    private KillLifecycleBench() {}

    public static void main(String[] arguments) throws IOException {
        System.setProperty("ekaya.test.durable", "true");
        int kills = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200;
        int workers = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : System.nanoTime();
        List<String> lines;
        int wrong;
        try (LifecycleKills round = new LifecycleKills(seed, workers, MOMENT_MILLIS)) {
            round.progress = count -> {
                if (count % TELL_EACH == 0) {
                    System.out.println(count + " kills, violations " + round.violations);
                }
            };
            round.run(kills);
            List<String> missed = round.planted();
            wrong = round.violations.size() + missed.size();
            lines = List.of(
                    "%d kills of a server with %d operations at a time, seed %d, load %.1f"
                            .formatted(
                                    kills,
                                    workers,
                                    seed,
                                    ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()),
                    "kills by step: " + round.kills,
                    "operations done: " + round.operations + "; cut off, by kind and last step: " + round.cutOff,
                    "undone at the next start: " + round.undone + "; apps that ran as one whole version: "
                            + round.wholeApps,
                    "time to a clean state %d ms (median), %d ms at most; with opening the database %d ms (median)"
                            .formatted(
                                    LifecycleKills.median(round.cleanMillis),
                                    round.cleanMillis.stream()
                                            .mapToLong(millis -> millis)
                                            .max()
                                            .orElse(-1),
                                    LifecycleKills.median(round.startMillis)),
                    "violations: " + round.violations.size() + "; planted orphans that were not found: "
                            + missed.size());
            lines.forEach(System.out::println);
            round.violations.forEach(System.out::println);
            missed.forEach(System.out::println);
        }
        Path report = Path.of("target/bench/kill-lifecycle.md");
        Files.createDirectories(report.getParent());
        Files.write(report, lines);
        System.exit(wrong == 0 ? 0 : 1);
    }
}
