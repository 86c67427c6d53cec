package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.pack.Packages;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Apps and packages that mean harm, on the whole product. After each the server still does honest work. */
class HostileAppIT {
    private final DemoProjectApi demo = new DemoProjectApi(LiveServer.shared());

    @AfterEach
    void an_honest_app_still_runs() {
        JsonNode run = demo.run(
                "honest",
                "export default async ({ host }) => (await host.datasource.query('SELECT count(*) FROM products')).rows[0][0];",
                "datasource_query");
        assertThat(run.path("outcome").asText()).isEqualTo("SUCCEEDED");
        assertThat(demo.output(run).asInt()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "for (;;) {}",
                "for (;;) { try { for (;;) {} } catch {} }",
                "await new Promise(() => { const spin = () => { Promise.resolve().then(spin); }; spin(); })",
                "/(a+)+$/.test('a'.repeat(64) + 'b')"
            })
    void ends_an_endless_program_at_its_time(String statement) {
        JsonNode run = demo.run("endless", "export default async function () { " + statement + "; return 1; }", "log");
        assertThat(run.path("outcome").asText()).isEqualTo("TIMED_OUT");
        assertThat(run.path("error").path("message").asText()).contains("3");
        assertThat(run.path("wallMillis").asLong()).isBetween(2_900L, 8_000L);
    }

    @Test
    void ends_a_program_that_takes_a_gigabyte() {
        JsonNode run = demo.run("greedy", "export default () => new Uint8Array(1024 ** 3).length;", "log");
        assertThat(run.path("outcome").asText()).isEqualTo("OUT_OF_MEMORY");
        assertThat(run.path("memoryBytesMax").asLong()).isLessThanOrEqualTo(16L << 20);
    }

    @Test
    void keeps_a_thousand_of_a_million_log_lines_and_says_so() {
        demo.installFor(
                "20s",
                "chatty",
                "export default ({ host }) => { for (let i = 0; i < 1e6; i++) host.log.info('line ' + i); return 'done'; };",
                "log");
        JsonNode run = demo.run("chatty");
        assertThat(run.path("outcome").asText()).isIn("SUCCEEDED", "TIMED_OUT");
        // The platform's own line at the end tells how many are missing.
        JsonNode log = demo.log(run);
        assertThat(log).hasSize(1_001);
        assertThat(log.get(999).path("message").asText()).isEqualTo("line 999");
        assertThat(log.get(1_000).path("message").asText()).contains("1000");
    }

    @Test
    void refuses_to_drop_a_table_of_the_datasource() {
        JsonNode run = demo.run(
                "dropper",
                "export default async ({ host }) => { const codes = [];"
                        + " for (const sql of ['DROP TABLE products', 'SELECT 1; DROP TABLE products', 'COMMIT',"
                        + " 'WITH d AS (DELETE FROM products RETURNING 1) SELECT * FROM d', 'SELECT * INTO stolen FROM products'])"
                        + " { try { await host.datasource.query(sql); codes.push('done'); } catch (e) { codes.push(e.code); } }"
                        + " return codes; };",
                "datasource_query");
        assertThat(run.path("outcome").asText()).isEqualTo("SUCCEEDED");
        assertThat(demo.output(run))
                .hasSize(5)
                .allSatisfy(code -> assertThat(code.asText()).isEqualTo("BAD_ARGUMENT"));
    }

    @Test
    void shows_no_app_the_schema_of_another() {
        JsonNode owner = demo.install(
                        "owner",
                        "export default async ({ host }) => { await host.db.query('SELECT 1'); return 1; };",
                        "db_query")
                .json();
        assertThat(owner.path("state").asText()).isEqualTo("ENABLED");
        JsonNode run = demo.run(
                "spy",
                "export default async ({ host }) => { const codes = [];"
                        + " for (const sql of ['SELECT * FROM ekaya.app_user', 'SELECT * FROM pg_catalog.pg_namespace',"
                        + " 'SELECT table_schema FROM information_schema.tables', \"SELECT set_config('role', 'postgres', false)\","
                        + " 'SET search_path = ekaya', \"SELECT pg_read_file('/etc/passwd')\"])"
                        + " { try { const r = await host.db.query(sql); codes.push('rows ' + r.rows.length); }"
                        + " catch (e) { codes.push(e.code); } } return codes; };",
                "db_query");
        assertThat(run.path("outcome").asText()).isEqualTo("SUCCEEDED");
        assertThat(demo.output(run))
                .hasSize(6)
                .allSatisfy(code -> assertThat(code.asText()).isIn("BAD_ARGUMENT", "NOT_PERMITTED", "NOT_FOUND"));
    }

    @Test
    void refuses_a_function_that_was_not_granted() {
        JsonNode run = demo.run(
                "ungranted",
                "export default async ({ host }) => { try { await host.db.query('SELECT 1'); return 'done'; }"
                        + " catch (e) { return e.code; } };",
                "log");
        assertThat(demo.output(run).asText()).isEqualTo("NOT_PERMITTED");
    }

    @Test
    void refuses_a_package_that_leaves_its_folder_and_says_where() {
        byte[] zip = Packages.minimal().with("../evil.js", "1").zip();
        Api.Answer answer = demo.api().postZip(DemoProjectApi.APPS, zip);
        assertThat(answer.status()).isBetween(400, 422);
        assertThat(answer.code()).isEqualTo("BAD_ARGUMENT");
        assertThat(answer.json().path("findings").path(0).path("where").asText())
                .contains("../evil.js");
    }

    @Test
    void refuses_what_is_no_package() {
        Api.Answer answer = demo.api().postZip(DemoProjectApi.APPS, new byte[] {1, 2, 3});
        assertThat(answer.status()).isBetween(400, 422);
        assertThat(answer.code()).isEqualTo("BAD_ARGUMENT");
    }

    @Test
    void refuses_a_package_over_the_size_with_the_limit_named() {
        Api.Answer answer = demo.api().postZip(DemoProjectApi.APPS, new byte[(16 << 20) + 1]);
        assertThat(answer.status()).isIn(400, 413);
        assertThat(answer.body()).contains("16777216");
    }
}
