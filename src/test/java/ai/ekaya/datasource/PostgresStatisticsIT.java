package ai.ekaya.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.store.TestDatabase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a PostgreSQL table's columns are said to hold. */
class PostgresStatisticsIT {
    private final String database = TestDatabase.fresh().user();

    @BeforeEach
    void make() throws SQLException {
        execute("""
                CREATE TYPE mood AS ENUM ('fine', 'sad');
                CREATE DOMAIN points AS int;
                CREATE TABLE made (
                    n int, exact numeric(30, 10), part double precision, score points, price money, at timestamptz, day date,
                    word text, code char(5), mood mood, ok boolean, id uuid, raw bytea, doc jsonb, list int[], "odd ""; name" int);
                INSERT INTO made
                SELECT n, n / 4.0, CASE WHEN n = 1 THEN 'NaN'::float8 ELSE n END, n % 5, n::numeric::money,
                       '2026-01-01 00:00Z'::timestamptz + n * interval '1 day', '2026-01-01'::date + n,
                       CASE WHEN n % 10 = 0 THEN NULL WHEN n % 2 = 0 THEN 'even' ELSE 'Odd 🦊' END, 'ab',
                       (CASE WHEN n % 4 = 0 THEN 'sad' ELSE 'fine' END)::mood, n > 50, gen_random_uuid(),
                       decode('00ff', 'hex'), '{}', ARRAY[n], n
                FROM generate_series(1, 100) n;
                CREATE VIEW shown AS SELECT n, word FROM made;
                CREATE TABLE empty (n int, word text);
                CREATE SCHEMA other;
                CREATE TABLE other.empty (n int);
                CREATE TABLE large AS SELECT n, n % 7 AS week, repeat('x', 100) AS wide FROM generate_series(1, 60000) n;
                ANALYZE;
                """);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = TestDatabase.superuser(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private ObjectNode statistics(Limits limits, String table, int sampleRows, String... columns) throws SQLException {
        int dot = table.indexOf('.');
        StatisticsRequest asked = new StatisticsRequest(
                dot < 0 ? Optional.empty() : Optional.of(table.substring(0, dot)),
                table.substring(dot + 1),
                List.of(columns),
                sampleRows);
        try (Connection connection = TestDatabase.superuser(database)) {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            return new PostgresStatistics(new CatalogReader(connection, limits, new Cancellation()), limits, asked)
                    .read();
        }
    }

    private JsonNode column(String name) throws SQLException {
        return statistics(Limits.defaults(), "made", 1_000, name).at("/columns/0");
    }

    private static String json(JsonNode node) {
        return node.toString().replace('"', '\'');
    }

    @Test
    void numbers_have_range_quantiles_and_moments() throws SQLException {
        assertThat(json(column("n")))
                .startsWith("{'name':'n','type':'integer','count':100,'nulls':0,'distinct':100,'min':'1','max':'100',"
                        + "'quantiles':['5','25','50','75','95'],'mean':50.5,'stddev':29.011491975882016,'top':[");
        assertThat(column("exact").path("max").asText()).isEqualTo("25.0000000000");
        assertThat(column("price").path("mean").asDouble()).isEqualTo(50.5);
        assertThat(column("score").path("distinct").asInt()).isEqualTo(5);
        assertThat(json(column("part"))).contains("'max':'NaN'").contains("'mean':'NaN'");
    }

    @Test
    void times_have_range_and_quantiles() throws SQLException {
        assertThat(json(column("day")))
                .contains("'min':'2026-01-02','max':'2026-04-11'", "'quantiles':['2026-01-06',")
                .doesNotContain("mean");
        assertThat(column("at").path("distinct").asInt()).isEqualTo(100);
    }

    @Test
    void texts_have_lengths_in_characters_and_frequent_values() throws SQLException {
        assertThat(json(column("word")))
                .isEqualTo("{'name':'word','type':'text','count':100,'nulls':10,'distinct':2,"
                        + "'length':{'min':4,'max':5,'mean':4.555555555555555},"
                        + "'top':[{'value':'Odd 🦊','count':50},{'value':'even','count':40}]}");
        assertThat(column("code").at("/length/max").asInt()).isEqualTo(2);
    }

    @Test
    void other_types_tell_what_can_be_told_of_them() throws SQLException {
        assertThat(json(column("mood"))).endsWith("'top':[{'value':'fine','count':75},{'value':'sad','count':25}]}");
        assertThat(column("ok").path("distinct").asInt()).isEqualTo(2);
        assertThat(column("id").path("distinct").asInt()).isEqualTo(100);
        assertThat(column("raw").at("/length/max").asInt()).isEqualTo(2);
        assertThat(json(column("doc"))).isEqualTo("{'name':'doc','type':'jsonb','count':100,'nulls':0}");
        assertThat(json(column("list"))).isEqualTo("{'name':'list','type':'integer[]','count':100,'nulls':0}");
        assertThat(column("odd \"; name").path("count").asInt()).isEqualTo(100);
    }

    @Test
    void views_and_empty_tables_have_statistics_too() throws SQLException {
        assertThat(json(statistics(Limits.defaults(), "shown", 1_000, "n")))
                .contains("'sampled':100")
                .doesNotContain("rowEstimate");
        assertThat(json(statistics(Limits.defaults(), "public.empty", 1_000)))
                .contains("{'name':'n','type':'integer','count':0,'nulls':0,'distinct':0}");
    }

    @Test
    void a_large_table_is_sampled_and_the_sample_is_the_same_for_all_columns() throws SQLException {
        ObjectNode sampled = statistics(Limits.defaults(), "large", 5_000);
        assertThat(sampled.path("rowEstimate").asInt()).isEqualTo(60_000);
        assertThat(sampled.path("sampled").asInt()).isBetween(4_000, 5_000);
        assertThat(sampled.at("/columns/0/distinct").asInt())
                .isEqualTo(sampled.path("sampled").asInt());
        // Pages from the whole table, not its beginning.
        assertThat(sampled.at("/columns/0/max").asInt()).isGreaterThan(40_000);
        assertThat(sampled.at("/columns/1/count")).isEqualTo(sampled.at("/columns/2/count"));
        assertThat(statistics(Limits.defaults(), "large", 5_000).toString()).isEqualTo(sampled.toString());
    }

    @Test
    void a_table_or_column_that_is_not_there_is_named_with_what_is() {
        assertThatThrownBy(() -> statistics(Limits.defaults(), "nowhere", 10))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("There is no table 'nowhere'");
        assertThatThrownBy(() -> statistics(Limits.defaults(), "shown", 10, "m"))
                .hasMessageContaining("has no column 'm'")
                .hasMessageContaining("[n, word]");
        assertThatThrownBy(() -> statistics(Limits.defaults(), "empty", 10))
                .hasMessageContaining("in the schemas other, public; say which, as other.empty");
        assertThatThrownBy(() -> statistics(Limits.defaults(), "pg_catalog.pg_class", 10))
                .hasMessageContaining("There is no table 'pg_class'");
        Limits few = Limits.defaults().with(Limit.DATASOURCE_STATISTICS_COLUMNS_COUNT, 1);
        assertThatThrownBy(() -> statistics(few, "shown", 10)).hasMessageContaining("These are 2 columns, at most 1");
    }
}
