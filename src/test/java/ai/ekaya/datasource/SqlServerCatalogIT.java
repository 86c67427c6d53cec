package ai.ekaya.datasource;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.datasource.tds.ScriptedTds;
import ai.ekaya.datasource.tds.TdsAnswer;
import ai.ekaya.datasource.tds.TdsRequest;
import ai.ekaya.datasource.tds.TdsValue;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.keys.Sealed;
import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limits;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How rows of SQL Server's catalog become a schema and statistics; {@link ScriptedTds} gives the rows. */
class SqlServerCatalogIT {
    private static <T> T against(
            Function<TdsRequest, TdsAnswer> script, BiFunction<DatasourceConnections, DatasourceRow, T> act) {
        try (ScriptedTds server = ScriptedTds.answering(script)) {
            DatasourceConnections connections = TestDatasources.connections(Limits.defaults());
            Target target = target(server);
            DatasourceRow row = new DatasourceRow(
                    new DatasourceId(UUID.randomUUID()), new ProjectId(UUID.randomUUID()), Instant.EPOCH);
            row.take(target, "shop", new Sealed("v1:x"), false);
            try {
                return act.apply(connections, row);
            } finally {
                connections.close();
            }
        }
    }

    private static Target target(ScriptedTds server) {
        return new Target(
                "sqlserver", "localhost", server.port(), "shop", "reader", new Secret("p"), "disable", "password");
    }

    private static List<TdsValue> row(Object... values) {
        return Stream.of(values)
                .map(value -> switch (value) {
                    case Integer number -> TdsValue.whole(4, number);
                    case Long number -> TdsValue.whole(8, number);
                    case Boolean bit -> TdsValue.bit(bit);
                    case Double number -> TdsValue.floating(number);
                    case Optional<?> none -> TdsValue.noText();
                    default -> TdsValue.text(value.toString());
                })
                .toList();
    }

    @SafeVarargs
    private static TdsAnswer rows(String names, List<TdsValue>... rows) {
        return TdsAnswer.rows(List.of(names.split(" ")), List.of(rows));
    }

    private static final Optional<String> NONE = Optional.empty();

    private static TdsAnswer catalog(TdsRequest request) {
        String sql = request.sql();
        if (sql.startsWith("-- The tables and views")) {
            String names = "object_id schema name type may_select may_insert may_update may_delete may_references";
            return rows(
                    names,
                    row(10, "dbo", "orders", "U ", 1, 0, 0, 0, 0),
                    row(11, "dbo", "open_orders", "V ", 1, 0, 0, 0, 0));
        }
        if (sql.startsWith("-- The columns that our login may read.\nSELECT c.object_id")) {
            String names =
                    "object_id name type_name type_schema is_user_defined base_type max_length precision scale is_nullable"
                            + " collation_name is_identity default_definition computed_definition";
            return rows(
                    names,
                    row(10, "id", "int", "sys", false, "int", 4, 10, 0, false, NONE, true, NONE, NONE),
                    row(
                            10,
                            "code",
                            "Code",
                            "dbo",
                            true,
                            "nvarchar",
                            40,
                            0,
                            0,
                            true,
                            "Latin1_General_CI_AS",
                            false,
                            NONE,
                            NONE),
                    row(10, "total", "decimal", "sys", false, "decimal", 9, 18, 2, false, NONE, false, "((0))", NONE),
                    row(
                            10,
                            "gross",
                            "numeric",
                            "sys",
                            false,
                            "numeric",
                            13,
                            20,
                            4,
                            true,
                            NONE,
                            false,
                            NONE,
                            "([total]*(1.19))"),
                    row(10, "note", "nvarchar", "sys", false, "nvarchar", -1, 0, 0, true, NONE, false, NONE, NONE),
                    row(10, "at", "datetime2", "sys", false, "datetime2", 7, 23, 3, true, NONE, false, NONE, NONE),
                    row(11, "id", "int", "sys", false, "int", 4, 10, 0, false, NONE, false, NONE, NONE),
                    row(99, "of_nobody", "int", "sys", false, "int", 4, 10, 0, false, NONE, false, NONE, NONE));
        }
        if (sql.startsWith("-- The schemas")) {
            return rows("name comment", row("dbo", NONE), row("sales", "What is sold"));
        }
        if (sql.startsWith("-- The columns of primary keys")) {
            return rows("parent_object_id name", row(10, "id"), row(10, "code"));
        }
        if (sql.startsWith("-- Foreign keys")) {
            String names =
                    "parent_object_id name columns[] references.schema references.table references.columns[] onUpdate"
                            + " onDelete";
            return rows(
                    names,
                    row(10, "fk", "a", "dbo", "other", "x", "no action", "cascade"),
                    row(10, "fk", "b", "dbo", "other", "y", "no action", "cascade"));
        }
        if (sql.startsWith("-- Indexes")) {
            return rows(
                    "object_id name unique method columns[] include[] where",
                    row(10, "by_at", false, "nonclustered", "at DESC", NONE, "([total]>(0))"),
                    row(10, "by_at", false, "nonclustered", NONE, "total", "([total]>(0))"),
                    row(10, "pk", true, "clustered", "id", NONE, NONE));
        }
        if (sql.startsWith("-- Checks")) {
            return rows("parent_object_id name expression notValid", row(10, "positive", "([total]>=(0))", true));
        }
        if (sql.startsWith("-- About how many")) {
            return rows("object_id rowEstimate", row(10, 12_345L));
        }
        if (sql.startsWith("-- How a view was made")) {
            return rows("object_id definition", row(11, "CREATE VIEW open_orders AS SELECT 1 AS id"));
        }
        if (sql.startsWith("-- What people wrote about columns")) {
            return rows("object_id name comment", row(10, "total", "Without tax"));
        }
        if (sql.startsWith("-- Row-level security")) {
            return TdsAnswer.failure(208, 16, "Invalid object name 'sys.security_policies'.");
        }
        return sql.equals("SELECT 1") ? rows("one", row(1)) : TdsAnswer.none();
    }

