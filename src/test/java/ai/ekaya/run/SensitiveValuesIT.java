package ai.ekaya.run;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.boot.local.TestShop;
import ai.ekaya.classification.TestClassifications;
import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.datasource.NewDatasource;
import ai.ekaya.egress.Peer;
import ai.ekaya.host.LogEntry;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.keys.Secret;
import ai.ekaya.pack.Packages;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of sensitive columns, read by real runs on the demo shop, on their way out of the project. */
class SensitiveValuesIT {
    private final Platform platform = Platform.open();
    private final TestShop shop = TestShop.shared();
    private int installed;
    private Peer api = platform.internet.https("api.example.com");

    @BeforeEach
    void open() {
        platform.trustUploads();
        DatasourceId datasource = new DatasourceId(platform.datasources
                .add(
                        platform.admin,
                        platform.project,
                        new NewDatasource(
                                "shop",
                                "postgresql",
                                "localhost",
                                shop.port(),
                                shop.database(),
                                shop.user(),
                                new Secret(shop.password()),
                                "disable"))
                .id()
                .value());
        TestClassifications.sensitive(platform.store, platform.project, datasource, "customers", "email");
    }

    @AfterEach
    void close() {
        platform.internet.close();
        platform.close();
    }

    /** Asks, sends what {@code body} makes of the rows, and says what came of it. */
    private InstalledApp app(String sql, String body, String more) {
        return platform.install(Packages.minimal()
                .with("app.js", """
                        export default async ({ host }) => {
                          const rows = (await host.datasource.query(`%s`)).rows;
                          const body = %s;
                          return await host.http.request({method: 'POST', url: 'https://api.example.com/', body})
                              .then(a => a.status, e => e.code + ' ' + e.message);
                        }""".formatted(sql, body))
                .with("manifest.json", """
                        {"apiVersion": 1, "id": "asks", "name": "Asks", "version": "1.0.0", "description": "Asks.",
                         "author": "Tests", "category": "test", "execution": {"modes": ["on-demand"]},
                         "datasources": [{"alias": "primary", "types": ["postgresql"], "required": true}]}""")
                .with(
                        "capabilities.json",
                        "{\"hostFunctions\": [\"datasource_query\", \"http_request\", \"notify\", \"log\", \"datasource_statistics\"],"
                                + " \"http\": [{\"host\": \"api.example.com\", \"methods\": [\"POST\"]}]" + more
                                + "}"));
    }

