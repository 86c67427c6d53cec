package ai.ekaya.boot.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.ekaya.boot.Api;
import ai.ekaya.boot.Waiting;
import ai.ekaya.pack.Packages;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The disaster of docs/operations.md: database and server are gone. A backup and the master key are there, and nothing else. */
class RestoreDrillIT {
    private static final Path FOLDER = Path.of("target", "fleet", "restore").toAbsolutePath();
    private static final String DATABASE = "ekaya";
    private static final String COUNTING = """
            export default async ({host}) => {
              const {runId} = await host.auth.context();
              await host.db.query('INSERT INTO notes (body) VALUES ($1)', [runId]);
              return (await host.db.query('SELECT count(*)::int FROM notes', [])).rows[0][0];
            }
            """;

    private static final String MEMBERSHIP = """
            DO $$ DECLARE app text; BEGIN
              PERFORM set_config('ekaya.maintenance', 'yes', true);
              FOR app IN SELECT role_name FROM ekaya.app_database LOOP
                EXECUTE format('%s CURRENT_USER', app);
              END LOOP;
            END $$
            """;

    /** What is looked for afterwards. */
    private record Before(String project, String run, long rows, String chain) {}

    @Test
    void a_dump_and_the_master_key_bring_everything_back() {
        Optional<Binaries> tools = Binaries.installed();
        assumeThat(tools).as("pg_dump and its PostgreSQL are installed").isPresent();
        Path dump = FOLDER.resolve("ekaya.dump");
        Before before;
        String runtime;
        try (Cluster lost = fresh(tools.get(), "dumped")) {
            before = live(lost);
            runtime = text(lost, "SELECT role_name FROM ekaya.runtime_login");
            // As docs/operations.md says: the owner may look into the apps' tables for the time of the dump.
            Binaries.wait(lost.client(
                    DATABASE, "psql", "-v", "ON_ERROR_STOP=1", "-c", MEMBERSHIP.formatted("GRANT %I TO"), DATABASE));
            ProcessBuilder pgDump =
                    lost.client(DATABASE, "pg_dump", "--enable-row-security", "-Fc", "-f", dump.toString(), DATABASE);
            pgDump.environment().put("PGOPTIONS", "-c ekaya.maintenance=yes");
            Binaries.wait(pgDump);
            Binaries.wait(lost.client(
                    DATABASE, "psql", "-v", "ON_ERROR_STOP=1", "-c", MEMBERSHIP.formatted("REVOKE %I FROM"), DATABASE));
        }
        try (Cluster other = Cluster.fresh(tools.get(), FOLDER.resolve("restored"))) {
            other.database(DATABASE);
            Binaries.wait(other.client(
                    DATABASE,
                    "psql",
                    "-v",
                    "ON_ERROR_STOP=1",
                    "-c",
                    "CREATE ROLE " + runtime + " LOGIN NOINHERIT",
                    "-c",
                    "CREATE ROLE " + runtime + "_across NOLOGIN",
                    "-c",
                    "GRANT " + runtime + "_across TO " + runtime,
                    DATABASE));
            ProcessBuilder restore = other.client(
                    DATABASE, "pg_restore", "--no-owner", "--role=" + DATABASE, "-d", DATABASE, dump.toString());
            // It ends with 1, for the roles of apps, which the server makes.
            String said = Binaries.said(restore);
            assertThat(said.lines().filter(line -> line.contains("ERROR")))
                    .allSatisfy(line -> assertThat(line).containsPattern("role \"[a-z0-9_]+\" does not exist"));
            goesOn(other, before);
        }
    }

