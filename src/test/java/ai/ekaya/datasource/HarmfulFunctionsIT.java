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
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.sql.QueryResult;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import ai.ekaya.store.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Functions of a datasource that do more than a read-only transaction can hold, and what leads to them. */
class HarmfulFunctionsIT {
    private final TestShop own = TestShop.fresh();
    private final ProjectId project = new ProjectId(UUID.randomUUID());
    private final Principal admin = new Principal(
            Principal.Kind.USER, new UserId(UUID.randomUUID()), "admin", false, Map.of(project, Role.ADMIN));
    private final Store store = Store.open(TestDatabase.fresh());

    @TempDir
    private Path home;

    private Datasources datasources;
    private DatasourceAccess access;

    @BeforeEach
    void open() {
        store.transactIn(
                project.value(),
                transaction -> Sql.update(
                        transaction,
                        "INSERT INTO project (id, name, created_at) VALUES (?, 'test', now())",
                        project.value()));
        Sealer sealer = new Sealer(MasterKey.load(Optional.empty(), home));
        TestDatasources made = TestDatasources.on(store, sealer, Limits.defaults(), Clock.systemUTC());
        datasources = made.datasources();
        access = made.access();
    }

    @AfterEach
    void close() {
        datasources.list(project).forEach(each -> datasources.remove(admin, project, each.id()));
        store.close();
    }

    /** Each has connections of its own. */
    private DatasourceId add(String name) {
        return datasources
                .add(
                        admin,
                        project,
                        new NewDatasource(
                                name,
                                "postgresql",
                                "localhost",
                                own.port(),
                                own.database(),
                                own.user(),
                                new Secret(own.password()),
                                "prefer"))
                .id();
    }

    private QueryResult query(DatasourceId source, String sql) {
        return access.query(project, source, sql, List.of(), new Cancellation());
    }