    private String answer(String sql, String body, String more) {
        return platform.output(platform.run(app(sql, body, more), "{}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT email FROM customers WHERE email IS NOT NULL ORDER BY id LIMIT 5",
                "SELECT c.email AS contact FROM customers c WHERE c.email IS NOT NULL ORDER BY id LIMIT 5",
                "SELECT x.e FROM (SELECT email AS e FROM customers WHERE email IS NOT NULL) x ORDER BY 1 LIMIT 5",
                "WITH c AS (SELECT * FROM customers) SELECT email AS e FROM c WHERE email IS NOT NULL ORDER BY 1 LIMIT 5",
                "SELECT upper(email) FROM customers WHERE email IS NOT NULL ORDER BY 1 LIMIT 5",
                "SELECT split_part(string_agg(email, ','), ',', 1) FROM customers",
                "SELECT array_agg(email ORDER BY id) FROM customers WHERE email IS NOT NULL AND id < 50"
            })
    void a_value_of_a_sensitive_column_is_not_sent_however_it_was_asked_for(String sql) {
        assertThat(answer(sql, "'hello ' + [rows[0][0]].flat()[0]", ""))
                .startsWith("\"LEAK The request has a value of the sensitive column 'public.customers.email'")
                .doesNotContain("@");
        assertThat(api.asked()).isEmpty();
        assertThat(platform.count("SELECT count(*) FROM ekaya.audit_event WHERE type = 'LEAK_BLOCKED' AND"
                        + " details ->> 'found' = 'public.customers.email' AND details ->> 'exit' = 'HTTP_REQUEST'"))
                .isOne();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT to_jsonb(c) FROM customers c WHERE id = 3",
                "SELECT row_to_json(c) FROM customers c WHERE id = 3",
                "SELECT json_agg(c) FROM customers c WHERE id = 3",
                "SELECT c::text FROM customers c WHERE id = 3",
                "SELECT c FROM customers c WHERE id = 3",
                "SELECT array_agg(c) FROM customers c WHERE id = 3",
                "SELECT ROW(email, 1) FROM customers WHERE id = 3",
                "SELECT jsonb_object_agg(email, id) FROM customers WHERE id = 3",
                "SELECT jsonb_build_object(email, 1) FROM customers WHERE id = 3",
                "SELECT xmlelement(name e, email) FROM customers WHERE id = 3",
                "SELECT xmlforest(c.email, c.id) FROM customers c WHERE id = 3",
                "SELECT to_tsvector('simple', email) FROM customers WHERE id = 3",
                "SELECT x FROM (SELECT * FROM customers UNION ALL SELECT * FROM customers) t(a, x) WHERE a = 3",
                "SELECT lower(x) FROM customers t(a, x) WHERE a = 3",
                "SELECT to_jsonb(c)->>('em'||'ail') FROM customers c WHERE id = 3",
                "SELECT j.value FROM customers c, jsonb_each_text(to_jsonb(c)) j WHERE c.id = 3 AND j.value LIKE '%@%'",
                "SELECT c.full_name || ' ' || c.email FROM customers c WHERE id = 3"
            })
    void a_value_is_not_sent_that_is_read_as_a_part_of_its_row_or_without_its_name(String sql) {
        assertThat(answer(sql, "'to ' + '" + emailOf(3) + "'", ""))
                .startsWith("\"LEAK The request has a value of the sensitive column 'public.customers");
        assertThat(api.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT count(*) FROM customers",
                "SELECT country_code, count(*), sum(loyalty_points), max(created_at) FROM customers GROUP BY 1 ORDER BY 1",
                "SELECT o.status, count(*) FROM orders o JOIN customers c ON c.id = o.customer_id GROUP BY 1 ORDER BY 1",
                "SELECT to_char(created_at, 'YYYY-MM-DD'), count(*) FROM customers GROUP BY 1 ORDER BY 1 LIMIT 3",
                "SELECT c.full_name, c.created_at FROM customers c ORDER BY id LIMIT 3",
                "SELECT to_jsonb(p) FROM products p ORDER BY id LIMIT 2"
            })
    void counts_sums_times_and_columns_known_by_name_of_such_a_table_are_sent(String sql) {
        assertThat(answer(sql, "JSON.stringify(rows)", "")).isEqualTo("200");
        assertThat(api.asked()).hasSize(1);
    }

    @Test
    void keys_that_name_columns_are_no_values() {
        String sql = "SELECT to_jsonb(c) FROM customers c ORDER BY id LIMIT 2";
        assertThat(answer(sql, "JSON.stringify(Object.keys(rows[0][0]))", "")).isEqualTo("200");
        assertThat(api.asked()).hasSize(1);
    }

