package ai.ekaya.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limits;
import ai.ekaya.sql.SqlArguments;
import ai.ekaya.store.DatabaseUrl;
import ai.ekaya.store.Store;
import ai.ekaya.store.TestDatabase;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The SQL of docs/datasources.md, run as it stands there. */
class DatasourceGrantsIT {
    private final String database = "sales_" + UUID.randomUUID().toString().replace("-", "");
    private final String reader = "reader_" + UUID.randomUUID().toString().replace("-", "");
    private final DatabaseUrl platform = TestDatabase.fresh();
    private final Store store = Store.open(platform);

    @BeforeEach
    void grant() throws SQLException, IOException {
        try (Connection connection = TestDatabase.superuser("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + database);
        }
        try (Connection connection = TestDatabase.superuser(database);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE before (id serial PRIMARY KEY, name text);"
                    + " INSERT INTO before (name) VALUES ('a'), ('b'); CREATE VIEW seen AS SELECT name FROM before");
            statement.execute(
                    documented().replaceAll("\\bekaya_reader\\b", reader).replaceAll("\\bsales\\b", database));
            statement.execute("CREATE TABLE later (id int); INSERT INTO later VALUES (7); ANALYZE");
        }
    }

    private static String documented() throws IOException {
        String page = Files.readString(Path.of("docs/datasources.md"));
        String section = page.substring(page.indexOf("## PostgreSQL: a least-privilege login"));
        int start = section.indexOf("```sql\n") + "```sql\n".length();
        return section.substring(start, section.indexOf("```", start));
    }

    @AfterEach
    void drop() throws SQLException {
        store.close();
        try (Connection connection = TestDatabase.superuser("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE " + database + " WITH (FORCE)");
        }
    }

    @Test
    void lets_apps_read_all_and_write_nothing() {
        Limits limits = Limits.defaults();
        DatasourceConnections connections = TestDatasources.connections(store, limits, Clock.systemUTC());
        Target target = new Target(
                "postgresql",
                "localhost",
                TestDatabase.port(),
                database,
                reader,
                new Secret("choose-one"),
                "prefer",
                "password");
        DatasourceRow row = new DatasourceRow();
        row.type = "postgresql";
        try {
            ConnectionTest tested = connections.test(target);
            assertThat(tested.canWrite()).isFalse();
            assertThat(tested.tables()).contains(3);
            ObjectNode schema = connections.schema(row, () -> target, new Cancellation());
            assertThat(schema.get("tables").findValuesAsText("name")).contains("before", "later", "seen");
            assertThat(connections
                            .query(
                                    row,
                                    () -> target,
                                    "SELECT name FROM seen ORDER BY 1",
                                    SqlArguments.byPlace(List.of()),
                                    new Cancellation())
                            .json()
                            .get("rows")
                            .toString())
                    .isEqualTo("[[\"a\"],[\"b\"]]");
            StatisticsRequest asked = new StatisticsRequest(Optional.empty(), "before", List.of(), 1_000);
            assertThat(connections
                            .statistics(row, () -> target, asked, new Cancellation())
                            .get("columns"))
                    .isNotEmpty();
        } finally {
            connections.close();
        }
    }

    /** Also with a transaction that may write, which the login can ask for. */
    @Test
    void has_a_login_that_cannot_write() throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://localhost:" + TestDatabase.port() + "/" + database, reader, "choose-one");
                Statement statement = connection.createStatement()) {
            statement.execute("SET default_transaction_read_only = off");
            for (String sql : List.of(
                    "INSERT INTO before (name) VALUES ('c')",
                    "UPDATE before SET name = 'c'",
                    "DELETE FROM before",
                    "TRUNCATE before",
                    "DROP TABLE before",
                    "ALTER TABLE before ADD x int",
                    "INSERT INTO later VALUES (8)",
                    "SELECT nextval('before_id_seq')",
                    "SELECT * FROM before FOR UPDATE",
                    "CREATE TABLE mine (id int)",
                    "CREATE TEMP TABLE mine (id int)",
                    "CREATE SCHEMA mine",
                    "COPY before FROM PROGRAM 'echo 1'",
                    "CREATE ROLE another")) {
                assertThatThrownBy(() -> statement.execute(sql)).as(sql).hasMessageContaining("ERROR: ");
            }
            statement.execute("SELECT * FROM before");
            // Only warned of.
            statement.execute("GRANT SELECT ON before TO PUBLIC");
        }
        try (Connection superuser = TestDatabase.superuser(database);
                Statement statement = superuser.createStatement();
                var rows = statement.executeQuery("SELECT string_agg(name, ' ' ORDER BY id),"
                        + " (SELECT relacl::text FROM pg_class WHERE oid = 'before'::regclass) FROM before")) {
            rows.next();
            assertThat(rows.getString(1)).isEqualTo("a b");
            assertThat(rows.getString(2)).doesNotContain("{=r").doesNotContain(",=r");
        }
    }
}
