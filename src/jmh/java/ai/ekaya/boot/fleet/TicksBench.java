package ai.ekaya.boot.fleet;

import ai.ekaya.boot.Waiting;
import java.util.List;

/**
 * Many schedules that are due in one second, on two real servers: first ten due times of each to catch up, one run each; then how late
 * they start, minute for minute. {@code ./ekaya bench ticks [schedules, 1000] [minutes, 3]}.
 */
final class TicksBench {
    private static final int CAUGHT_UP = 10;

    private TicksBench() {}

    public static void main(String[] arguments) {
        int schedules = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000;
        int minutes = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        boolean good;
        try (TwoServers servers = TwoServers.start("bench-ticks", Harness.measured())) {
            Harness harness = new Harness(servers);
            harness.installCatchingUp(schedules);
            long start = System.nanoTime();
            harness.begin(CAUGHT_UP);
            long expected = (long) schedules * CAUGHT_UP;
            Waiting.until("all were started", 3_600, () -> started(harness) >= expected);
            System.out.printf(
                    "%,d runs of %,d schedules started in %.0f s%n",
                    started(harness), schedules, (System.nanoTime() - start) / 1e9);
            Waiting.until(
                    "nothing waits",
                    600,
                    () -> harness.count("SELECT coalesce(sum(waiting), 0) FROM ekaya.schedule_cursor") == 0);
            String from = LedgerCheck.texts(
                            harness.database(), "SELECT (date_trunc('minute', now()) + interval '1 minute')::text")
                    .get(0);
            String until = "timestamptz '" + from + "' + interval '" + minutes + " minutes'";
            Waiting.until(
                    "the minutes are over",
                    60 * (minutes + 2),
                    () -> harness.count("SELECT (now() > " + until + ")::int") == 1);
            harness.rest();
            lateness(harness, "due_at >= '" + from + "' AND due_at < " + until);
            List<String> violations = harness.check().violations();
            violations.forEach(System.out::println);
            System.out.printf(
                    "%,d due times, %,d violations%n",
                    harness.count("SELECT sum(tick_count) FROM ekaya.schedule_tick"), violations.size());
            good = violations.isEmpty();
        }
        System.exit(good ? 0 : 1);
    }

    private static long started(Harness harness) {
        return harness.count("SELECT count(*) FROM ekaya.schedule_tick WHERE outcome = 'STARTED'");
    }

    private static void lateness(Harness harness, String which) {
        System.out.println("| seconds after the due time | runs | median | 99th | most |\n|---|---:|---:|---:|---:|");
        line(harness, "claimed", "t.claimed_at", which);
        line(harness, "started", "r.started_at", which);
        line(harness, "ended", "r.ended_at", which);
    }

    private static void line(Harness harness, String what, String at, String which) {
        System.out.println(LedgerCheck.texts(harness.database(), """
                SELECT format('| %s | %%s | %%s | %%s | %%s |', count(*), round(percentile_cont(0.5) WITHIN GROUP (ORDER BY late)::numeric, 2),
                    round(percentile_cont(0.99) WITHIN GROUP (ORDER BY late)::numeric, 2), round(max(late)::numeric, 2))
                FROM (SELECT extract(epoch FROM %s - t.due_at) AS late FROM ekaya.schedule_tick t
                    JOIN ekaya.run r ON r.id = t.run_id WHERE %s) x
                """.formatted(what, at, which))
                .get(0));
    }
}
