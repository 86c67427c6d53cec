package ai.ekaya.boot.fleet;

import ai.ekaya.boot.Api;
import ai.ekaya.boot.Waiting;
import ai.ekaya.pack.Packages;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/**
 * Schedules on two servers that are killed: installs apps that write, read and take long, lets them be due, and brings everything to
 * rest so that {@link LedgerCheck} can be asked.
 */
public final class Harness {
    /** How many apps a project may have, less some. */
    private static final int APPS_PER_PROJECT = 190;

    private static final int INSTALLERS = 4;

    /** What an app does, and how it is scheduled. */
    private enum Kind {
        /** Under a key of its own, which a run that is tried again repeats. */
        KEYED(
                """
                export default async ({host, run}) => {
                  await host.db.query(
                    'INSERT INTO effect (run) VALUES ($1) ON CONFLICT (run) DO UPDATE SET times = effect.times + 1',
                    [run.idempotencyKey]);
                  return run.attempt;
                }
                """,
                "CREATE TABLE effect (run text PRIMARY KEY, times int NOT NULL DEFAULT 1)",
                "* * * * *",
                "queue-all",
                "all"),
        /** Nothing in its table keeps it from doing it twice. */
        PLAIN(
                """
                export default async ({host}) => {
                  const {runId} = await host.auth.context();
                  await host.db.query('SELECT count(*) FROM effect', []);
                  await host.db.query('INSERT INTO effect (run) VALUES ($1)', [runId]);
                  return (await host.db.query('SELECT count(*)::int FROM effect WHERE run = $1', [runId])).rows[0][0];
                }
                """,
                "CREATE TABLE effect (run text NOT NULL, times int NOT NULL DEFAULT 1)",
                "* * * * *",
                "queue-one",
                "once"),
        /** Into another database, where the product has no mark. */
        OUTSIDE("""
                export default async ({host, run}) => {
                  await host.datasource.execute('enter', {run: run.idempotencyKey});
                  return run.attempt;
                }
                """, "", "* * * * *", "queue-all", "once"),
        /** To somebody on the network, who would take the same twice. */
        POSTS("""
                export default async ({host, run}) => {
                  await host.http.request({method: 'POST', url: 'http://%s/', body: run.idempotencyKey});
                  return run.attempt;
                }
                """.formatted(Receiver.HOST), "", "* * * * *", "queue-all", "once"),
        /** Killed in the middle more often than others; the next due time ends it. */
        LONG(
                """
                export default async ({host}) => {
                  const {runId} = await host.auth.context();
                  await host.db.query('INSERT INTO effect (run) VALUES ($1)', [runId]);
                  await new Promise(done => setTimeout(done, 15000));
                  return runId;
                }
                """,
                "CREATE TABLE effect (run text NOT NULL, times int NOT NULL DEFAULT 1)",
                "*/2 * * * *",
                "cancel-old",
                "once"),
        /** Each due time that was missed is made good. */
        CATCHES_UP(
                "export default async ({host}) => (await host.auth.context()).runId",
                "",
                "* * * * *",
                "queue-all",
                "all"),
        READS("""
                export default async ({host}) => [(await host.auth.context()).runId, (await host.state.get('n')).value, await host.now()]
                """, "", "* * * * *", "skip", "once");

        private final String script;
        private final String schema;
        private final Map<String, Object> schedule;

        Kind(String script, String schema, String cron, String overlap, String catchUp) {
            this.script = script;
            this.schema = schema;
            this.schedule = Map.of("cron", cron, "overlap", overlap, "catchUp", catchUp);
        }

        /** Of a hundred apps six write under a key, six without, four write outside, four post, and one takes long. */
        static Kind of(int number) {
            int of100 = number % 100;
            if (of100 == 0) {
                return LONG;
            }
            if (of100 <= 6) {
                return KEYED;
            }
            if (of100 <= 12) {
                return PLAIN;
            }
            if (of100 <= 16) {
                return OUTSIDE;
            }
            return of100 <= 20 ? POSTS : READS;
        }

