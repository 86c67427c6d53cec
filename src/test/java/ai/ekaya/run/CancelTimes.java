package ai.ekaya.run;

import ai.ekaya.boot.local.TestShop;
import ai.ekaya.datasource.NewDatasource;
import ai.ekaya.datasource.tds.ScriptedTds;
import ai.ekaya.datasource.tds.TdsAnswer;
import ai.ekaya.datasource.tds.TdsValue;
import ai.ekaya.host.RunId;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.install.NewInstall;
import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.pack.Packages;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * How long it takes from the wish to stop a run until its end is stored, wherever the run is. Beside each a bystander goes on, and after
 * each the same connections serve another run.
 */
final class CancelTimes implements AutoCloseable {
    private static final String QUICK =
            "export default async ({host}) => (await host.db.query('SELECT 1')).rows.length";
    private static final String LONG_SQL =
            "SELECT count(*) FROM generate_series(1, 1000000) a, generate_series(1, 1000000) b";

    private final int count;
    private volatile boolean over;
    private final Platform platform;
    private final ScriptedTds sqlServer = ScriptedTds.answering(request -> {
        if (request.sql().contains("forever")) {
            return new TdsAnswer.Silence();
        }
        return request.sql().equals("SELECT 1") ? TdsAnswer.row("", TdsValue.whole(4, 1)) : TdsAnswer.none();
    });
    private final Map<String, List<Double>> millis = new LinkedHashMap<>();

    CancelTimes(int count) {
        this.count = count;
        // One connection an app, so that a second statement waits; and room for who holds it.
        platform = Platform.open(Limits.defaults()
                .with(Limit.APPDB_POOL_CONNECTIONS_COUNT, 1)
                .with(Limit.RUN_CONCURRENT_COUNT, 8)
                .with(Limit.RUN_CONCURRENT_PER_PROJECT_COUNT, 8)
                .with(Limit.RUN_CONCURRENT_PER_APP_COUNT, 4)
                .with(Limit.RUN_KEPT_PER_APP_COUNT, 10_000));
        TestShop shop = TestShop.shared();
        datasource("shop", "postgresql", shop.port(), shop.database(), shop.user(), shop.password());
        datasource("warehouse", "sqlserver", sqlServer.port(), "shop", "reader", "s3cret-pass");
    }

    private void datasource(String name, String type, int port, String database, String user, String password) {
        platform.datasources.add(
                platform.admin,
                platform.project,
                new NewDatasource(name, type, "localhost", port, database, user, new Secret(password), "disable"));
    }

    /** In milliseconds, by where the run was. */
    Map<String, List<Double>> measure() {
        InstalledApp bystander = install(
                "bystander", "export default async () => { while (true) await new Promise(r => setTimeout(r, 20)) }");
        RunId goesOn = platform.runs.submit(platform.asked(bystander, "{}"));
        where("busy JavaScript", install("busy", "export default async () => { while (true) {} }"));
        where(
                "a statement of the app's database",
                install("own", "export default async ({host}) => host.db.query('" + LONG_SQL + "')"));
        where("a statement of PostgreSQL", reading("pg", "postgresql", LONG_SQL));
        where("a statement of SQL Server", reading("tds", "sqlserver", "SELECT a AS forever FROM t"));
        waitingForConnection();
        where("a wait for an HTTP answer", asking("silent", "", ""));
        where("a wait for a language model", askingModel());
        where(
                "an HTTP answer that drips",
                asking("dripping", "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", "."));
        where(
                "a wait of the app's",
                install("waits", "export default async () => new Promise(r => setTimeout(r, 60000))"));
        if (platform.history.find(platform.project, goesOn).orElseThrow().state() != Run.State.RUNNING) {
            throw new AssertionError("The bystander was stopped as well");
        }
        platform.runs.cancel(platform.admin, run(goesOn));
        platform.ended(goesOn);
        queued();
        return millis;
    }

    private InstalledApp install(String slug, String script) {
        return install(slug, Platform.app(script));
    }

    private InstalledApp reading(String slug, String type, String sql) {
        Packages packages = Platform.app("export default async ({host}) => host.datasource.query(\"" + sql + "\")")
                .allowing("datasource_query", "log")
                .manifest("\"datasources\": [{\"alias\": \"primary\", \"types\": [\"" + type
                        + "\"], \"required\": true}]");
        return install(slug, packages);
    }

    private InstalledApp asking(String host, String first, String drip) {
        endless(host + ".example.com", first, drip);
        Packages packages = Platform.app(
                        "export default async ({host}) => host.http.request({method: 'GET', url: 'https://" + host
                                + ".example.com/', timeoutMillis: 300000})")
                .with(
                        "capabilities.json",
                        "{\"hostFunctions\": [\"http_request\"], \"http\": [{\"host\": \"" + host
                                + ".example.com\", \"methods\": [\"GET\"]}]}");
        return install(host, packages);
    }