    @Test
    void a_copy_of_the_stopped_database_and_the_master_key_bring_everything_back() throws IOException {
        Binaries binaries = Binaries.embedded();
        Before before;
        Path copy = FOLDER.resolve("copy");
        Cluster.delete(copy);
        try (Cluster lost = fresh(binaries, "copied")) {
            before = live(lost);
            lost.stop();
            try (Stream<Path> files = Files.walk(lost.data())) {
                for (Path file : files.toList()) {
                    Files.copy(file, copy.resolve(lost.data().relativize(file)));
                }
            }
            Files.setPosixFilePermissions(copy, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
        }
        try (Cluster other = Cluster.on(binaries, copy)) {
            goesOn(other, before);
        }
    }

    private static Cluster fresh(Binaries binaries, String name) {
        Cluster cluster = Cluster.fresh(binaries, FOLDER.resolve(name));
        cluster.database(DATABASE);
        return cluster;
    }

    /** A server that worked for a while and is killed. */
    private static Before live(Cluster cluster) {
        try (Server server = server(cluster, "before").start().awaitReady()) {
            Api admin = server.admin();
            String project = "/api/v1/projects/"
                    + admin.post("/api/v1/projects", Map.of("name", "kept"))
                            .json()
                            .path("id")
                            .asText();
            byte[] zip = Packages.minimal()
                    .allowing("db_query", "get_auth_context")
                    .with("schema.sql", "CREATE TABLE notes (id serial PRIMARY KEY, body text NOT NULL)")
                    .with("app.js", COUNTING)
                    .zip();
            Api.Answer installed = admin.postZip(project + "/apps?slug=counting", zip);
            assertThat(installed.status()).as(installed.toString()).isEqualTo(201);
            assertThat(admin.put(project + "/secrets/PASSWORD", Map.of("value", "of-another-system"))
                            .status())
                    .isLessThan(300);
            JsonNode run = ended(admin, project);
            Api.Answer scheduled = admin.patch(
                    project + "/apps/counting", Map.of("schedule", Map.of("cron", "* * * * *", "catchUp", "once")));
            assertThat(scheduled.status()).as(scheduled.toString()).isEqualTo(200);
            Waiting.until(
                    "the schedule has its cursor",
                    30,
                    () -> text(cluster, "SELECT count(*) FROM ekaya.schedule_cursor")
                            .equals("1"));
            JsonNode audit = verified(admin);
            return new Before(
                    project,
                    run.path("id").asText(),
                    rows(cluster),
                    audit.path("chain").asText());
        }
    }

    private static void goesOn(Cluster cluster, Before before) {
        // As if the backup were of ten minutes ago.
        cluster.sql(
                DATABASE,
                "UPDATE ekaya.schedule_cursor SET due_at = date_trunc('minute', now()) - interval '10 minutes',"
                        + " next_at = date_trunc('minute', now()) - interval '10 minutes'");
        long rows = rows(cluster);
        assertThat(rows).isGreaterThanOrEqualTo(before.rows());
        try (Server server = server(cluster, "after").start().awaitReady()) {
            Api admin = server.admin();
            assertThat(admin.get(before.project() + "/runs/" + before.run())
                            .json()
                            .path("outcome")
                            .asText())
                    .isEqualTo("SUCCEEDED");
            JsonNode replay = admin.post(before.project() + "/runs/" + before.run() + "/replay", "{}")
                    .json();
            assertThat(replay.path("verdict").asText()).as(replay.toString()).isEqualTo("IDENTICAL");
            JsonNode run = ended(admin, before.project());
            assertThat(run.path("outcome").asText()).as(run.toString()).isEqualTo("SUCCEEDED");
            assertThat(rows(cluster)).isGreaterThan(rows);
            JsonNode audit = verified(admin);
            assertThat(audit.path("chain").asText()).isEqualTo(before.chain());
            assertThat(admin.get("/api/v1/master-key").json().path("keyId").asText())
                    .isNotEmpty();
            Waiting.until(
                    "the schedule goes on",
                    90,
                    () -> ticks(admin, before).stream()
                            .anyMatch(tick -> tick.path("missed").asInt() >= 9));
            assertThat(ticks(admin, before).stream()
                            .filter(tick -> tick.path("cause").asText().equals("SERVER_DOWN")))
                    .isNotEmpty();
            assertThat(server.said()).doesNotContain("ERROR");
        }
    }

    private static Server server(Cluster cluster, String name) {
        Path home = FOLDER.resolve(cluster.data().getFileName() + "-" + name);
        Cluster.delete(home);
        return new Server(home, cluster.url(DATABASE), Map.of());
    }

    private static JsonNode ended(Api admin, String project) {
        Api.Answer run = admin.post(project + "/apps/counting/runs?wait=60s", "{}");
        assertThat(run.status()).as(run.toString()).isEqualTo(200);
        return run.json();
    }

    private static JsonNode verified(Api admin) {
        JsonNode audit = admin.get("/api/v1/audit/verify").json();
        assertThat(audit.path("intact").asBoolean()).as(audit.toString()).isTrue();
        return audit;
    }

    private static List<JsonNode> ticks(Api admin, Before before) {
        JsonNode items =
                admin.get(before.project() + "/schedules/counting/ticks").json().path("items");
        return Stream.iterate(0, i -> i < items.size(), i -> i + 1)
                .map(items::get)
                .toList();
    }

    private static long rows(Cluster cluster) {
        String table = text(cluster, "SELECT quote_ident(schema_name) || '.notes' FROM ekaya.app_database");
        return Long.parseLong(text(cluster, "SELECT count(*) FROM " + table));
    }

    private static String text(Cluster cluster, String sql) {
        try (Connection connection = cluster.superuser(DATABASE)) {
            return LedgerCheck.texts(connection, sql).get(0);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