        byte[] zip() {
            Packages files = Packages.minimal()
                    .with(
                            "capabilities.json",
                            "{\"hostFunctions\": [\"db_query\", \"get_auth_context\", \"state_get\", \"now_millis\", \"datasource_execute\","
                                    + " \"http_request\"], \"http\": [{\"scheme\": \"http\", \"host\": \""
                                    + Receiver.HOST + "\", \"methods\": [\"POST\"]}],"
                                    + " \"queries\": [\"" + Outside.QUERY + "\"], \"limits\": {\"timeout\": \"40s\"}}")
                    .with("app.js", script);
            return (schema.isEmpty() ? files : files.with("schema.sql", schema)).zip();
        }
    }

    private final TwoServers servers;
    /** Another one after the database has crashed. */
    private Optional<Connection> database = Optional.empty();

    public Harness(TwoServers servers) {
        this.servers = servers;
    }

    /** Waits for a database that recovers. */
    public Connection database() {
        Waiting.until("the database answers", 120, this::connects);
        return database.orElseThrow();
    }

    private boolean connects() {
        try {
            if (database.isEmpty() || !database.get().isValid(5)) {
                database = Optional.of(servers.cluster().superuser(TwoServers.DATABASE));
            }
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    /** What the servers are started with: room for what this is about, and a ledger that keeps all. */
    public static Map<String, String> environment() {
        return Map.of(
                "EKAYA_RUN_KEPT_PER_APP_COUNT", "1000000",
                "EKAYA_JOURNAL_APP_BYTES", "1000000000",
                "EKAYA_IDENTITY_REQUESTS_PER_SECOND_COUNT", "100000",
                "EKAYA_IDENTITY_REQUESTS_BURST_COUNT", "100000",
                "EKAYA_IDENTITY_ADDRESS_REQUESTS_PER_SECOND_COUNT", "100000",
                "EKAYA_IDENTITY_ADDRESS_REQUESTS_BURST_COUNT", "100000",
                "EKAYA_USAGE_RUNS_COUNT", "100000000");
    }

    /** As {@link #environment}, on a JVM as it is in use. */
    public static Map<String, String> measured() {
        Map<String, String> environment = new HashMap<>(environment());
        environment.put("JVM_ARGS", "-XX:TieredStopAtLevel=4");
        environment.put("EKAYA_RUN_WARM_UP_MILLIS", "10000");
        return environment;
    }

    /** Installs that many apps, their schedules paused, over both servers. */
    public void install(int apps) {
        install(apps, Kind::of);
    }

    /** As {@link #install}, of apps that all do the same little. */
    public void installCatchingUp(int apps) {
        install(apps, number -> Kind.CATCHES_UP);
    }

    private void install(int apps, IntFunction<Kind> kinds) {
        List<String> projects = new ArrayList<>();
        Api admin = servers.one().admin();
        sql("CREATE SCHEMA fleet");
        Outside.make(servers.cluster());
        for (int i = 0; i * APPS_PER_PROJECT < apps; i++) {
            String project = admin.post("/api/v1/projects", Map.of("name", "harness " + i))
                    .json()
                    .path("id")
                    .asText();
            projects.add(project);
            Outside.open(admin, "/api/v1/projects/" + project, servers.cluster().port());
        }
        try (ExecutorService installers = Executors.newFixedThreadPool(INSTALLERS)) {
            List<Api> on = List.of(admin, admin.at(servers.two().uri("/")));
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < apps; i++) {
                int number = i;
                String project = "/api/v1/projects/" + projects.get(i / APPS_PER_PROJECT);
                all.add(installers.submit(() -> install(on.get(number % 2), project, number, kinds.apply(number))));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        sql("CREATE TABLE fleet.outsider AS SELECT id AS app_id FROM ekaya.installed_app "
                + "WHERE slug LIKE 'outside-%' OR slug LIKE 'posts-%'");
        sql("CREATE TABLE fleet.posted (run text NOT NULL)");
        sql("CREATE VIEW fleet.made AS SELECT run FROM fleet.entry UNION ALL SELECT run FROM fleet.posted");
        sql("""
                CREATE TABLE fleet.writer AS SELECT d.app_id FROM ekaya.app_database d
                JOIN pg_class c ON c.relname = 'effect' JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = d.schema_name
                """);
    }

    private static void install(Api on, String project, int number, Kind kind) {
        String app = kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-') + "-" + number;
        Outside.require(on.postZip(project + "/apps?slug=" + app, kind.zip()), 201);
        Outside.require(on.patch(project + "/apps/" + app, Map.of("schedule", kind.schedule)), 200);
        Outside.require(
                on.post(project + "/schedules/" + app + "/pause", Map.of("reason", "until all are there")), 200);
    }

    /**
     * Lets all begin at once, with due times since some minutes ago, as after an outage: those that catch up have that many runs to
     * do one after the other. The cursors are set back by hand, as nobody waits for minutes here.
     */
    public void begin(int minutesAgo) {
        Waiting.until("every schedule has its cursor", 120, () -> count("""
                SELECT count(*) FROM ekaya.installed_app a LEFT JOIN ekaya.schedule_cursor c ON c.app_id = a.id
                WHERE a.schedule IS NOT NULL AND (c.app_id IS NULL OR c.schedule_key <> a.schedule_key)
                """) == 0);
        // Together, as pauses write lines too. On even minutes, which are due times of all.
        sql("""
                BEGIN;
                LOCK TABLE ekaya.schedule_cursor IN EXCLUSIVE MODE;
                DELETE FROM ekaya.schedule_tick;
                UPDATE ekaya.schedule_cursor SET waiting = 0, due_at = x.at, next_at = x.at
                    FROM (SELECT to_timestamp(120 * floor(extract(epoch FROM now()) / 120 - %d / 2)) AS at) x;
                CREATE TABLE fleet.first_due AS SELECT app_id, due_at FROM ekaya.schedule_cursor;
                COMMIT
                """.formatted(minutesAgo));
        resume();
    }

    /** As {@code POST …/resume} does for each. */
    public void resume() {
        sql("UPDATE ekaya.installed_app SET schedule = (schedule::jsonb - 'paused')::text WHERE schedule IS NOT NULL");
    }

    /** As {@code POST …/pause} does for each. */
    private void pause() {
        sql("""
                UPDATE ekaya.installed_app SET schedule = (schedule::jsonb || jsonb_build_object('paused',
                    jsonb_build_object('reason', 'The harness looks', 'by', 'harness', 'at', '2026-01-01T00:00:00Z')))::text
                WHERE schedule IS NOT NULL
                """);
    }

    /** Pauses all and waits for what runs, until leases of the dead are over. */
    public void rest() {
        pause();
        // A claim that began before the pause is committed after it, and its runs are waited for too.
        String paused = LedgerCheck.texts(database(), "SELECT now()::text").get(0);
        Waiting.until(
                "claims of before are committed",
                60,
                () -> count("SELECT (now() > timestamptz '" + paused + "' + interval '6 seconds')::int") == 1);
        Waiting.until(
                "nothing runs or waits",
                400,
                () -> count("SELECT count(*) FROM ekaya.run WHERE state <> 'ENDED'") == 0
                        && count("SELECT count(*) FROM ekaya.schedule_tick WHERE outcome = 'WAITING'") == 0);
        // A look that began before the pause may start one more.
        Waiting.until(
                "every cursor is in the future",
                120,
                () -> count("SELECT count(*) FROM ekaya.schedule_cursor WHERE next_at < now() - interval '5 seconds'")
                        == 0);
        Waiting.until(
                "nothing runs any more",
                200,
                () -> count("SELECT count(*) FROM ekaya.run WHERE state <> 'ENDED'") == 0);
    }

    public LedgerCheck check() {
        servers.receiver().tell(database());
        return LedgerCheck.of(database());
    }

    /** How many posts came. */
    public int posts() {
        return servers.receiver().count();
    }

    /** How many effects there are in the apps' tables. */
    public long effects() {
        return Effects.all(database())
                .map(all -> count("SELECT count(*) FROM (" + all + ") e"))
                .orElse(0L);
    }

    public long count(String sql) {
        return Long.parseLong(LedgerCheck.texts(database(), sql).get(0));
    }

    private void sql(String sql) {
        try (Statement statement = database().createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