    private static ObjectNode schema() {
        return against(
                SqlServerCatalogIT::catalog,
                (connections, row) -> connections.schema(row, () -> targetOf(row), new Cancellation()));
    }

    private static Target targetOf(DatasourceRow row) {
        return new Target(
                row.type, row.host, row.port, row.database, row.user, new Secret("p"), row.sslMode, row.authentication);
    }

    @Test
    void assembles_a_schema_of_the_catalogs_rows() {
        ObjectNode schema = schema();
        assertThat(schema.path("schemas").toString())
                .isEqualTo("[{\"name\":\"dbo\"},{\"name\":\"sales\",\"comment\":\"What is sold\"}]");
        JsonNode orders = schema.path("tables").get(0);
        assertThat(orders.path("columns").toString())
                .isEqualTo("[{\"name\":\"id\",\"type\":\"int\",\"nullable\":false,\"identity\":\"always\"},"
                        + "{\"name\":\"code\",\"type\":\"dbo.Code\",\"length\":20,\"nullable\":true,\"collation\":\"Latin1_General_CI_AS\"},"
                        + "{\"name\":\"total\",\"type\":\"decimal(18,2)\",\"precision\":18,\"scale\":2,\"nullable\":false,\"default\":\"((0))\",\"comment\":\"Without tax\"},"
                        + "{\"name\":\"gross\",\"type\":\"numeric(20,4)\",\"precision\":20,\"scale\":4,\"nullable\":true,\"generated\":\"([total]*(1.19))\"},"
                        + "{\"name\":\"note\",\"type\":\"nvarchar(max)\",\"nullable\":true},"
                        + "{\"name\":\"at\",\"type\":\"datetime2(3)\",\"nullable\":true}]");
        assertThat(orders.path("primaryKey").toString()).isEqualTo("[\"id\",\"code\"]");
        assertThat(orders.path("foreignKeys").toString())
                .isEqualTo(
                        "[{\"name\":\"fk\",\"columns\":[\"a\",\"b\"],\"references\":{\"schema\":\"dbo\",\"table\":\"other\","
                                + "\"columns\":[\"x\",\"y\"]},\"onUpdate\":\"no action\",\"onDelete\":\"cascade\"}]");
        assertThat(orders.path("indexes").toString())
                .isEqualTo(
                        "[{\"name\":\"by_at\",\"unique\":false,\"method\":\"nonclustered\",\"columns\":[\"at DESC\"],"
                                + "\"where\":\"([total]>(0))\",\"include\":[\"total\"]},"
                                + "{\"name\":\"pk\",\"unique\":true,\"method\":\"clustered\",\"columns\":[\"id\"]}]");
        assertThat(orders.path("checks").toString())
                .isEqualTo("[{\"name\":\"positive\",\"expression\":\"([total]>=(0))\",\"notValid\":true}]");
        assertThat(orders.path("rowEstimate").asLong()).isEqualTo(12_345);
        assertThat(orders.path("privileges").toString()).isEqualTo("[\"SELECT\"]");
        JsonNode view = schema.path("tables").get(1);
        assertThat(view.path("kind").asText()).isEqualTo("view");
        assertThat(view.path("definition").asText()).startsWith("CREATE VIEW");
        assertThat(schema.toString()).doesNotContain("of_nobody");
    }

