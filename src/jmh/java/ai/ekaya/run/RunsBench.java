package ai.ekaya.run;

import ai.ekaya.audit.AuditLog;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.identity.Role;
import ai.ekaya.install.BarredSchedules;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.pack.Packages;
import ai.ekaya.schedule.Schedules;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What a durable run costs, without HTTP: runs a second and from asking to the end, beside db-scheduler's own tasks that do nothing on
 * the same PostgreSQL, with fsync; and how late 1,000 schedules that are due in one second are claimed and start.
 * {@code ./ekaya bench runs [rounds] [runs in a round]}.
 */
final class RunsBench {
    private static final int CLIENTS = 8;
    private static final int SCHEDULES = 1_000;
    private static final int PROJECTS = 10;
    private static final int POLL_MILLIS = 20;

    private final List<String> lines = new ArrayList<>();
    private final Limits limits =
            Limits.defaults().with(Limit.USAGE_RUNS_COUNT, 1_000_000_000).with(Limit.RUN_QUEUE_PER_PROJECT_COUNT, 200);
    private final Platform platform = Platform.open(limits);
    private final Map<String, List<double[]>> figures = new LinkedHashMap<>();

    private RunsBench() {
        Thread clock = new Thread(RunsBench.this::tick, "clock");
        clock.setDaemon(true);
        clock.start();
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
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        int runs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2_000;
        new RunsBench().measure(rounds, runs);
        System.exit(0);
    }

    private void measure(int rounds, int runs) throws Exception {
        InstalledApp trivial = platform.install(Platform.app("export default () => 1"));
        InstalledApp calling = platform.install(
                named("three-calls", """
                export default async ({host}) => {
                  for (const n of [1, 2, 3]) await host.db.query('SELECT ' + n);
                }
                """).with("schema.sql", "CREATE TABLE notes (id serial PRIMARY KEY)"));
        InstalledApp changing = platform.install(
                named("three-changes", """
                export default async ({host}) => {
                  for (const n of [1, 2, 3]) await host.db.query('INSERT INTO notes DEFAULT VALUES');
                }
                """).with("schema.sql", "CREATE TABLE notes (id serial PRIMARY KEY)"));
        for (int i = 0; i < Math.max(500, runs / 4); i++) {
            platform.run(trivial, "{}");
            platform.run(calling, "{}");
            platform.run(changing, "{}");
        }
        for (int round = 0; round < rounds; round++) {
            add("a trivial app, one client", clients(trivial, 1, runs / CLIENTS));
            add("a trivial app, " + CLIENTS + " clients", clients(trivial, CLIENTS, runs));
            add("three recorded calls, one client", clients(calling, 1, runs / CLIENTS));
            add("three recorded calls, " + CLIENTS + " clients", clients(calling, CLIENTS, runs));
            add("three recorded changes, one client", clients(changing, 1, runs / CLIENTS));
            add("db-scheduler, tasks that do nothing", dbScheduler(runs));
        }
        lines.add("Load %.1f, %d processors, fsync %s, synchronous_commit %s"
                .formatted(
                        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                        Runtime.getRuntime().availableProcessors(),
                        platform.text("SHOW fsync"),
                        platform.text("SHOW synchronous_commit")));
        lines.add("");
        lines.add("| medians of " + rounds + " rounds of " + runs
                + " | a second | p50 | p95 | statements of the platform's login |");
        lines.add("|---|---:|---:|---:|---:|");
        figures.forEach((what, all) -> lines.add("| %s | %.0f | %s | %s | %s |"
                .formatted(
                        what, median(all, 0), millis(median(all, 1)), millis(median(all, 2)), count(median(all, 3)))));
        lines.add("");
        lines.add(
                "| 1,000 schedules due in one second, of 10 projects | claimed, p50 | p99 | last | started, p50 | last |");
        lines.add("|---|---:|---:|---:|---:|---:|");
        lateness();
        lines.forEach(System.out::println);
        Path report = Path.of("target/bench/runs.md");
        Files.createDirectories(report.getParent());
        Files.write(report, lines);
    }