    private InstalledApp askingModel() {
        endless("api.example.com", "", "");
        platform.secrets.write(platform.admin, platform.project, "model-key", "the-key-of-the-model");
        platform.models.choose(platform.admin, platform.project);
        return install(
                "model",
                Platform.app("export default async ({host}) => host.llm.generate('Hello')")
                        .allowing("llm_generate"));
    }

    /** A host that sends the one and then the other each 20 ms, and never comes to an end. */
    private void endless(String host, String first, String drip) {
        platform.internet.https(host).answers((asked, out) -> {
            out.write(first.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            // Ends when the asker, or the whole test, goes away.
            while (!over) {
                LockSupport.parkNanos(20_000_000);
                out.write(drip.getBytes(StandardCharsets.US_ASCII));
                out.flush();
            }
        });
    }

    private InstalledApp install(String slug, Packages packages) {
        return platform.installer.install(
                platform.admin,
                platform.project,
                new NewInstall(
                        packages.zip(),
                        Optional.of(slug),
                        Optional.empty(),
                        Map.of(),
                        JsonNodeFactory.instance.objectNode()));
    }

    private Run run(RunId id) {
        return platform.history.find(platform.project, id).orElseThrow();
    }

    private void where(String what, InstalledApp app) {
        for (int i = 0; i < count; i++) {
            RunId id = platform.runs.submit(platform.asked(app, "{}"));
            until("it runs", () -> platform.runs.running() >= 2);
            // So that it is stopped here and there, on the way to where it stays as well.
            LockSupport.parkNanos((5 + i % 40) * 1_000_000L);
            stop(what, id);
        }
        InstalledApp after = install(app.slug() + "-after", QUICK);
        expect(platform.run(after, "{}"), Outcome.Name.SUCCEEDED);
    }

    /** One run has the app's one connection, and the next waits for it. */
    private void waitingForConnection() {
        InstalledApp app = install(
                "pool",
                "export default async ({host, input}) => (await host.db.query(input.long ? '" + LONG_SQL
                        + "' : 'SELECT 1')).rows.length");
        RunId holder = platform.runs.submit(platform.asked(app, "{\"long\": true}"));
        until(
                "the connection is taken",
                () -> platform.count(
                                "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%generate_series(1, 1000000) a%' AND query NOT LIKE '%pg_stat_activity%'")
                        > 0);
        for (int i = 0; i < count; i++) {
            RunId id = platform.runs.submit(platform.asked(app, "{}"));
            until("it runs", () -> platform.runs.running() >= 3);
            LockSupport.parkNanos((10 + i % 20) * 1_000_000L);
            stop("a wait for a connection", id);
        }
        platform.runs.cancel(platform.admin, run(holder));
        platform.ended(holder);
        expect(platform.run(app, "{}"), Outcome.Name.SUCCEEDED);
    }

    private void queued() {
        InstalledApp app = install(
                "queued", "export default async () => { while (true) await new Promise(r => setTimeout(r, 50)) }");
        List<RunId> holders = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            holders.add(platform.runs.submit(platform.asked(app, "{}")));
        }
        for (int i = 0; i < count; i++) {
            RunId id = platform.runs.submit(platform.asked(app, "{}"));
            until("it waits", () -> platform.runs.waiting() == 1);
            stop("the queue", id);
        }
        for (RunId holder : holders) {
            platform.runs.cancel(platform.admin, run(holder));
            platform.ended(holder);
        }
    }

    private void stop(String what, RunId id) {
        Run run = run(id);
        long began = System.nanoTime();
        platform.runs.cancel(platform.admin, run);
        Run ended = platform.ended(id);
        millis.computeIfAbsent(what, key -> new ArrayList<>()).add((System.nanoTime() - began) / 1e6);
        expect(ended, Outcome.Name.CANCELLED);
    }

    private static void expect(Run run, Outcome.Name outcome) {
        if (!run.outcome().map(Outcome::name).equals(Optional.of(outcome))) {
            throw new AssertionError("Expected " + outcome + ", got " + run.outcome());
        }
    }

    private static void until(String what, BooleanSupplier holds) {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("After 20 s still not: " + what);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    static double percentile(List<Double> values, double share) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get((int) Math.min(sorted.size() - 1, Math.ceil(share * sorted.size()) - 1));
    }

    @Override
    public void close() {
        over = true;
        platform.internet.close();
        sqlServer.close();
        platform.close();
    }
}