    @Test
    void two_readings_of_the_same_catalog_have_the_same_hash() {
        assertThat(SchemaSnapshot.of(schema()).path("hash").asText())
                .startsWith("sha256:")
                .isEqualTo(SchemaSnapshot.of(schema()).path("hash").asText());
        assertThat(SchemaDifference.between(schema(), schema())).isEmpty();
    }

    private static TdsAnswer statistics(TdsRequest request) {
        String sql = request.sql();
        if (sql.startsWith("-- The columns that our login may read of the tables of one name")) {
            String names = "table_schema type name type_name base_type max_length precision scale row_estimate";
            return rows(
                    names,
                    row("dbo", "U ", "total", "money", "money", 8, 19, 4, 40L),
                    row("dbo", "U ", "note", "nvarchar", "nvarchar", -1, 0, 0, 40L));
        }
        if (sql.contains("STDEV")) {
            return rows(
                    "filled nulls distinct min max quantile_0 quantile_1 quantile_2 quantile_3 quantile_4 mean stddev",
                    row(38L, 2L, 20L, "1.0000", "9.5000", "1.0000", "2.0000", "3.0000", "4.0000", "9.0000", 3.25, 1.5));
        }
        if (sql.contains("LEN(v)")) {
            return rows("filled nulls distinct length_min length_max length_mean", row(40L, 0L, 2L, 1L, 7L, 3.5));
        }
        return sql.startsWith("SELECT TOP (10)")
                ? rows("value n", row("x", 30L), row("y", 10L))
                : sql.equals("SELECT 1") ? rows("one", row(1)) : TdsAnswer.none();
    }

    @Test
    void assembles_statistics_in_the_form_of_postgresql() {
        ObjectNode statistics = against(
                SqlServerCatalogIT::statistics,
                (connections, row) -> connections.statistics(
                        row,
                        () -> targetOf(row),
                        new StatisticsRequest(Optional.empty(), "orders", List.of(), 20_000),
                        new Cancellation()));
        assertThat(statistics.toString())
                .isEqualTo("{\"schema\":\"dbo\",\"table\":\"orders\",\"rowEstimate\":40,\"columns\":["
                        + "{\"name\":\"total\",\"type\":\"money\",\"count\":40,\"nulls\":2,\"distinct\":20,\"min\":\"1.0000\","
                        + "\"max\":\"9.5000\",\"quantiles\":[\"1.0000\",\"2.0000\",\"3.0000\",\"4.0000\",\"9.0000\"],\"mean\":3.25,"
                        + "\"stddev\":1.5,\"top\":[{\"value\":\"x\",\"count\":30},{\"value\":\"y\",\"count\":10}]},"
                        + "{\"name\":\"note\",\"type\":\"nvarchar(max)\",\"count\":40,\"nulls\":0,\"distinct\":2,"
                        + "\"length\":{\"min\":1,\"max\":7,\"mean\":3.5},"
                        + "\"top\":[{\"value\":\"x\",\"count\":30},{\"value\":\"y\",\"count\":10}]}],\"sampled\":40}");
    }
}
