package ai.ekaya.boot.fleet;

import ai.ekaya.boot.Api;
import ai.ekaya.boot.Waiting;
import ai.ekaya.pack.Packages;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * What two real servers ask their database while nothing is to be done, with schedules that are due tomorrow; and how soon one of them
 * hears of what was asked of the other. {@code ./ekaya bench idle [schedules, 200] [seconds, 120] [cancels, 100]}.
 */
final class IdleBench {
    private static final String PROJECT = "/api/v1/projects/";
    private static final int SETTLING_SECONDS = 60;

    private IdleBench() {}

    public static void main(String[] arguments) {
        int schedules = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200;
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 120;
        int cancels = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 100;
        try (TwoServers servers = TwoServers.start("bench-idle", Harness.measured())) {
            Api one = servers.one().admin();
            String project = PROJECT
                    + one.post("/api/v1/projects", Map.of("name", "idle"))
                            .json()
                            .path("id")
                            .asText();
            for (int i = 0; i < Math.min(schedules, 190); i++) {
                String app = "yearly-" + i;
                install(one, project, app, "export default () => 1");
                Outside.require(one.patch(project + "/apps/" + app, Map.of("schedule", "0 0 1 1 *")), 200);
            }
            install(one, project, "endless", "export default () => { for (;;) {} }");
            idle(servers, seconds);
            cancelled(one, one.at(servers.two().uri("/")), project + "/", cancels);
        }
        System.exit(0);
    }

    private static void install(Api on, String project, String app, String script) {
        byte[] zip = Packages.minimal().allowing("log").with("app.js", script).zip();
        Outside.require(on.postZip(project + "/apps?slug=" + app, zip), 201);
    }

    private static void idle(TwoServers servers, int seconds) {
        Harness harness = new Harness(servers);
        servers.cluster().sql(TwoServers.DATABASE, "CREATE EXTENSION pg_stat_statements SCHEMA public");
        pause(SETTLING_SECONDS);
        harness.count("SELECT count(*) FROM (SELECT public.pg_stat_statements_reset()) x");
        pause(seconds);
        String counted = """
                FROM public.pg_stat_statements s JOIN pg_roles r ON r.oid = s.userid
                WHERE r.rolname <> 'postgres' AND s.query NOT IN ('BEGIN', 'COMMIT', 'ROLLBACK', 'SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE')
                """;
        System.out.printf(
                "%d statements in %d s on two servers, beside BEGIN and COMMIT: %.2f a second and server%n",
                harness.count("SELECT coalesce(sum(calls), 0) " + counted),
                seconds,
                harness.count("SELECT coalesce(sum(calls), 0) " + counted) / (2.0 * seconds));
        LedgerCheck.texts(
                        harness.database(),
                        "SELECT '| ' || calls || ' | ' || left(regexp_replace(query, '\\s+', ' ', 'g'), 110) || ' |' "
                                + counted + " ORDER BY calls DESC LIMIT 25")
                .forEach(System.out::println);
    }

    /** A run goes on at one server, and is cancelled at the other; from that request to the answer of who waits for the run. */
    private static void cancelled(Api here, Api there, String project, int times) {
        double[] millis = new double[times];
        for (int i = 0; i < times; i++) {
            CompletableFuture<Api.Answer> waits =
                    CompletableFuture.supplyAsync(() -> here.post(project + "apps/endless/runs?wait=60s", "{}"));
            Waiting.until("it runs", 20, () -> !running(here, project).isMissingNode());
            pause(0.2);
            String run = running(here, project).asText();
            long start = System.nanoTime();
            Outside.require(there.delete(project + "runs/" + run), 204);
            Outside.require(waits.join(), 200);
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(millis);
        System.out.printf(
                "%d runs cancelled at the other server, from the request to the end: p50 %.0f ms, p99 %.0f ms, most %.0f ms%n",
                times, millis[times / 2], millis[(int) (times * 0.99)], millis[times - 1]);
    }

    private static JsonNode running(Api on, String project) {
        return on.get(project + "runs?state=RUNNING&app=endless").json().at("/items/0/id");
    }

    private static void pause(double seconds) {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}
