package ai.ekaya.boot.fleet;

import ai.ekaya.audit.ExportCheck;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Two real servers and their database are killed at random moments while schedules are due; then the ledger is asked. {@code ./ekaya
 * bench kill [rounds, 4] [kills a round, 25] [apps, 1000] [seed]}. Each round adds a line to {@code target/bench/kill.log}, over
 * invocations; ends with 1 when anything is not as it should be.
 */
final class KillBench {
    private static final Path LOG = Path.of("target", "bench", "kill.log");
    private static final int DUE_MINUTES = 4;
    /** Of each round: pauses of 60 s, and crashes of the database. */
    private static final int OTHERS = 2;

    private static final int SECONDS_PER_KILL = 240;

    private KillBench() {}

    public static void main(String[] arguments) throws IOException, SQLException {
        int rounds = number(arguments, 0, 4);
        int kills = number(arguments, 1, 25);
        int apps = number(arguments, 2, 1_000);
        long seed = arguments.length > 3 ? Long.parseLong(arguments[3]) : System.nanoTime();
        int wrong = 0;
        try (TwoServers servers = TwoServers.start("bench-kill", Harness.environment())) {
            Harness harness = new Harness(servers);
            harness.install(apps);
            System.out.printf("%,d schedules on two servers, seed %d%n", apps, seed);
            harness.begin(DUE_MINUTES);
            for (int round = 0; round < rounds; round++) {
                if (round > 0) {
                    harness.resume();
                }
                Killers killers = new Killers(servers, kills, OTHERS, seed + round);
                killers.awaitEnd(kills * SECONDS_PER_KILL);
                harness.rest();
                List<String> violations = new ArrayList<>(harness.check().violations());
                audit(servers).ifPresent(violations::add);
                log(line(harness, killers, apps, seed + round, violations.size()));
                violations.forEach(System.out::println);
                wrong += violations.size();
            }
            List<String> missed = Planted.missed(harness.database());
            missed.forEach(what -> System.out.println("The check itself does not find: " + what));
            wrong += missed.size();
            System.out.printf(
                    "%d violations were planted, %d of them found%n", Planted.count(), Planted.count() - missed.size());
        }
        summary();
        System.exit(wrong == 0 ? 0 : 1);
    }

    private static int number(String[] arguments, int index, int otherwise) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
    }

    /** What is wrong with the audit, by its export, as {@code ./ekaya verify-audit} looks at it. */
    private static Optional<String> audit(TwoServers servers) throws IOException {
        String export = servers.one().admin().get("/api/v1/audit/export").body();
        try {
            ExportCheck.check(new BufferedReader(new StringReader(export)), Optional.empty());
            return Optional.empty();
        } catch (ExportCheck.Wrong e) {
            return Optional.of("The audit is not intact: " + e.getMessage());
        }
    }

    private static String line(Harness harness, Killers killers, int apps, long seed, int violations) {
        return String.join(
                "\t",
                Clock.systemUTC().instant().toString(),
                "seed=" + seed,
                "schedules=" + apps,
                "kills=" + killers.kills(),
                "pauses=" + killers.pauses(),
                "crashes=" + killers.crashes(),
                "due=" + harness.count("SELECT coalesce(sum(tick_count), 0) FROM ekaya.schedule_tick"),
                "started=" + harness.count("SELECT count(*) FROM ekaya.schedule_tick WHERE outcome = 'STARTED'"),
                "succeeded=" + runs(harness, "outcome = 'SUCCEEDED'"),
                "again=" + runs(harness, "outcome = 'SUCCEEDED' AND attempt > 1"),
                "lost=" + runs(harness, "outcome = 'LOST'"),
                "other=" + runs(harness, "outcome NOT IN ('SUCCEEDED', 'LOST')"),
                "effects=" + harness.effects(),
                "posts=" + harness.posts(),
                "violations=" + violations);
    }

    private static long runs(Harness harness, String which) {
        return harness.count("SELECT count(*) FROM ekaya.run WHERE trigger_kind = 'schedule' AND " + which);
    }

    private static void log(String line) throws IOException {
        System.out.println(line);
        Files.createDirectories(LOG.getParent());
        Files.writeString(LOG, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Over all invocations. Ledgers are counted on through a run of several rounds, kills are not. */
    private static void summary() throws IOException {
        List<String> lines = Files.readAllLines(LOG);
        System.out.printf(
                "%s has %d rounds: %,d kills, %,d pauses, %,d crashes of the database, %,d violations%n",
                LOG,
                lines.size(),
                sum(lines, "kills"),
                sum(lines, "pauses"),
                sum(lines, "crashes"),
                sum(lines, "violations"));
    }

    private static long sum(List<String> lines, String key) {
        return lines.stream()
                .flatMap(line -> List.of(line.split("\t")).stream())
                .filter(field -> field.startsWith(key + "="))
                .mapToLong(field -> Long.parseLong(field.substring(key.length() + 1)))
                .sum();
    }
}
