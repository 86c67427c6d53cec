package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** Each host function as an app meets it, on the whole product: what it answers, and the nearest thing that it refuses. */
class HostFunctionsIT {
    private final DemoProjectApi demo = new DemoProjectApi(LiveServer.shared());

    /** What the body returns; {@code code(promise)} gives a refusal's code, or "done". */
    private JsonNode output(String body) {
        String script =
                "const code = async (promise) => { try { await promise; return 'done'; } catch (e) { return e.code; } };\n"
                        + "export default async ({ host }) => { " + body + " };";
        JsonNode run = demo.run(
                "caller",
                script,
                "log",
                "get_auth_context",
                "db_query",
                "datasource_query",
                "datasource_schema",
                "datasource_statistics",
                "list_datasources",
                "state_get",
                "state_set",
                "now_millis",
                "random_bytes");
        assertThat(run.path("outcome").asText()).as(run.toString()).isEqualTo("SUCCEEDED");
        return demo.output(run);
    }

    @Test
    void list_datasources_names_what_is_bound() {
        JsonNode bound = output("return await host.datasource.list();");
        assertThat(bound).hasSize(1);
        assertThat(bound.at("/0/alias").asText()).isEqualTo("primary");
        assertThat(bound.at("/0/name").asText()).isEqualTo("shop");
        assertThat(bound.at("/0/type").asText()).isEqualTo("postgresql");
        assertThat(bound.toString()).doesNotContain("password", "shop_reader");
    }

    @Test
    void datasource_query_answers_by_alias_and_by_default_and_knows_no_other() {
        JsonNode answers = output(
                "const one = await host.datasource.query('SELECT id, name FROM categories WHERE id = $1', [1]);"
                        + " const same = await host.datasource.query('SELECT 1', [], { datasource: 'primary' });"
                        + " return { columns: one.columns.map((c) => c.name), rows: one.rows.length, same: same.rows,"
                        + "   other: await code(host.datasource.query('SELECT 1', [], { datasource: 'secondary' })) };");
        assertThat(answers.toString())
                .contains("\"columns\":[\"id\",\"name\"]", "\"rows\":1", "\"same\":[[1]]", "\"other\":\"NOT_FOUND\"");
    }

    @Test
    void datasource_query_gives_ten_thousand_rows_and_says_that_there_are_more() {
        JsonNode answer = output("const some = await host.datasource.query('SELECT id FROM events');"
                + " const few = await host.datasource.query('SELECT id FROM categories');"
                + " return { some: some.rows.length, more: some.truncated, few: few.truncated };");
        assertThat(answer.toString()).isEqualTo("{\"some\":10000,\"more\":true,\"few\":false}");
    }

    @Test
    void datasource_schema_gives_the_tables_asked_for_and_nothing_when_unchanged() {
        JsonNode answer = output("const all = await host.datasource.schema();"
                + " const one = await host.datasource.schema({ tables: ['orders'] });"
                + " const again = await host.datasource.schema({ ifHash: all.hash });"
                + " return { tables: all.tables.length, one: one.tables.map((t) => t.name), unchanged: again.unchanged,"
                + "   again: again.tables ?? null };");
        assertThat(answer.toString())
                .isEqualTo("{\"tables\":14,\"one\":[\"orders\"],\"unchanged\":true,\"again\":null}");
    }

    @Test
    void datasource_statistics_tells_what_columns_hold_and_names_what_is_not_there() {
        JsonNode answer =
                output("const told = await host.datasource.statistics('public.orders', { columns: ['status'] });"
                        + " return { rows: told.sampled, top: told.columns[0].top.length, nulls: told.columns[0].nulls,"
                        + "   other: await code(host.datasource.statistics('orders', { columns: ['nothing'] })),"
                        + "   wrong: await code(host.datasource.statistics('orders', { colums: ['status'] })) };");
        assertThat(answer.toString())
                .isEqualTo("{\"rows\":6500,\"top\":7,\"nulls\":0,\"other\":\"NOT_FOUND\",\"wrong\":\"BAD_ARGUMENT\"}");
    }

    @Test
    void db_query_runs_in_the_apps_own_schema_and_makes_tables_there_alone() {
        JsonNode answer = output("return { one: (await host.db.query('SELECT 1 + 1')).rows,"
                + " table: (await host.db.query('CREATE TABLE IF NOT EXISTS t (id int)')).rows,"
                + " elsewhere: await code(host.db.query('CREATE TABLE public.t (id int)')),"
                + " many: await code(host.db.query('SELECT 1; SELECT 2')),"
                + " gone: await code(host.db.query('SELECT * FROM no_such_table')) };");
        assertThat(answer.path("one").toString()).isEqualTo("[[2]]");
        assertThat(answer.path("elsewhere").asText()).isEqualTo("NOT_PERMITTED");
        assertThat(answer.path("many").asText()).isEqualTo("BAD_ARGUMENT");
        assertThat(answer.path("gone").asText()).isIn("BAD_ARGUMENT", "NOT_FOUND");
    }

    @Test
    void state_set_takes_only_the_version_that_was_read() {
        JsonNode answer = output(
                "const key = 'k' + Math.random(); const none = await host.state.get(key);"
                        + " const first = await host.state.set(key, { n: 1 }, none.version);"
                        + " const late = await code(host.state.set(key, { n: 9 }, none.version));"
                        + " const second = await host.state.set(key, { n: 2 }, first.version);"
                        + " return { none, first: first.version, late, second: second.version, now: (await host.state.get(key)).value };");
        assertThat(answer.toString())
                .isEqualTo(
                        "{\"none\":{\"value\":null,\"version\":0},\"first\":1,\"late\":\"CONFLICT\",\"second\":2,\"now\":{\"n\":2}}");
    }

    @Test
    void get_auth_context_tells_for_whom_it_runs() {
        JsonNode context = output("return await host.auth.context();");
        assertThat(context.properties())
                .extracting(entry -> entry.getKey())
                .contains("projectId", "userId", "roles", "appId", "runId", "trigger", "onBehalfOf");
        assertThat(context.at("/onBehalfOf/name").asText()).isEqualTo("admin");
        assertThat(context.at("/trigger/kind").asText()).isEqualTo("manual");
    }

    @Test
    void now_millis_is_the_servers_clock_and_random_bytes_are_bounded() {
        JsonNode answer = output("return { now: await host.now(), sixteen: (await host.randomBytes(16)).length,"
                + " most: (await host.randomBytes(65536)).length, more: await code(host.randomBytes(65537)) };");
        assertThat(Math.abs(answer.path("now").asLong() - System.currentTimeMillis()))
                .isLessThan(60_000);
        assertThat(answer.path("sixteen").asInt()).isEqualTo(16);
        assertThat(answer.path("most").asInt()).isEqualTo(65_536);
        assertThat(answer.path("more").asText()).isIn("LIMIT", "BAD_ARGUMENT");
    }

    @Test
    void log_keeps_level_message_and_fields() {
        JsonNode run = demo.run(
                "logger",
                "export default ({ host }) => { host.log.warn('careful', { rows: 3 }); console.log('also'); return 1; };",
                "log");
        JsonNode log = demo.log(run);
        assertThat(log.at("/0/level").asText()).isEqualTo("warn");
        assertThat(log.at("/0/message").asText()).isEqualTo("careful");
        assertThat(log.at("/0/fields/rows").asInt()).isEqualTo(3);
        assertThat(log.at("/1/message").asText()).isEqualTo("also");
    }
}
