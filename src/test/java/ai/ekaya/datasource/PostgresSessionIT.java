package ai.ekaya.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.identity.Role;
import ai.ekaya.identity.UserId;
import ai.ekaya.keys.MasterKey;
import ai.ekaya.keys.Sealer;
import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.sql.Effect;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import ai.ekaya.store.TestDatabase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A session has one user after another, and none meets what another left. What a guest may not send itself, a function of the
 * database sends for it: with the caller's rights, so that nothing but the transaction and the cleaning holds it.
 */
class PostgresSessionIT {
    @TempDir
    static Path home;

    private final ProjectId project = new ProjectId(UUID.randomUUID());
    private final Principal admin = new Principal(
            Principal.Kind.USER, new UserId(UUID.randomUUID()), "admin", false, Map.of(project, Role.ADMIN));
    private final String database = TestDatabase.fresh().user();
    private final String reader = "reader_" + UUID.randomUUID().toString().substring(0, 8);
    private static Store store;
    private TestDatasources room;
    private DatasourceId id;

    @BeforeAll
    static void openStore() {
        store = Store.open(TestDatabase.fresh());
    }

    @BeforeEach
    void open() throws SQLException {
        superuser("CREATE TABLE counters AS SELECT 1 AS n, 'one' AS name; CREATE SEQUENCE numbers;"
                + " CREATE FUNCTION leave(sent text) RETURNS int LANGUAGE plpgsql AS"
                + " 'BEGIN EXECUTE sent; RETURN 0; END';"
                + " CREATE FUNCTION replace_plans() RETURNS int LANGUAGE plpgsql AS $$ DECLARE p text; BEGIN"
                + " FOR p IN SELECT name FROM pg_prepared_statements LOOP"
                + " EXECUTE format('DEALLOCATE %I', p); EXECUTE format('PREPARE %I AS SELECT 666', p);"
                + " END LOOP; RETURN 0; END $$;"
                + " CREATE VIEW session_state AS SELECT pg_backend_pid() AS pid,"
                + " (SELECT count(*) FROM pg_prepared_statements WHERE NOT from_sql) AS plans,"
                + " (SELECT count(*) FROM pg_prepared_statements WHERE from_sql) AS prepared,"
                + " (SELECT count(*) FROM pg_cursors WHERE is_holdable) AS cursors,"
                + " (SELECT count(*) FROM pg_listening_channels()) AS channels,"
                + " (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()) AS locks,"
                + " (SELECT count(*) FROM pg_class WHERE relpersistence = 't') AS temporary,"
                + " (SELECT string_agg(name || '=' || setting, ' ' ORDER BY name) FROM pg_settings WHERE name !~ '^plpgsql') AS settings,"
                + " nullif(current_setting('my.mark', true), '') AS mark, current_user AS who, session_user AS login;"
                + " CREATE ROLE other_" + reader + "; CREATE ROLE " + reader + " LOGIN PASSWORD 'reader' IN ROLE other_"
                + reader + ";"
                + " GRANT SELECT ON counters, session_state TO " + reader + "; GRANT USAGE ON SEQUENCE numbers TO "
                + reader + "; REVOKE CREATE ON SCHEMA public FROM PUBLIC; ALTER ROLE " + reader
                + " SET timezone = 'Asia/Tokyo'; ALTER ROLE " + reader + " SET datestyle = 'German'");
        store.transactIn(
                project.value(),
                transaction -> Sql.update(
                        transaction,
                        "INSERT INTO project (id, name, created_at) VALUES (?, ?, now())",
                        project.value(),
                        reader));
        Sealer sealer = new Sealer(MasterKey.load(Optional.empty(), home));
        room = TestDatasources.on(store, sealer, Limits.defaults(), Clock.systemUTC());
        id = add("direct", TestDatabase.port());
    }

    @AfterAll
    static void close() {
        store.close();
    }

    private DatasourceId add(String name, int port) {
        NewDatasource asked = new NewDatasource(
                name, "postgresql", "localhost", port, database, reader, new Secret("reader"), "disable");
        return room.datasources().add(admin, project, asked).id();
    }

    private void superuser(String sql) throws SQLException {
        try (Connection owner = TestDatabase.superuser(database);
                Statement statement = owner.createStatement()) {
            statement.execute(sql);
        }
    }

    private JsonNode rows(String sql, JsonNode... params) {
        return room.access()
                .query(project, id, sql, List.of(params), new Cancellation())
                .json()
                .path("rows");
    }

    private void leave(String sent) {
        ask("SELECT leave($1)", new TextNode(sent));
    }

    private void ask(String sql, JsonNode... params) {
        try {
            rows(sql, params);
        } catch (Refusal e) {
            // What is refused leaves nothing either.
        }
    }

    /** Process, plans, and all that a user could leave. */
    private JsonNode state() {
        return rows("SELECT * FROM session_state").get(0);
    }

    private static List<JsonNode> left(JsonNode state) {
        ArrayNode left = JsonNodeFactory.instance.arrayNode();
        state.forEach(left::add);
        left.remove(0);
        left.remove(0);
        return List.copyOf(left.valueStream().toList());
    }