    private int advisoryLocks() throws SQLException {
        try (Connection connection = TestDatabase.superuser(own.database());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
                        + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    // Below the guard: a function that the parser cannot know, and that the login may call with its owner's rights.
    @Test
    void stops_a_function_with_side_effects_at_the_read_only_transaction() throws SQLException {
        try (Connection connection = TestDatabase.superuser(own.database());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE FUNCTION wipe() RETURNS int LANGUAGE sql AS 'DELETE FROM events; SELECT 1'");
            statement.execute("CREATE FUNCTION hold() RETURNS int LANGUAGE sql SECURITY DEFINER AS"
                    + " 'SELECT 1 FROM pg_advisory_lock(7)'");
            statement.execute(
                    "CREATE FUNCTION \"Hold It\"() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT hold()'");
            statement.execute(
                    "CREATE FUNCTION held(customers) RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT hold()'");
            statement.execute(
                    "CREATE FUNCTION \"Übel\"() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT hold()'");
            statement.execute(
                    "CREATE FUNCTION \"\ud83d\ude00\"() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT hold()'");
            statement.execute("CREATE FUNCTION net(numeric) RETURNS numeric LANGUAGE sql STABLE SECURITY DEFINER AS"
                    + " 'SELECT $1 / 1.19'");
        }
        DatasourceId source = add("before");
        assertThatThrownBy(() -> query(source, "SELECT wipe()")).hasMessage("A datasource is only read");
        for (String call : List.of(
                "hold()",
                "PUBLIC.Hold ( )",
                "\"hold\"()",
                "\"Hold It\"()",
                "c.held FROM customers c",
                "Übel()",
                "\ud83d\ude00()")) {
            assertThatThrownBy(() -> query(source, "SELECT lower('A'), " + call))
                    .hasMessageContaining("may do more than read");
        }
        assertThat(query(source, "SELECT net(119)").json().at("/rows/0/0").textValue())
                .startsWith("100");
        assertThat(query(source, "SELECT count(*) > 0 FROM events")
                        .json()
                        .at("/rows/0/0")
                        .booleanValue())
                .isTrue();
    }

    @Test
    void stops_such_a_function_behind_an_operator_a_cast_an_aggregate_or_a_view() throws SQLException {
        try (Connection connection = TestDatabase.superuser(own.database());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE FUNCTION hold(int, int) RETURNS int LANGUAGE sql SECURITY DEFINER AS"
                    + " 'SELECT 1 FROM pg_advisory_lock(7)'");
            statement.execute("CREATE FUNCTION mild(int, int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 - $2'");
            statement.execute("CREATE OPERATOR #!# (LEFTARG = int, RIGHTARG = int, FUNCTION = hold)");
            statement.execute("CREATE OPERATOR |~| (LEFTARG = int, RIGHTARG = int, FUNCTION = mild)");
            statement.execute("CREATE AGGREGATE held(int) (SFUNC = hold, STYPE = int, INITCOND = '0')");
            statement.execute("CREATE AGGREGATE milder(int) (SFUNC = mild, STYPE = int, INITCOND = '0')");
            statement.execute("CREATE VIEW locks AS SELECT hold(1, 2) AS n");
            statement.execute("CREATE VIEW \"More Locks\" AS SELECT n FROM locks");
            statement.execute("CREATE VIEW signs AS SELECT 1 #!# 2 AS n");
            statement.execute(
                    "CREATE EXTENSION dblink; CREATE EXTENSION citext; CREATE EXTENSION pg_trgm; CREATE EXTENSION cube");
            statement.execute("CREATE VIEW away AS SELECT n FROM dblink('dbname=x', 'SELECT 1') AS x(n int)");
            statement.execute("CREATE VIEW plain AS SELECT mild(3, 2) |~| 1 AS n, lower('A') AS a");
            statement.execute(
                    "CREATE VIEW fold AS SELECT 'A'::citext = 'a' AS same, '(1),(2)'::cube && '(2),(3)' AS meet");
            statement.execute("GRANT SELECT ON locks, \"More Locks\", signs, plain, away, fold TO " + own.user());
        }
        DatasourceId source = add("before");
        for (String sql : List.of(
                "SELECT 1 #!# 2",
                "SELECT 1#!#-2",
                "SELECT held(id::int) FROM products",
                "SELECT n FROM locks",
                "SELECT l.n FROM Public.LOCKS AS l",
                "SELECT n FROM \"More Locks\"",
                "SELECT n FROM away",
                "WITH x AS (SELECT n FROM signs) SELECT n FROM x")) {
            assertThatThrownBy(() -> query(source, sql))
                    .as(sql)
                    .isInstanceOfSatisfying(
                            Refusal.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.NOT_PERMITTED))
                    .hasMessageContaining("may do more than read");
        }
        assertThat(advisoryLocks()).isZero();
        assertThat(query(source, "SELECT 5 |~| 2, n, a, 'locks #!#', 1::text, milder(7) FROM plain GROUP BY n, a")
                        .json()
                        .at("/rows/0")
                        .toString())
                .isEqualTo("[3,0,\"a\",\"locks #!#\",\"1\",-7]");
        assertThat(query(source, "SELECT same, meet, 'shop' % 'shops', 7 % 4, 'B'::citext < 'c' FROM fold")
                        .json()
                        .at("/rows/0")
                        .toString())
                .isEqualTo("[true,true,true,3,true]");
        try (Connection connection = TestDatabase.superuser(own.database());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TYPE coin AS (cents int)");
            statement.execute("CREATE FUNCTION coin(int) RETURNS coin LANGUAGE sql SECURITY DEFINER AS"
                    + " 'SELECT ROW($1)::coin'");
            statement.execute("CREATE CAST (int AS coin) WITH FUNCTION coin(int)");
        }
        DatasourceId after = add("after");
        assertThatThrownBy(() -> query(after, "SELECT id::int::coin FROM products"))
                .hasMessageContaining("uses or may use cast integer to coin");
        assertThat(query(after, "SELECT 6 - 1").json().at("/rows/0/0").intValue())
                .isEqualTo(5);
    }
}
