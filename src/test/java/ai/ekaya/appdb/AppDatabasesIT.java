package ai.ekaya.appdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.keys.MasterKey;
import ai.ekaya.keys.Sealer;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.sql.QueryResult;
import ai.ekaya.sql.SqlGuard;
import ai.ekaya.sql.StatementRunner;
import ai.ekaya.store.DatabaseUrl;
import ai.ekaya.store.Store;
import ai.ekaya.store.TestDatabase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppDatabasesIT {
    private static final AppMigration NOTES = new AppMigration(
            1,
            "notes",
            "CREATE TABLE notes (id serial PRIMARY KEY, body text UNIQUE, done boolean NOT NULL DEFAULT false);"
                    + " INSERT INTO notes (body) VALUES ('first')");

    private final UUID project = UUID.randomUUID();
    private final AppId app = new AppId(UUID.randomUUID());
    private final AppId other = new AppId(UUID.randomUUID());
    private final DatabaseUrl url = TestDatabase.fresh();

    @TempDir
    private Path home;

    private Store store;
    private AppDatabases databases;

    @BeforeEach
    void open() {
        store = Store.open(url);
        databases = with(Limits.defaults());
        databases.reconcile();
    }

    @AfterEach
    void close() {
        databases.close();
        store.close();
    }

    private AppDatabases with(Limits limits) {
        return new AppDatabases(
                store,
                new Sealer(MasterKey.load(Optional.empty(), home)),
                new SqlGuard(limits),
                new StatementRunner(limits),
                limits,
                Clock.systemUTC());
    }

    @Test
    void gives_an_app_tables_that_it_reads_and_writes() {
        databases.create(project, app, List.of(NOTES));
        assertThat(query("INSERT INTO notes (body) VALUES ($1)", "second")
                        .json()
                        .get("changed")
                        .intValue())
                .isEqualTo(1);
        assertThat(query("SELECT id, body, done FROM notes ORDER BY id").json().toString())
                .isEqualTo("{\"columns\":[{\"name\":\"id\",\"type\":\"int4\"},{\"name\":\"body\",\"type\":\"text\"},"
                        + "{\"name\":\"done\",\"type\":\"bool\"}],"
                        + "\"rows\":[[1,\"first\",false],[2,\"second\",false]],\"truncated\":false}");
        assertThat(query("DELETE FROM notes WHERE body = $1 RETURNING id", "first")
                        .json()
                        .get("rows")
                        .toString())
                .isEqualTo("[[1]]");
    }

    @Test
    void runs_only_migrations_that_are_new() {
        databases.create(project, app, List.of(NOTES));
        databases.create(project, app, List.of(NOTES, new AppMigration(2, "x", "ALTER TABLE notes ADD x int")));
        assertThat(query("SELECT count(*), max(x) FROM notes")
                        .json()
                        .get("rows")
                        .toString())
                .isEqualTo("[[1,null]]");
    }

    @Test
    void refuses_a_migration_that_was_changed_after_it_was_applied() {
        databases.create(project, app, List.of(NOTES));
        AppMigration changed = new AppMigration(1, NOTES.name(), NOTES.sql() + ";");
        assertThatThrownBy(() -> databases.create(project, app, List.of(changed)))
                .hasMessageContaining("001_notes.sql was changed after it was applied");
    }

    @Test
    void leaves_nothing_of_an_app_whose_migration_fails() throws SQLException {
        String before = objects();
        AppMigration bad = new AppMigration(2, "bad", "CREATE TABLE b (id int);\nINSERT INTO nowhere VALUES (1)");
        assertThatThrownBy(() -> databases.create(project, app, List.of(NOTES, bad)))
                .isInstanceOf(Refusal.class)
                .hasMessage(
                        "migrations/002_bad.sql, statement 2 in line 2: There is no such table or view near 'nowhere' in line 2");
        assertThat(objects()).isEqualTo(before);
        assertThat(databases.list()).isEmpty();
        AppMigration hostile = new AppMigration(2, "f", "CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN 1");
        assertThatThrownBy(() -> databases.create(project, app, List.of(NOTES, hostile)))
                .hasMessageContaining(
                        "migrations/002_f.sql, statement 1 in line 1: CREATE FUNCTION f is not accepted in a migration");
        assertThat(objects()).isEqualTo(before);
    }

    @Test
    void keeps_an_app_as_it_was_when_its_update_fails() {
        databases.create(project, app, List.of(NOTES));
        AppMigration two = new AppMigration(2, "x", "CREATE TABLE two (id int)");
        AppMigration three = new AppMigration(3, "x", "INSERT INTO two VALUES ('x')");
        assertThatThrownBy(() -> databases.create(project, app, List.of(NOTES, two, three)))
                .hasMessageContaining("migrations/003_x.sql");
        assertThatThrownBy(() -> query("SELECT * FROM two")).hasMessageContaining("no such table");
        assertThat(query("SELECT body FROM notes").rowCount()).isEqualTo(1);
    }

    @Test
    void drops_schema_role_and_state_also_while_they_are_in_use() throws SQLException {
        String before = objects();
        databases.create(project, app, List.of(NOTES));
        databases.create(project, other, List.of(NOTES));
        AppState state = new AppState(store, Limits.defaults());
        state.set(project, app, "cursor", JsonNodeFactory.instance.numberNode(1), 0);
        // A second server's pool keeps a session open.
        try (Connection session = asApp(app);
                Statement statement = session.createStatement()) {
            session.setAutoCommit(false);
            statement.execute("SELECT * FROM notes");
            databases.drop(app);
        }
        assertThat(state.get(project, app, "cursor")).isEmpty();
        assertThatThrownBy(() -> query("SELECT 1")).hasMessageContaining("has no database");
        assertThat(databases
                        .query(other, "SELECT body FROM notes", List.of(), new Cancellation())
                        .rowCount())
                .isEqualTo(1);
        databases.drop(other);
        databases.drop(other);
        assertThat(objects()).isEqualTo(before);
    }

    @Test
    void shows_an_app_nothing_of_another_app_or_of_the_platform() throws SQLException {
        databases.create(project, app, List.of(NOTES));
        databases.create(project, other, List.of(new AppMigration(1, "1.sql", "CREATE TABLE private (x int)")));
        String schema = schemaOf(other);
        assertRefused("SELECT * FROM private", RefusalCode.BAD_ARGUMENT);
        assertRefused("SELECT * FROM " + schema + ".private", RefusalCode.NOT_PERMITTED);
        assertRefused("INSERT INTO " + schema + ".private VALUES (1)", RefusalCode.NOT_PERMITTED);
        assertRefused("DROP TABLE " + schema + ".private", RefusalCode.NOT_PERMITTED);
        assertRefused("SELECT * FROM ekaya.app_state", RefusalCode.NOT_PERMITTED);
        assertRefused("SELECT * FROM ekaya.app_database", RefusalCode.NOT_PERMITTED);
        assertRefused("SELECT usename, query FROM pg_stat_activity", RefusalCode.BAD_ARGUMENT);
        String number = one("SELECT '" + schema + ".private'::regclass::oid");
        for (String sql : List.of(
                "SELECT '#'::regclass",
                "SELECT textin(regclassout(#))",
                "SELECT coalesce(nullif(pg_typeof(1), pg_typeof(1)), '#')",
                "SELECT pg_total_relation_size(#)",
                "SELECT obj_description(#, 'pg_class')",
                "SELECT acldefault('r', #)")) {
            assertRefused(sql.replace("#", number), RefusalCode.BAD_ARGUMENT);
        }
        assertRefused(
                "INSERT INTO ekaya_migration (number, name, sha256) VALUES (9, 'x', 'y')", RefusalCode.BAD_ARGUMENT);
        assertRefused("CREATE TEMP TABLE t (x int)", RefusalCode.BAD_ARGUMENT);
    }

    // Below the guard: what the login itself can do, should a statement get past it.
    @Test
    void has_a_login_that_can_do_nothing_outside_of_its_schema() throws SQLException {
        databases.create(project, app, List.of(NOTES));
        databases.create(project, other, List.of(NOTES));
        try (Connection session = asApp(app);
                Statement statement = session.createStatement()) {
            for (String sql : List.of(
                    "SET ROLE " + url.user(),
                    "SET ROLE " + schemaOf(other),
                    "SELECT * FROM " + schemaOf(other) + ".notes",
                    "SELECT * FROM ekaya.app_database",
                    "CREATE TABLE public.x (id int)",
                    "CREATE TEMP TABLE x (id int)",
                    "CREATE SCHEMA x",
                    "DROP SCHEMA " + schemaOf(app),
                    "DROP TABLE ekaya_migration",
                    "DELETE FROM ekaya_migration",
                    "GRANT USAGE ON SCHEMA " + schemaOf(app) + " TO " + roleOf(other),
                    "ALTER ROLE " + url.user() + " NOLOGIN",
                    "SELECT pg_read_file('/etc/passwd')",
                    "COPY notes TO PROGRAM 'cat'")) {
                // A grant without grant option is only a warning, so the effect is what counts.
                try {
                    statement.execute(sql);
                    assertThat(sql).startsWith("GRANT");
                } catch (SQLException e) {
                    assertThat(e.getMessage())
                            .as(sql)
                            .containsAnyOf("permission denied", "must be owner", "does not exist");
                }
            }
        }
        assertThat(databases
                        .query(other, "SELECT body FROM notes", List.of(), new Cancellation())
                        .rowCount())
                .isEqualTo(1);
    }

    @Test
    void rolls_back_a_statement_that_fails() {
        databases.create(project, app, List.of(NOTES));
        assertThatThrownBy(() -> query("INSERT INTO notes (body) VALUES ('new'), ('first')"))
                .isInstanceOfSatisfying(Refusal.class, e -> {
                    assertThat(e.code()).isEqualTo(RefusalCode.CONFLICT);
                    assertThat(e.reason()).isEqualTo("A row with this key is there already (notes_body_key)");
                });
        assertThat(query("SELECT body FROM notes").rowCount()).isEqualTo(1);
    }

    @Test
    void tells_no_value_of_a_row_in_an_error() {
        databases.create(project, app, List.of(NOTES));
        assertThatThrownBy(() -> query("SELECT body::int FROM notes"))
                .hasMessageNotContaining("first")
                .hasMessage("A value does not fit its type integer (SQLSTATE 22P02)");
        assertThatThrownBy(() -> query("SELECT $1::jsonb", "[1, type uuid"))
                .hasMessage("A value does not fit its type json (SQLSTATE 22P02)");
        assertThatThrownBy(() -> query("SELEC 1")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> query("SELECT nothing\nFROM\n notes WHERE id = $1 AND wrong = $1", "1"))
                .hasMessage("There is no such column near 'nothing' in line 1");
        assertThatThrownBy(() -> query("SELECT 1\nFROM\n notes WHERE id = $1 AND wrong = $1", "1"))
                .hasMessage("There is no such column near 'wrong' in line 3");
        assertThatThrownBy(() -> query("\nSELECT '{}'::jsonb ? 'a', $1::text, $1::int, wrong", "7"))
                .hasMessage("There is no such column near 'wrong' in line 2");
        assertThatThrownBy(() -> query("SELECT '{}'::jsonb ?? 'a', ?::int, wrong", "7"))
                .hasMessage("There is no such column near 'wrong' in line 1");
        assertThatThrownBy(() -> query("SELECT body FROM notes WHERE body = ?"))
                .hasMessage("The statement takes 1 parameter, 0 came; ? is a parameter here: write ?? for the operator,"
                        + " or $1 for parameters");
    }

    @Test
    void stops_a_statement_at_its_time_and_the_backend_is_gone() throws SQLException {
        databases.create(project, app, List.of(NOTES));
        databases.close();
        databases = with(Limits.defaults().with(Limit.SQL_STATEMENT_MILLIS, 1_000));
        long start = System.nanoTime();
        assertThatThrownBy(() -> query(FOREVER)).isInstanceOfSatisfying(Refusal.class, e -> {
            assertThat(e.code()).isEqualTo(RefusalCode.TIMEOUT);
            assertThat(e.reason()).isEqualTo("The statement ran longer than 1s");
        });
        assertThat((System.nanoTime() - start) / 1_000_000).isLessThan(5_000);
        assertNothingRuns();
        assertThat(query("SELECT 1").rowCount()).isEqualTo(1);
    }

    @Test
    void stops_a_statement_when_its_run_is_cancelled() throws SQLException {
        databases.create(project, app, List.of(NOTES));
        Cancellation cancellation = new Cancellation();
        CompletableFuture<Object> ended = CompletableFuture.supplyAsync(() -> {
            try {
                return databases.query(app, FOREVER, List.of(), cancellation);
            } catch (Refusal e) {
                return e.code();
            }
        });
        awaitRunning();
        cancellation.cancel(Cancellation.Cause.REQUESTED);
        assertThat(ended.join()).isEqualTo(RefusalCode.TIMEOUT);
        assertNothingRuns();
        assertThat(query("SELECT 1").rowCount()).isEqualTo(1);
    }

    @Test
    void caps_rows_and_bytes_and_says_so() {
        databases.create(project, app, List.of(NOTES));
        QueryResult many = query("SELECT g FROM generate_series(1, 10000000) g");
        assertThat(many.rowCount()).isEqualTo(10_000);
        assertThat(many.truncated()).isTrue();
        assertThat(query("SELECT g FROM generate_series(1, 10000) g").truncated())
                .isFalse();
        QueryResult wide = query("SELECT repeat('x', 100000) FROM generate_series(1, 100)");
        assertThat(wide.truncated()).isTrue();
        assertThat(wide.json().toString().length()).isLessThan(4 << 20);
        assertRefused("SELECT repeat('x', 100000000)", RefusalCode.LIMIT);
        assertThat(query("SELECT 1").rowCount()).isEqualTo(1);
    }

    @Test
    void refuses_a_first_row_that_does_not_fit_and_leaves_out_a_later_one() {
        databases.create(project, app, List.of(NOTES));
        assertThatThrownBy(() -> query("SELECT repeat('x', 5000000)"))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.LIMIT))
                .hasMessage("The first row alone is over 4MiB, the most that a result may be;"
                        + " select fewer columns or a part of a value");
        QueryResult later =
                query("SELECT repeat('x', length) FROM (VALUES (1, 10), (2, 5000000)) v (n, length) ORDER BY n");
        assertThat(later.rowCount()).isEqualTo(1);
        assertThat(later.truncated()).isTrue();
        int most = (4 << 20) - 3;
        assertThat(query("SELECT repeat('x', " + most + ")").truncated()).isFalse();
        assertRefused("SELECT repeat('x', " + (most + 1) + ")", RefusalCode.LIMIT);
    }

    @Test
    void a_change_whose_answer_does_not_fit_is_not_made() {
        databases.create(project, app, List.of(NOTES));
        assertRefused("INSERT INTO notes (body) VALUES ('x') RETURNING repeat('x', 5000000)", RefusalCode.LIMIT);
        assertThat(query("SELECT count(*) FROM notes").json().get("rows").toString())
                .isEqualTo("[[1]]");
    }

    @Test
    void fills_no_log_with_what_a_statement_fails_with() {
        databases.create(project, app, List.of(NOTES));
        List<LogRecord> logged = new CopyOnWriteArrayList<>();
        Logger pool = Logger.getLogger("com.zaxxer.hikari");
        Handler handler = collecting(logged);
        pool.addHandler(handler);
        try {
            // The driver stops in the middle of this row; what is left of it must not be read as an answer.
            assertRefused("SELECT repeat('Z', 100000000)", RefusalCode.LIMIT);
            // 0A000, for which the pool would drop the connection as well.
            assertThatThrownBy(() ->
                            query("SELECT body, generate_series(1, 2) FROM notes WHERE generate_series(1, 2) = 1"))
                    .isInstanceOf(Refusal.class);
            assertThat(query("SELECT 1").rowCount()).isEqualTo(1);
        } finally {
            pool.removeHandler(handler);
        }
        assertThat(logged).isEmpty();
    }

    private static Handler collecting(List<LogRecord> logged) {
        return new Handler() {
            @Override
            public void publish(LogRecord line) {
                logged.add(line);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    @Test
    void refuses_parameters_that_do_not_fit_the_statement() {
        databases.create(project, app, List.of(NOTES));
        assertThatThrownBy(() -> query("SELECT $1::text, $2::text", "a"))
                .hasMessage("The statement takes 2 parameters, 1 came");
        assertThatThrownBy(() -> query("SELECT 1", "a")).hasMessage("The statement takes 0 parameters, 1 came");
    }

    @Test
    void repairs_roles_and_passwords_at_start() throws SQLException {
        databases.create(project, app, List.of(NOTES));
        try (Connection owner = TestDatabase.superuser(url.user());
                Statement statement = owner.createStatement()) {
            statement.execute("ALTER ROLE " + roleOf(app) + " NOLOGIN PASSWORD 'other'");
            statement.execute("REVOKE USAGE ON SCHEMA " + schemaOf(app) + " FROM " + roleOf(app));
        }
        databases.close();
        databases = with(Limits.defaults());
        databases.reconcile();
        assertThat(query("SELECT body FROM notes").rowCount()).isEqualTo(1);
    }

    private static final String FOREVER =
            "SELECT count(*) FROM generate_series(1, 1000000) a, generate_series(1, 1000000) b";

    private QueryResult query(String sql, String... params) {
        List<JsonNode> values = Arrays.stream(params)
                .<JsonNode>map(JsonNodeFactory.instance::textNode)
                .toList();
        return databases.query(app, sql, values, new Cancellation());
    }

    private void assertRefused(String sql, RefusalCode code) {
        assertThatThrownBy(() -> query(sql))
                .as(sql)
                .isInstanceOfSatisfying(
                        Refusal.class, e -> assertThat(e.code()).as(e.reason()).isEqualTo(code));
    }

    private void awaitRunning() throws SQLException {
        while (!one("SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%1000000%' AND pid <>"
                        + " pg_backend_pid() AND datname = current_database()")
                .equals("1")) {
            Thread.onSpinWait();
        }
    }

    private void assertNothingRuns() throws SQLException {
        assertThat(one("SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND pid <> pg_backend_pid() AND"
                        + " datname = current_database() AND backend_type = 'client backend'"))
                .isEqualTo("0");
    }

    private String objects() throws SQLException {
        return one(
                "SELECT (SELECT count(*) FROM pg_roles WHERE rolname LIKE 'app\\_%' AND has_database_privilege(oid, '"
                        + url.user()
                        + "', 'CONNECT') AND NOT rolsuper) || ' ' || (SELECT count(*) FROM pg_namespace) || ' '"
                        + " || (SELECT count(*) FROM pg_class)");
    }

    private String schemaOf(AppId id) throws SQLException {
        return one("SELECT schema_name FROM ekaya.app_database WHERE app_id = '" + id + "'");
    }

    private String roleOf(AppId id) throws SQLException {
        return one("SELECT role_name FROM ekaya.app_database WHERE app_id = '" + id + "'");
    }

    private Connection asApp(AppId id) throws SQLException {
        String role = roleOf(id);
        try (Connection owner = TestDatabase.superuser(url.user());
                Statement statement = owner.createStatement()) {
            statement.execute("ALTER ROLE " + role + " PASSWORD 'test'");
        }
        return DriverManager.getConnection(url.jdbcUrl(), role, "test");
    }

    private String one(String sql) throws SQLException {
        try (Connection connection = TestDatabase.superuser(url.user());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