    private JsonNode used() {
        for (int i = 0; i < 10; i++) {
            rows("SELECT name FROM counters");
            state();
        }
        return state();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PREPARE mine AS SELECT 1",
                "SELECT pg_advisory_lock(7)",
                "SELECT pg_advisory_lock_shared(8)",
                "SET timezone = 'Asia/Kolkata'",
                "SET SESSION statement_timeout = 1",
                "SET search_path = pg_temp",
                "SET plan_cache_mode = force_generic_plan",
                "SELECT set_config('my.mark', 'x', false)",
                "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE",
                "SET default_transaction_isolation = serializable",
                "RESET ALL",
                "SET ROLE %s",
                "LISTEN news",
                "DECLARE held CURSOR WITH HOLD FOR SELECT 1",
                "CREATE TEMP TABLE mine (i int)",
                "SELECT nextval('numbers')",
                "SELECT 1 / 0"
            })
    void leaves_nothing_for_the_next_user(String sent) {
        JsonNode before = used();
        leave(sent.formatted("other_" + reader));
        leave(sent.formatted("other_" + reader));
        JsonNode after = state();
        assertThat(after.get(0)).as("the same session").isEqualTo(before.get(0));
        assertThat(left(after)).isEqualTo(left(before));
        assertThatThrownBy(() -> rows("SELECT leave('DELETE FROM counters')")).hasMessage("A datasource is only read");
    }

    @Test
    void lets_each_user_prepare_a_statement_of_the_same_name() {
        used();
        for (int i = 0; i < 3; i++) {
            assertThat(rows("SELECT leave('PREPARE mine AS SELECT 1')")).hasSize(1);
        }
    }

    @Test
    void answers_rightly_after_a_user_ended_or_replaced_the_plans() {
        for (String sent : List.of("SELECT leave('DEALLOCATE ALL')", "SELECT replace_plans()", "SELECT 1 / 0")) {
            List<JsonNode> before = left(used());
            ask(sent);
            for (int i = 0; i < 3; i++) {
                assertThat(rows("SELECT name FROM counters").toString()).isEqualTo("[[\"one\"]]");
            }
            assertThat(left(state())).isEqualTo(before);
        }
    }

    @Test
    void keeps_the_plans_of_statements_that_come_again() throws SQLException {
        assertThat(used().get(1).asInt()).isPositive();
        for (int i = 0; i < 10; i++) {
            assertThat(rows("SELECT * FROM counters").toString()).isEqualTo("[[1,\"one\"]]");
        }
        superuser("ALTER TABLE counters ALTER n TYPE text, ADD more int");
        assertThat(rows("SELECT * FROM counters").toString()).isEqualTo("[[\"1\",\"one\",null]]");
        superuser("DROP TABLE counters");
        assertThatThrownBy(() -> rows("SELECT * FROM counters")).hasMessageStartingWith("There is no such table");
    }

    @Test
    void gives_a_kept_plan_each_callers_values() {
        for (int i = 0; i < 20; i++) {
            JsonNode value = i % 3 == 0 ? JsonNodeFactory.instance.nullNode() : new TextNode("day " + i);
            assertThat(rows("SELECT $1::text, $2 + n FROM counters", value, JsonNodeFactory.instance.numberNode(i)))
                    .hasToString("[[" + value + "," + (i + 1) + "]]");
        }
    }

    @Test
    void reads_as_before_after_an_approved_change_left_something_in_its_session() throws SQLException {
        JsonNode before = used();
        superuser("GRANT UPDATE ON counters TO " + reader);
        room.datasources().test(project, id);
        room.datasources()
                .update(
                        admin,
                        project,
                        id,
                        new DatasourceChange(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(WritableLogin.ALLOW)));
        used();
        for (String sent : List.of("SET timezone = ''Asia/Kolkata''", "PREPARE mine AS SELECT 1", "LISTEN news")) {
            ApprovedCall call = new ApprovedCall(
                    "UPDATE counters SET n = n + 1 + leave('" + sent + "')", Map.of(), Effect.WRITES, 10, rows -> {});
            room.access().execute(project, id, call, new Cancellation());
            assertThat(left(state())).isEqualTo(left(before));
            assertThatThrownBy(() -> rows("SELECT leave('DELETE FROM counters')"))
                    .hasMessage("A datasource is only read");
        }
        assertThat(rows("SELECT n FROM counters").toString()).isEqualTo("[[4]]");
    }

    @Test
    void keeps_nothing_in_a_session_that_a_pooler_lends() throws IOException {
        try (PoolerStandIn pooler = new PoolerStandIn(TestDatabase.port())) {
            id = add("pooled", pooler.port());
            JsonNode before = used();
            assertThat(before.get(1).asInt()).as("plans").isZero();
            leave("SET datestyle = 'German'");
            leave("SELECT pg_advisory_lock(7)");
            assertThat(left(state())).isEqualTo(left(before));
            assertThat(rows("SELECT timestamptz '2026-01-31 10:00:00+00'").toString())
                    .isEqualTo("[[\"2026-01-31T10:00:00Z\"]]");
            assertThatThrownBy(() -> rows("SELECT leave('DELETE FROM counters')"))
                    .hasMessage("A datasource is only read");
        }
    }
}
