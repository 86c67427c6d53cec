package ai.ekaya.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.boot.local.TestShop;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.identity.Role;
import ai.ekaya.identity.UserId;
import ai.ekaya.keys.MasterKey;
import ai.ekaya.keys.Sealer;
import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.sql.QueryResult;
import ai.ekaya.store.Store;
import ai.ekaya.store.TestDatabase;
import ai.ekaya.store.Transaction;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatasourcesIT {
    private final TestShop shop = TestShop.shared();
    private final ProjectId project = new ProjectId(UUID.randomUUID());
    private final Principal admin = new Principal(
            Principal.Kind.USER, new UserId(UUID.randomUUID()), "admin", false, Map.of(project, Role.ADMIN));

    @TempDir
    private Path home;

    private Store store;
    private DatasourceConnections connections;
    private Datasources datasources;
    private DatasourceAccess access;
    private List<String> boundApps = List.of();
    private List<String> askingQueries = List.of();

    @BeforeEach
    void open() {
        store = Store.open(TestDatabase.fresh());
        store.transactIn(project.value(), transaction -> {
            try (Statement statement = transaction.connection().createStatement()) {
                statement.execute(
                        "INSERT INTO project (id, name, created_at) VALUES ('" + project + "', 'test', now())");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        use(Limits.defaults());
    }

    private void use(Limits limits) {
        connections = TestDatasources.connections(store, limits, Clock.systemUTC());
        TestDatasources room = TestDatasources.on(
                connections,
                store,
                new Sealer(MasterKey.load(Optional.empty(), home)),
                limits,
                Clock.systemUTC(),
                (transaction, ofProject, datasource) -> boundApps,
                (transaction, ofProject, datasource) -> askingQueries);
        datasources = room.datasources();
        access = room.access();
    }

    @AfterEach
    void close() {
        connections.close();
        store.close();
    }

    private NewDatasource asked(String name, String host, String user, String password) {
        return new NewDatasource(
                name, "postgresql", host, shop.port(), shop.database(), user, new Secret(password), "prefer");
    }

    private Datasource shop() {
        return datasources.add(admin, project, asked("shop", "localhost", shop.user(), shop.password()));
    }

    @Test
    void saves_a_datasource_with_a_sealed_password_and_an_audit_row() throws SQLException {
        Datasource made = shop();
        assertThat(made.canWrite()).isFalse();
        assertThat(datasources.list(project)).containsExactly(made);
        assertThat(datasources.find(project, made.id())).contains(made);
        assertThat(datasources.find(new ProjectId(UUID.randomUUID()), made.id()))
                .isEmpty();
        assertThat(stored("SELECT sealed_password FROM datasource"))
                .startsWith("v2:")
                .doesNotContain("reader");
        assertThat(stored("SELECT string_agg(a::text, ' ') FROM audit_event a"))
                .contains("DATASOURCE_MADE")
                .doesNotContain("v2:");
    }

    @Test
    void keeps_a_datasource_that_apps_are_bound_to() {
        Datasource made = shop();
        boundApps = List.of("churn", "sales");
        assertThatThrownBy(() -> datasources.remove(admin, project, made.id()))
                .hasMessage("Datasource shop is read by apps churn, sales; bind to another datasource or remove the"
                        + " app first")
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.CONFLICT));
        assertThat(datasources.list(project)).containsExactly(made);
        boundApps = List.of();
        askingQueries = List.of("late-orders");
        assertThatThrownBy(() -> datasources.remove(admin, project, made.id()))
                .hasMessage("Datasource shop is read by query late-orders; give them another datasource or remove them"
                        + " first");
        assertThat(datasources.list(project)).containsExactly(made);
        askingQueries = List.of();
        datasources.remove(admin, project, made.id());
        assertThat(datasources.list(project)).isEmpty();
    }

    @Test
    void refuses_a_name_that_is_taken_and_an_unknown_type() {
        shop();
        assertThatThrownBy(this::shop).hasMessageContaining("of this name already");
        NewDatasource oracle = new NewDatasource("o", "oracle", "localhost", 1, "d", "u", new Secret("p"), "prefer");
        assertThatThrownBy(() -> datasources.add(admin, project, oracle))
                .hasMessage("'type' is 'oracle', expected postgresql, sqlserver");
    }

    @Test
    void says_why_a_connection_fails_and_saves_nothing() {
        assertThatThrownBy(() -> datasources.add(admin, project, asked("x", "localhost", "stranger", "p")))
                .hasMessage("The database at localhost:" + shop.port()
                        + " has no such login, or it may not log in (ALTER ROLE … LOGIN)")
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.UPSTREAM));
        NewDatasource noDatabase = new NewDatasource(
                "x",
                "postgresql",
                "localhost",
                shop.port(),
                "none",
                shop.user(),
                new Secret(shop.password()),
                "prefer");
        assertThatThrownBy(() -> datasources.add(admin, project, noDatabase))
                .hasMessage("The server at localhost:" + shop.port() + " has no database of this name");
        NewDatasource noServer =
                new NewDatasource("x", "postgresql", "localhost", 1, "d", "u", new Secret("p"), "prefer");
        assertThatThrownBy(() -> datasources.add(admin, project, noServer))
                .hasMessage("The database at localhost:1 cannot be reached: the connection is refused, nothing listens"
                        + " on this port");
        assertThatThrownBy(() -> datasources.add(admin, project, asked("x", "no-such-host.invalid", "u", "p")))
                .hasMessage("The database at no-such-host.invalid:" + shop.port()
                        + " cannot be reached: the host name is not known");
        NewDatasource tls =
                new NewDatasource("x", "postgresql", "localhost", shop.port(), "d", "u", new Secret("p"), "require");
        assertThatThrownBy(() -> datasources.add(admin, project, tls))
                .hasMessageEndingWith("cannot be reached: the server does not offer TLS as sslMode asks");
        assertThat(datasources.list(project)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost/x?socketFactory=org.evil.Factory&y=",
                "localhost:5432/postgres?loggerFile=/tmp/x&",
                "a,b",
                "localhost#",
                "local host",
                "user@localhost",
                "/var/run/postgresql",
                "-x",
                ""
            })
    void refuses_a_host_that_is_no_host_name(String host) {
        assertThatThrownBy(() -> datasources.add(admin, project, asked("x", host, "u", "p")))
                .hasMessageContaining("'host' is no host name");
    }

    @Test
    void keeps_connection_options_out_of_a_database_name() {
        NewDatasource asked = new NewDatasource(
                "x",
                "postgresql",
                "localhost",
                shop.port(),
                shop.database() + "?socketFactory=org.evil.Factory",
                shop.user(),
                new Secret(shop.password()),
                "prefer");
        assertThatThrownBy(() -> datasources.add(admin, project, asked))
                .hasMessageEndingWith("has no database of this name");
    }

    @Test
    void reports_a_login_that_can_write_and_refuses_apps() throws SQLException {
        TestShop open = TestShop.fresh();
        try (Connection connection = TestDatabase.superuser(open.database());
                Statement statement = connection.createStatement()) {
            statement.execute("GRANT UPDATE (note) ON orders TO " + open.user());
        }
        NewDatasource asked = new NewDatasource(
                "w",
                "postgresql",
                "localhost",
                open.port(),
                open.database(),
                open.user(),
                new Secret("reader"),
                "prefer");
        Datasource made = datasources.add(admin, project, asked);
        assertThat(made.canWrite()).isTrue();
        assertThatThrownBy(() -> query(made, "SELECT 1"))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.NOT_PERMITTED))
                .hasMessageContaining("can change data");
        try (Connection connection = TestDatabase.superuser(open.database());
                Statement statement = connection.createStatement()) {
            statement.execute("REVOKE UPDATE (note) ON orders FROM " + open.user());
        }
        assertThat(datasources.test(project, made.id()).canWrite()).isFalse();
        assertThat(query(made, "SELECT 1").rowCount()).isEqualTo(1);
    }

    @Test
    void answers_a_select_with_parameters() {
        QueryResult result = query(shop(), """
                SELECT c.id, c.full_name, count(o.id) AS orders
                FROM customers c LEFT JOIN orders o ON o.customer_id = c.id
                WHERE c.id = ANY ($1) AND c.created_at < $2 GROUP BY c.id ORDER BY c.id
                """, "[1, 2]", "\"2026-11-01T00:00:00Z\"");
        assertThat(result.rowCount()).isEqualTo(2);
        assertThat(result.json().get("columns").toString())
                .isEqualTo("[{\"name\":\"id\",\"type\":\"int8\"},{\"name\":\"full_name\",\"type\":\"text\"},"
                        + "{\"name\":\"orders\",\"type\":\"int8\"}]");
    }

    @Test
    void gives_every_type_a_json_value_that_loses_nothing() {
        Datasource source = shop();
        Map<String, String> cases = Map.ofEntries(
                Map.entry("9007199254740992::int8", "9007199254740992"),
                Map.entry("9007199254740993::int8", "\"9007199254740993\""),
                Map.entry("1.10::numeric", "\"1.10\""),
                Map.entry("'NaN'::numeric", "\"NaN\""),
                Map.entry("1e400::numeric", "\"1" + "0".repeat(400) + "\""),
                Map.entry("'NaN'::float8", "\"NaN\""),
                Map.entry("'-infinity'::float8", "\"-Infinity\""),
                Map.entry("0.1::float8", "0.1"),
                Map.entry("true", "true"),
                Map.entry("'\\xdeadbeef'::bytea", "\"3q2+7w==\""),
                Map.entry("ARRAY[1, NULL, 3]", "[1,null,3]"),
                Map.entry("ARRAY[ARRAY['a', 'b,\"c'], ARRAY['NULL', '{}']]", "[[\"a\",\"b,\\\"c\"],[\"NULL\",\"{}\"]]"),
                Map.entry("'{}'::int[]", "[]"),
                Map.entry("ARRAY[1.5::numeric]", "[\"1.5\"]"),
                Map.entry("'{\"a\": [1, 9007199254740993, 0.1]}'::jsonb", "{\"a\":[1,\"9007199254740993\",0.1]}"),
                Map.entry("'null'::jsonb", "null"),
                Map.entry("interval '1 day 02:03:04.5'", "\"P1DT2H3M4.5S\""),
                Map.entry("'[2026-01-01,2026-02-01)'::daterange", "\"[2026-01-01,2026-02-01)\""),
                Map.entry("date '2026-02-28'", "\"2026-02-28\""),
                Map.entry("date 'infinity'", "\"infinity\""),
                Map.entry("date '0044-03-15 BC'", "\"-0043-03-15\""),
                Map.entry("date '12026-01-01'", "\"+12026-01-01\""),
                Map.entry("time '10:11:12'", "\"10:11:12\""),
                Map.entry("timestamp '2026-01-01 10:11:12.123456'", "\"2026-01-01T10:11:12.123456\""),
                Map.entry("timestamptz '2026-01-01 10:11:12+02'", "\"2026-01-01T08:11:12Z\""),
                Map.entry("ARRAY[timestamptz '2026-01-01 10:11:12+02']", "[\"2026-01-01T08:11:12Z\"]"),
                Map.entry("'paid'::order_status", "\"paid\""),
                Map.entry("ARRAY['paid'::order_status]", "[\"paid\"]"),
                Map.entry("'f47ac10b-58cc-4372-a567-0e02b2c3d479'::uuid", "\"f47ac10b-58cc-4372-a567-0e02b2c3d479\""),
                Map.entry("'10.0.0.1/8'::inet", "\"10.0.0.1/8\""),
                Map.entry("NULL::int", "null"),
                Map.entry("ROW(1, 'a')", "\"(1,a)\""));
        cases.forEach((sql, expected) -> assertThat(
                        query(source, "SELECT " + sql).json().at("/rows/0/0").toString())
                .as(sql)
                .isEqualTo(expected));
        assertThat(query(source, "SELECT 12.5::money").json().at("/rows/0/0").isTextual())
                .isTrue();
    }

    @Test
    void takes_a_type_whose_name_starts_like_an_arrays_for_what_it_is() throws SQLException {
        TestShop own = TestShop.fresh();
        try (Connection connection = TestDatabase.superuser(own.database());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TYPE _size AS ENUM ('{s}', 'm')");
            statement.execute("CREATE TABLE _odd (size _size, sizes _size[])");
            statement.execute("INSERT INTO _odd VALUES ('{s}', '{m,\"{s}\"}')");
            statement.execute("GRANT SELECT ON _odd TO PUBLIC");
        }
        Datasource source = datasources.add(
                admin,
                project,
                new NewDatasource(
                        "odd",
                        "postgresql",
                        "localhost",
                        own.port(),
                        own.database(),
                        own.user(),
                        new Secret("reader"),
                        "prefer"));
        QueryResult result = query(source, "SELECT size, sizes, o AS whole FROM _odd o");
        assertThat(result.json().at("/rows/0").toString())
                .isEqualTo("[\"{s}\",[\"m\",\"{s}\"],\"({s},\\\"{m,\\\"\\\"{s}\\\"\\\"}\\\")\"]");
        assertThat(result.json().get("columns").findValuesAsText("type")).containsExactly("_size", "_size[]", "_odd");
    }

    @Test
    void refuses_every_way_to_change_something_and_changes_nothing() throws SQLException {
        Datasource source = shop();
        String before = shopDigest();
        for (String sql : List.of(
                "DELETE FROM events",
                "SELECT 1; DELETE FROM events",
                "WITH d AS (DELETE FROM events RETURNING 1) SELECT * FROM d",
                "SELECT * INTO copy FROM events",
                "SELECT * FROM events FOR UPDATE",
                "SELECT setval('orders_id_seq', 1)",
                "SELECT nextval('orders_id_seq')",
                "SELECT \"pg_catalog\".\"pg_sleep\"(30)",
                "SELECT lo_create(0)",
                "EXPLAIN ANALYZE DELETE FROM events",
                "SELECT * FROM (SELECT 1) x; COMMIT; DROP TABLE events",
                "COPY events TO PROGRAM 'cat'")) {
            assertThatThrownBy(() -> query(source, sql)).as(sql).isInstanceOf(Refusal.class);
        }
        assertThat(shopDigest()).isEqualTo(before);
    }

    @Test
    void ends_a_long_query_at_its_time_and_at_a_cancel() throws SQLException {
        Datasource source = shop();
        connections.close();
        use(Limits.defaults().with(Limit.SQL_STATEMENT_MILLIS, 1_000));
        assertThatThrownBy(() -> query(source, "SELECT count(*) FROM events a, events b, events c"))
                .hasMessage("The statement ran longer than 1s");
        connections.close();
        use(Limits.defaults());
        Cancellation cancellation = new Cancellation();
        CompletableFuture<Object> ended = CompletableFuture.supplyAsync(() -> {
            try {
                String sql = "SELECT count(*) FROM events a, events b, events c";
                return access.query(project, source.id(), sql, List.of(), cancellation);
            } catch (Refusal e) {
                return e.reason();
            }
        });
        while (!running().equals("1")) {
            Thread.onSpinWait();
        }
        cancellation.cancel(Cancellation.Cause.TIMEOUT);
        assertThat(ended.join()).isEqualTo("The run was stopped while the statement ran");
        assertThat(running()).isEqualTo("0");
    }

    @Test
    void reads_the_schema_with_a_login_that_can_only_select() {
        ObjectNode schema = access.schema(project, shop().id(), new Cancellation());
        assertThat(schema.get("hash").asText()).startsWith("sha256:");
        assertThat(schema.get("tables").findValuesAsText("name"))
                .contains("customers", "order_items", "order_totals", "events");
        JsonNode shipments = table(schema, "shipments");
        assertThat(shipments.at("/primaryKey").toString()).isEqualTo("[\"id\"]");
        assertThat(shipments.at("/foreignKeys/0").toString())
                .isEqualTo(
                        "{\"name\":\"shipments_order_id_line_no_fkey\",\"columns\":[\"order_id\",\"line_no\"],"
                                + "\"references\":{\"schema\":\"public\",\"table\":\"order_items\","
                                + "\"columns\":[\"order_id\",\"line_no\"]},\"onUpdate\":\"no action\",\"onDelete\":\"cascade\"}");
        JsonNode orders = table(schema, "orders");
        assertThat(orders.at("/columns/0").toString())
                .isEqualTo("{\"name\":\"id\",\"type\":\"bigint\",\"nullable\":false,\"identity\":\"by default\"}");
        assertThat(orders.at("/columns/3").toString())
                .isEqualTo("{\"name\":\"status\",\"type\":\"public.order_status\",\"nullable\":false,"
                        + "\"default\":\"'placed'::public.order_status\",\"enum\":[\"cart\",\"placed\",\"paid\","
                        + "\"shipped\",\"delivered\",\"returned\",\"cancelled\"]}");
        assertThat(orders.at("/indexes").toString()).contains("\"where\":").contains("orders_open_idx");
        assertThat(orders.at("/rowEstimate").intValue()).isEqualTo(6_500);
        assertThat(table(schema, "order_totals").at("/kind").asText()).isEqualTo("view");
        assertThat(table(schema, "customers").at("/checks/0/expression").asText())
                .contains("loyalty_points >= 0");
    }

    @Test
    void hashes_a_schema_the_same_until_it_changes() throws SQLException {
        TestShop own = TestShop.fresh();
        NewDatasource asked = new NewDatasource(
                "h", "postgresql", "localhost", own.port(), own.database(), own.user(), new Secret("reader"), "prefer");
        DatasourceId id = datasources.add(admin, project, asked).id();
        String first =
                access.schema(project, id, new Cancellation()).get("hash").asText();
        String shared = access.schema(project, shop().id(), new Cancellation())
                .get("hash")
                .asText();
        assertThat(first).isEqualTo(shared);
        try (Connection connection = TestDatabase.superuser(own.database());
                Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM events WHERE id < 1000; ANALYZE events");
            assertThat(hash(id)).isEqualTo(first);
            statement.execute("ALTER TABLE events ALTER payload DROP NOT NULL");
            assertThat(hash(id)).isNotEqualTo(first);
        }
    }

    @Test
    void needs_the_password_again_when_the_host_changes() {
        Datasource made = shop();
        DatasourceChange moved = new DatasourceChange(
                Optional.empty(),
                Optional.of("127.0.0.1"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        assertThatThrownBy(() -> datasources.update(admin, project, made.id(), moved))
                .hasMessageContaining("'password' is missing");
        DatasourceChange named = new DatasourceChange(
                Optional.of("renamed"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        assertThat(datasources.update(admin, project, made.id(), named).name()).isEqualTo("renamed");
        assertThat(query(made, "SELECT 1").rowCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"require, prefer, false", "require, disable, false", "prefer, disable, false", "disable, prefer, true"})
    void needs_the_password_again_for_a_weaker_ssl_mode(String before, String after, boolean taken)
            throws SQLException {
        Datasource made = shop();
        store.transactIn(project.value(), transaction -> ssl(transaction, before));
        DatasourceChange change = new DatasourceChange(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(after),
                Optional.empty(),
                Optional.empty());
        if (taken) {
            assertThat(datasources.update(admin, project, made.id(), change).sslMode())
                    .isEqualTo(after);
        } else {
            assertThatThrownBy(() -> datasources.update(admin, project, made.id(), change))
                    .hasMessageContaining("a weaker sslMode, needs it again");
            assertThat(datasources.find(project, made.id()).orElseThrow().sslMode())
                    .isEqualTo(before);
        }
    }

    private static void ssl(Transaction transaction, String mode) {
        try (Statement statement = transaction.connection().createStatement()) {
            statement.execute("UPDATE datasource SET ssl_mode = '" + mode + "'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void forgets_a_removed_datasource() {
        Datasource made = shop();
        query(made, "SELECT 1");
        datasources.remove(admin, project, made.id());
        assertThatThrownBy(() -> query(made, "SELECT 1"))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.NOT_FOUND));
    }

    private String hash(DatasourceId id) {
        return access.schema(project, id, new Cancellation()).get("hash").asText();
    }

    private static JsonNode table(ObjectNode schema, String name) {
        for (JsonNode table : schema.get("tables")) {
            if (table.get("name").asText().equals(name)) {
                return table;
            }
        }
        throw new AssertionError("No table " + name);
    }

    private QueryResult query(Datasource source, String sql, String... params) {
        List<JsonNode> values = Arrays.stream(params).map(DatasourcesIT::json).toList();
        return access.query(project, source.id(), sql, values, new Cancellation());
    }

    private static JsonNode json(String text) {
        try {
            return new com.fasterxml.jackson.databind.ObjectMapper().readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            return JsonNodeFactory.instance.textNode(text);
        }
    }

    private String running() throws SQLException {
        return one(
                TestDatabase.superuser("postgres"),
                "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND usename = '" + shop.user() + "'");
    }

    private String shopDigest() throws SQLException {
        return one(
                shop.reader(),
                "SELECT (SELECT count(*) FROM events) || ' ' || (SELECT last_value FROM pg_sequences LIMIT 1)"
                        + " || ' ' || (SELECT count(*) FROM pg_class)");
    }

    private String stored(String sql) {
        return store.inProject(project.value(), transaction -> {
            try (Statement statement = transaction.connection().createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                rows.next();
                return rows.getString(1);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static String one(Connection open, String sql) throws SQLException {
        try (Connection connection = open;
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        }
    }
}