    private String emailOf(int id) {
        try (var connection = shop.reader();
                var rows = connection.createStatement().executeQuery("SELECT email FROM customers WHERE id = " + id)) {
            rows.next();
            return rows.getString(1);
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_value_of_another_column_a_count_and_the_app_s_own_text_are_sent() {
        String sql =
                "SELECT c.full_name, count(*), 'anna@example.com' FROM customers c WHERE email IS NOT NULL GROUP BY 1"
                        + " ORDER BY 1 LIMIT 3";
        assertThat(answer(sql, "JSON.stringify(rows)", "")).isEqualTo("200");
        assertThat(api.asked()).hasSize(1);
    }

    @Test
    void a_grant_lets_values_out_by_that_function_alone() {
        String sql = "SELECT email FROM customers WHERE email IS NOT NULL ORDER BY id LIMIT 5";
        assertThat(answer(sql, "rows[0][0]", ", \"sensitiveValues\": [\"http_request\"]"))
                .isEqualTo("200");
        assertThat(api.asked())
                .singleElement()
                .satisfies(asked -> assertThat(asked.text()).contains("@"));
    }

    @Test
    void a_grant_for_one_function_is_none_for_another() {
        String sql = "SELECT email FROM customers WHERE email IS NOT NULL ORDER BY id LIMIT 5";
        assertThat(answer(sql, "rows[0][0]", ", \"sensitiveValues\": [\"notify\"]"))
                .startsWith("\"LEAK ");
        assertThat(api.asked()).isEmpty();
    }

    @Test
    void frequent_values_of_a_sensitive_column_count_as_read() {
        assertThat(answer(
                        "SELECT 1",
                        "(await host.datasource.statistics('customers', {columns: ['email']})).columns[0].top[0].value",
                        ""))
                .startsWith("\"LEAK ");
        assertThat(api.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT histogram_bounds FROM pg_stats WHERE tablename='customers' AND attname='email'",
                "SELECT unnest(histogram_bounds::text::text[]) FROM pg_stats WHERE tablename='customers' AND attname='email'",
                "SELECT s FROM pg_catalog.pg_stats s WHERE tablename = 'cust' || 'omers'"
            })
    void what_the_database_s_own_statistics_hold_is_not_given(String sql) throws java.sql.SQLException {
        try (var connection = ai.ekaya.store.TestDatabase.superuser(shop.database());
                var statement = connection.createStatement()) {
            statement.execute("ANALYZE customers");
        }
        Run run = platform.run(app(sql, "JSON.stringify(rows).match(/[\\w.]+@[\\w.]+/)[0]", ""), "{}");
        assertThat(run.outcome().orElseThrow().toString()).contains("pg_stats holds values of columns");
        assertThat(api.asked()).isEmpty();
    }

    /** Sends what {@code take} makes of a tool's answer. */
    private String toolAnswer(String tool, String arguments, String take) {
        return platform.output(platform.run(
                platform.install(
                        Packages.minimal()
                                .with("app.js", """
                                export default async ({ host, input }) => {
                                  const answer = await host.tools.invoke('tool', input.arguments);
                                  const rows = answer.rows;
                                  return await host.http.request({method: 'POST', url: 'https://api.example.com/', body: %s})
                                      .then(a => a.status, e => e.code + ' ' + e.message);
                                }""".formatted(take))
                                .with(
                                        "manifest.json",
                                        "{\"id\": \"invokes" + ++installed
                                                + "\", \"name\": \"Invokes\", \"version\": \"1.0.0\"}")
                                .with(
                                        "capabilities.json",
                                        "{\"hostFunctions\": [\"mcp_tool_invoke\", \"http_request\"], \"tools\": {\"tool\": \""
                                                + tool
                                                + "\"}, \"http\": [{\"host\": \"api.example.com\", \"methods\": [\"POST\"]}]}")),
                "{\"arguments\": " + arguments + "}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT email AS x FROM customers WHERE id = 3",
                "SELECT x FROM orders o, customers t(b, x) WHERE t.b = 3 LIMIT 1",
                "SELECT max(x) x FROM orders, customers t(b, x) WHERE t.b = 3",
                "SELECT x FROM public . customers t(b, x) WHERE b = 3",
                "SELECT c::text AS x FROM customers c WHERE id = 3",
                "SELECT format('%s', c) AS x FROM customers c WHERE id = 3",
                "SELECT string_agg(c::text, ' ') AS x FROM customers c WHERE id = 3",
                "SELECT value x FROM customers c, jsonb_each_text(to_jsonb(c)) WHERE id = 3 AND value LIKE '%@%'",
                "SELECT x FROM (SELECT (json_each_text(row_to_json(c))).value x FROM customers c WHERE id = 3) y WHERE x LIKE '%@%'"
            })
    void values_that_a_tool_gives_are_known_as_those_of_a_query(String sql) {
        String arguments = new com.fasterxml.jackson.databind.ObjectMapper()
                .createObjectNode()
                .put("sql", sql)
                .toString();
        assertThat(toolAnswer("query", arguments, "rows[0][0].match(/[\\w.]+@[\\w.]+/)[0]"))
                .startsWith("\"LEAK The request has a value of the sensitive column 'public.customers")
                .doesNotContain("@");
        assertThat(api.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT full_name, country_code, created_at FROM customers ORDER BY id LIMIT 3",
                "SELECT full_name AS x FROM customers c WHERE id < 4",
                "SELECT country_code, count(*), sum(loyalty_points) FROM customers GROUP BY 1 ORDER BY 1",
                "SELECT to_jsonb(p) FROM products p ORDER BY id LIMIT 2"
            })
    void other_columns_counts_and_sums_that_a_tool_gives_are_sent(String sql) {
        assertThat(toolAnswer("query", "{\"sql\": \"" + sql + "\"}", "JSON.stringify(rows)"))
                .isEqualTo("200");
        assertThat(api.asked()).hasSize(1);
    }

    @Test
    void a_sample_and_what_a_column_holds_are_known_by_their_columns() {
        String mail = "JSON.stringify(answer).match(/[\\w.]+@[\\w.]+/)[0]";
        assertThat(toolAnswer("sample", "{\"table\": \"customers\", \"rows\": 100}", mail))
                .startsWith("\"LEAK ");
        assertThat(toolAnswer("probe_column", "{\"table\": \"customers\", \"column\": \"email\"}", mail))
                .startsWith("\"LEAK ");
        assertThat(api.asked()).isEmpty();
        String names = "{\"table\": \"customers\", \"columns\": [\"full_name\"]}";
        assertThat(toolAnswer("sample", names, "JSON.stringify(rows)")).isEqualTo("200");
        assertThat(api.asked()).hasSize(1);
    }

    @Test
    void an_approved_query_that_a_tool_runs_tells_whose_its_columns_are() {
        DatasourceId shopId = new DatasourceId(
                platform.datasources.list(platform.project).get(0).id().value());
        platform.queries.approveRead(
                platform.admin,
                platform.admin,
                platform.project,
                shopId,
                "contacts",
                "SELECT email AS contact, full_name AS who FROM customers WHERE id = 3");
        assertThat(toolAnswer("execute_approved_query", "{\"query\": \"contacts\"}", "rows[0][0]"))
                .startsWith("\"LEAK The request has a value of the sensitive column 'public.customers.email'");
        assertThat(api.asked()).isEmpty();
        assertThat(toolAnswer("execute_approved_query", "{\"query\": \"contacts\"}", "rows[0][1]"))
                .isEqualTo("200");
        assertThat(api.asked()).hasSize(1);
    }

    @Test
    void how_large_a_table_is_and_how_its_columns_are_called_is_given() {
        String sql = "SELECT a.attname, c.reltuples::bigint FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
                + " WHERE c.relname = 'customers' AND a.attnum > 0";
        assertThat(answer(sql, "JSON.stringify(rows)", "")).isEqualTo("200");
        assertThat(api.asked())
                .singleElement()
                .satisfies(asked -> assertThat(asked.text()).contains("email"));
    }

    @Test
    void what_is_logged_and_listed_has_a_mark_in_its_place_and_the_output_has_it() {
        InstalledApp app = platform.install(Packages.minimal()
                .with("app.js", """
                        export default async ({ host }) => {
                          const email = (await host.datasource.query('SELECT email FROM customers WHERE email IS NOT NULL ORDER BY id LIMIT 1')).rows[0][0];
                          host.log.info('asked for ' + email, {to: email});
                          await host.datasource.query('SELECT id FROM customers WHERE email = $1', [email]);
                          const told = await host.notify({title: 'About ' + email}).then(() => 'told', e => e.code);
                          return [email, told];
                        }""")
                .with("manifest.json", """
                        {"apiVersion": 1, "id": "asks", "name": "Asks", "version": "1.0.0", "description": "Asks.",
                         "author": "Tests", "category": "test", "execution": {"modes": ["on-demand"]},
                         "datasources": [{"alias": "primary", "types": ["postgresql"], "required": true}]}""")
                .with("capabilities.json", "{\"hostFunctions\": [\"datasource_query\", \"notify\", \"log\"]}"));
        Run run = platform.run(app, "{}");
        assertThat(platform.output(run)).contains("@").contains("LEAK");
        assertThat(platform.history.log(run, 0, 10).stream()
                        .map(LogEntry::message)
                        .collect(Collectors.joining()))
                .isEqualTo("asked for ⟦email⟧");
        for (String table : java.util.List.of("run_log", "run_call", "audit_event", "notification")) {
            assertThat(platform.count("SELECT count(*) FROM ekaya." + table + " t WHERE t::text LIKE '%@%.%'"))
                    .as(table)
                    .isZero();
        }
        assertThat(platform.count("SELECT count(*) FROM ekaya.run_call WHERE arguments LIKE '%⟦email⟧%'"))
                .isEqualTo(2);
        // Whoever guesses an address finds it in no hash.
        assertThat(platform.history.calls(run, 0, 10))
                .hasSize(3)
                .allSatisfy(call -> assertThat(call.argumentsHash()).isEqualTo(sha256(call.arguments())));
    }

    @Test
    void what_a_run_changed_is_told_with_a_mark_in_the_place_of_a_value() {
        Run run = platform.run(
                platform.install(Packages.minimal()
                        .with("app.js", """
                                export default async ({ host }) => {
                                  const email = (await host.datasource.query('SELECT email FROM customers WHERE id = 3')).rows[0][0];
                                  await host.state.set('last', email);
                                  await host.state.set('next', 'nobody');
                                  return (await host.state.get('last')).value;
                                }""")
                        .with("manifest.json", """
                        {"apiVersion": 1, "id": "keeps", "name": "Keeps", "version": "1.0.0", "description": "Keeps.",
                         "author": "Tests", "category": "test", "execution": {"modes": ["on-demand"]},
                         "datasources": [{"alias": "primary", "types": ["postgresql"], "required": true}]}""")
                        .with(
                                "capabilities.json",
                                "{\"hostFunctions\": [\"datasource_query\", \"state_get\", \"state_set\"]}")),
                "{}");
        assertThat(platform.output(run)).contains(emailOf(3));
        assertThat(platform.count("SELECT count(*) FROM ekaya.run_effect t WHERE t::text LIKE '%@%.%'"))
                .isZero();
        assertThat(platform.count("SELECT count(*) FROM ekaya.run_effect WHERE arguments LIKE '%⟦email⟧%'"
                        + " AND arguments_hash = encode(sha256(convert_to(arguments, 'UTF8')), 'hex')"))
                .isOne();
        assertThat(platform.count("SELECT count(*) FROM ekaya.run_effect WHERE arguments LIKE '%nobody%'"))
                .isOne();
    }

    @Test
    void a_hash_of_a_masked_value_that_an_earlier_version_kept_is_not_shown() {
        String kept = sha256("{\"to\":\"" + emailOf(3) + "\"}");
        assertThat(Masked.hash("{\"to\":\"⟦email⟧\"}", kept)).isNotEqualTo(kept).hasSize(64);
        assertThat(Masked.hash("{\"to\":\"nobody\"}", kept)).isEqualTo(kept);
    }

    private static String sha256(String text) {
        try {
            return java.util.HexFormat.of()
                    .formatHex(java.security.MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
