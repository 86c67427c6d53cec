package ai.ekaya.boot.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.boot.Api;
import ai.ekaya.boot.Waiting;
import ai.ekaya.pack.Packages;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an operator of two servers behind a proxy relies on: it does not matter which of them a request comes to. */
class TwoServersIT {
    private static final TwoServers SERVERS = TwoServers.start("two", Map.of());
    private static final Api ONE = SERVERS.one().admin();
    private static final Api TWO = ONE.at(SERVERS.two().uri("/"));
    private static String project;

    @BeforeAll
    static void make() {
        project = "/api/v1/projects/"
                + ONE.post("/api/v1/projects", Map.of("name", "two servers"))
                        .json()
                        .path("id")
                        .asText();
    }

    @AfterAll
    static void close() {
        SERVERS.close();
    }

    private static void install(Api on, String slug, String script, String... functions) {
        byte[] zip = Packages.minimal()
                .allowing(functions)
                .with("schema.sql", "CREATE TABLE notes (id serial PRIMARY KEY, body text NOT NULL)")
                .with("app.js", script)
                .zip();
        Api.Answer installed = on.postZip(project + "/apps?slug=" + slug, zip);
        assertThat(installed.status()).as(installed.toString()).isEqualTo(201);
    }

    @Test
    void both_came_up_on_an_empty_database_at_the_same_time() {
        assertThat(SERVERS.one().said()).doesNotContain("ERROR");
        assertThat(SERVERS.two().said()).doesNotContain("ERROR");
    }

    @Test
    void a_session_of_one_holds_on_the_other_until_it_is_ended_on_either() {
        Api session = SERVERS.two().admin();
        Api elsewhere = session.at(SERVERS.one().uri("/"));
        assertThat(elsewhere.get("/api/v1/me").status()).isEqualTo(200);
        assertThat(elsewhere.delete("/api/v1/session").status()).isLessThan(300);
        assertThat(session.get("/api/v1/me").status()).isEqualTo(401);
    }

    @Test
    void an_app_that_was_installed_on_one_runs_on_the_other_with_its_tables() {
        install(ONE, "notes", """
                export default async ({host, input}) => {
                  await host.db.query('INSERT INTO notes (body) VALUES ($1)', [input]);
                  return (await host.db.query('SELECT count(*)::int FROM notes', [])).rows[0][0];
                }
                """, "db_query");
        assertThat(ended(TWO, "notes", "\"a\"").path("outcome").asText()).isEqualTo("SUCCEEDED");
        JsonNode second = ended(ONE, "notes", "\"b\"");
        assertThat(output(TWO, second)).isEqualTo("2");
    }

    @Test
    void an_update_on_one_is_what_the_other_runs_next() {
        install(ONE, "updated", "export default () => 1", "log");
        assertThat(output(TWO, ended(TWO, "updated", "{}"))).isEqualTo("1");
        byte[] newer = Packages.minimal()
                .allowing("log")
                .with("manifest.json", "{\"id\": \"my-app\", \"name\": \"My app\", \"version\": \"1.2.4\"}")
                .with("schema.sql", "CREATE TABLE notes (id serial PRIMARY KEY, body text NOT NULL)")
                .with("app.js", "export default () => 2")
                .zip();
        Api.Answer updated = ONE.postZip(project + "/apps/updated/update", newer);
        assertThat(updated.status()).as(updated.toString()).isEqualTo(200);
        assertThat(output(ONE, ended(TWO, "updated", "{}"))).isEqualTo("2");
    }

    @Test
    void a_run_that_goes_on_here_is_cancelled_there() {
        install(ONE, "endless", "export default () => { for (;;) {} }", "log");
        String run =
                ONE.post(project + "/apps/endless/runs", "{}").json().path("id").asText();
        Waiting.until(
                "running",
                20,
                () -> TWO.get(project + "/runs/" + run)
                        .json()
                        .path("state")
                        .asText()
                        .equals("RUNNING"));
        assertThat(TWO.delete(project + "/runs/" + run).status()).isLessThan(300);
        Waiting.until(
                "cancelled",
                20,
                () -> ONE.get(project + "/runs/" + run)
                        .json()
                        .path("outcome")
                        .asText()
                        .equals("CANCELLED"));
    }

    @Test
    void a_new_master_key_is_put_in_force_for_both_and_the_audit_stays_whole() {
        install(
                TWO,
                "sealed",
                "export default async ({host}) => (await host.db.query('SELECT 1', [])).rows",
                "db_query");
        JsonNode keys = ONE.get("/api/v1/master-key").json();
        assertThat(keys.path("servers")).as(keys.toString()).hasSize(2);
        // Neither was given a second key, so both are asked for one and nothing changes.
        Api.Answer rotation = ONE.post("/api/v1/master-key/rotation", "{}");
        assertThat(rotation.status()).as(rotation.toString()).isEqualTo(409);
        JsonNode verified = TWO.get("/api/v1/audit/verify").json();
        assertThat(verified.path("intact").asBoolean()).as(verified.toString()).isTrue();
    }

    @Test
    void a_third_that_was_given_the_home_of_another_does_not_become_ready() {
        try (Server third = SERVERS.beside(
                "three", Map.of("EKAYA_HOME", SERVERS.one().home().toString()))) {
            assertThatThrownBy(third.start()::awaitReady).hasMessageContaining("is in use by another server that runs");
        }
        assertThat(SERVERS.one().isReady()).isTrue();
    }

    private static JsonNode ended(Api on, String app, String input) {
        Api.Answer run = on.post(project + "/apps/" + app + "/runs?wait=60s", input);
        assertThat(run.status()).as(run.toString()).isEqualTo(200);
        return run.json();
    }

    private static String output(Api on, JsonNode run) {
        return on.get(project + "/runs/" + run.path("id").asText() + "/output").body();
    }
}