    private static Packages named(String id, String source) {
        return Platform.app(source)
                .with("manifest.json", "{\"id\": \"" + id + "\", \"name\": \"Bench\", \"version\": \"1.0.0\"}");
    }

    private void add(String what, double[] measured) {
        figures.computeIfAbsent(what, key -> new ArrayList<>()).add(measured);
        System.out.println(what + ": " + Arrays.toString(measured));
    }

    private static double median(List<double[]> all, int figure) {
        double[] values = all.stream().mapToDouble(one -> one[figure]).sorted().toArray();
        return values[values.length / 2];
    }

    private static String millis(double value) {
        return Double.isNaN(value) ? "" : "%.1f ms".formatted(value);
    }

    private static String count(double value) {
        return Double.isNaN(value) ? "" : "%.2f".formatted(value);
    }

    /** Each client waits for its run before it asks for the next. */
    private double[] clients(InstalledApp app, int clients, int runs) throws InterruptedException {
        platform.countStatements();
        double[] millis = new double[runs];
        long begin = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            for (int client = 0; client < clients; client++) {
                int first = client;
                threads.execute(() -> {
                    for (int i = first; i < runs; i += clients) {
                        long start = System.nanoTime();
                        Run run = platform.runs
                                .submit(Asked.of(platform.asked(app, "{}")), Duration.ofSeconds(30))
                                .toCompletableFuture()
                                .join();
                        millis[i] = (System.nanoTime() - start) / 1e6;
                        if (run.outcome()
                                .map(Outcome::name)
                                .filter(Outcome.Name.SUCCEEDED::equals)
                                .isEmpty()) {
                            throw new IllegalStateException("A run ended as " + run.outcome());
                        }
                    }
                });
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        long statements = platform.statements().entrySet().stream()
                .filter(statement -> !statement.getKey().equals("BEGIN")
                        && !statement.getKey().equals("COMMIT"))
                .mapToLong(Map.Entry::getValue)
                .sum();
        Arrays.sort(millis);
        return new double[] {runs / seconds, millis[runs / 2], millis[(int) (runs * 0.95)], statements / (double) runs};
    }

    /** As fast as it can: all are due already, as many threads as runs have. */
    private double[] dbScheduler(int tasks) throws InterruptedException {
        CountDownLatch left = new CountDownLatch(tasks);
        OneTimeTask<Void> nothing = Tasks.oneTime("nothing").execute((instance, context) -> left.countDown());
        Scheduler scheduler = Scheduler.create(platform.store.runtime(), nothing)
                .tableName("scheduled_tasks")
                .threads(limits.intOf(Limit.RUN_CONCURRENT_COUNT))
                .pollingInterval(Duration.ofMillis(POLL_MILLIS))
                .pollUsingLockAndFetch(1.0, 4.0)
                .build();
        Instant due = Clock.systemUTC().instant().minusSeconds(1);
        long begin = System.nanoTime();
        scheduler.start();
        try {
            for (int i = 0; i < tasks; i++) {
                scheduler.schedule(nothing.instance(UUID.randomUUID().toString()), due);
            }
            left.await(5, TimeUnit.MINUTES);
        } finally {
            scheduler.stop();
        }
        return new double[] {tasks / ((System.nanoTime() - begin) / 1e9), Double.NaN, Double.NaN, Double.NaN};
    }

    /** At a real minute: when each tick was committed, as PostgreSQL noted, and when each run began. */
    private void lateness() throws InterruptedException {
        InstalledApp app = platform.install(named("ticking", "export default () => 1"));
        platform.changes.patch(
                platform.admin,
                platform.project,
                app.slug(),
                JsonNodeFactory.instance.objectNode().put("schedule", "* * * * *"));
        Map<ProjectId, Role> roles = new HashMap<>(Map.of(platform.project, Role.ADMIN));
        for (int project = 0; project < PROJECTS; project++) {
            ProjectId id = new ProjectId(UUID.randomUUID());
            roles.put(id, Role.ADMIN);
            platform.sql("INSERT INTO ekaya.project (id, name, created_at) VALUES ('" + id + "', 'p" + project
                    + "', now())");
            platform.sql("INSERT INTO ekaya.app_package SELECT '" + id + "', package_hash, bytes, stored_at FROM"
                    + " ekaya.app_package WHERE package_hash = '"
                    + app.packageHash().hex() + "' AND project_id = '" + platform.project + "'");
            platform.sql("""
                    INSERT INTO ekaya.installed_app (id, project_id, slug, package_id, name, version, package_hash, state, grants,
                            settings, datasources, schedule, owner_id, installed_at, changed_at)
                        SELECT gen_random_uuid(), '%s', 'copy-' || n, package_id, name, version, package_hash, state, grants,
                            settings, datasources, schedule, owner_id, installed_at, changed_at
                        FROM ekaya.installed_app, generate_series(1, %d) AS n
                        WHERE slug = 'ticking' AND project_id = '%s'
                    """.formatted(id, SCHEDULES / PROJECTS, platform.project));
        }
        platform.users.put(
                platform.admin.user(),
                new Principal(Principal.Kind.SCHEDULE, platform.admin.user(), "admin", false, roles));
        platform.sql("UPDATE ekaya.installed_app SET schedule = NULL WHERE slug = 'ticking'");
        try (Platform other = platform.another("two", limits)) {
            Schedules one = schedules(platform);
            Schedules two = schedules(other);
            minute("one server", List.of(one));
            minute("two servers", List.of(one, two));
        }
    }

    private static Schedules schedules(Platform on) {
        return new Schedules(
                on.store, on.limits, on.clock, on.apps, new BarredSchedules(new AuditLog(on.clock)), on.runs);
    }

    private void minute(String what, List<Schedules> servers) {
        for (int i = 0; i < 20; i++) {
            servers.getFirst().poll();
        }
        // Runs of the round before have ended by then.
        Instant due = Clock.systemUTC()
                .instant()
                .plusSeconds(20)
                .truncatedTo(ChronoUnit.MINUTES)
                .plus(1, ChronoUnit.MINUTES);
        while (Clock.systemUTC().instant().isBefore(due.minusMillis(500))) {
            LockSupport.parkNanos(10_000_000);
            if (Clock.systemUTC().instant().isBefore(due.minusSeconds(15))) {
                servers.getFirst().poll();
            }
        }
        while (platform.clock.instant().isBefore(due)) {
            LockSupport.parkNanos(200_000);
        }
        CompletableFuture.allOf(servers.stream()
                        .map(server -> CompletableFuture.runAsync(() -> {
                            while (platform.clock.instant().isBefore(due.plusSeconds(5))) {
                                server.poll();
                                LockSupport.parkNanos(50_000_000);
                            }
                        }))
                        .toArray(CompletableFuture[]::new))
                .join();
        String ticks = " FROM ekaya.schedule_tick WHERE due_at = '" + due + "'";
        String late = "extract(epoch FROM pg_xact_commit_timestamp(xmin) - due_at) * 1000";
        while (platform.count("SELECT count(*) FROM ekaya.run WHERE state <> 'ENDED'") > 0) {
            LockSupport.parkNanos(100_000_000);
        }
        String begun = " FROM ekaya.schedule_tick t JOIN ekaya.run r ON r.id = t.run_id WHERE t.due_at = '" + due + "'";
        String startLate = "extract(epoch FROM r.started_at - t.due_at) * 1000";
        lines.add("| %s, %s ticks | %s ms | %s ms | %s ms | %s ms | %s ms |"
                .formatted(
                        what,
                        platform.text("SELECT count(*)" + ticks + " AND outcome = 'STARTED'"),
                        quantile(0.5, late, ticks),
                        quantile(0.99, late, ticks),
                        quantile(1, late, ticks),
                        quantile(0.5, startLate, begun),
                        quantile(1, startLate, begun)));
    }

    private String quantile(double share, String what, String from) {
        return platform.text(
                "SELECT round(percentile_disc(" + share + ") WITHIN GROUP (ORDER BY " + what + "))" + from);
    }
}
