package ai.ekaya.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which values of a PostgreSQL table's columns are read. */
class PostgresSampleIT {
    private final String database = TestDatabase.fresh().user();

    @BeforeEach
    void make() throws SQLException {
        try (Connection connection = TestDatabase.superuser(database);
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    CREATE SCHEMA "odd. ""; DROP";
                    CREATE TABLE "odd. ""; DROP"."b""; --" ("c""; DELETE" text);
                    INSERT INTO "odd. ""; DROP"."b""; --" VALUES ('kept');
                    CREATE TABLE large AS SELECT n, repeat('x', n % 700) AS wide, CASE WHEN n > 59990 THEN n END AS rare
                    FROM generate_series(1, 60000) n;
                    CREATE TABLE huge AS SELECT n, NULL::text AS never, CASE WHEN n % 9000 = 0 THEN n END AS rare
                    FROM generate_series(1, 60000) n;
                    CREATE VIEW slow_nulls AS SELECT n, CASE WHEN md5(repeat(n::text, 10000)) = '' THEN 'x' END AS never FROM huge;
                    CREATE VIEW slow AS SELECT n, pg_sleep(10)::text FROM large;
                    ANALYZE;
                    """);
        }
    }

    private List<ColumnSample> sample(String schema, String table, Optional<Long> rows, String... columns)
            throws SQLException {
        SampleRequest asked = new SampleRequest(schema, table, List.of(columns), rows, 1_000, 500, 3_000);
        try (Connection connection = TestDatabase.superuser(database)) {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            return new PostgresSample(connection, asked, new Cancellation()).read();
        }
    }

    @Test
    void values_come_from_pages_of_the_whole_table_and_are_cut() throws SQLException {
        List<ColumnSample> samples = sample("public", "large", Optional.of(60_000L), "n", "wide");
        List<Integer> numbers =
                samples.get(0).values().stream().map(Integer::valueOf).toList();
        assertThat(new HashSet<>(numbers)).hasSizeBetween(700, 1_000);
        assertThat(numbers).anyMatch(n -> n > 30_000);
        assertThat(samples.get(1).values()).allMatch(value -> value.length() <= 500);
        assertThat(samples.get(1).values()).anyMatch(value -> value.length() == 500);
    }

    @Test
    void a_column_that_is_null_nearly_everywhere_gives_the_values_that_it_has() throws SQLException {
        assertThat(sample("public", "large", Optional.of(60_000L), "rare")
                        .get(0)
                        .values())
                .hasSize(10);
    }

    @Test
    void looking_for_values_where_there_are_none_ends_in_time_and_keeps_what_was_read() throws SQLException {
        long start = System.nanoTime();
        List<ColumnSample> samples = sample("public", "slow_nulls", Optional.empty(), "n", "never");
        assertThat(samples.get(0).values()).hasSize(1_000);
        assertThat(samples.get(1).values()).isEmpty();
        assertThat(System.nanoTime() - start).isLessThan(6_000_000_000L);
        // Many columns are read in several statements, in order.
        String[] twelve = "n never rare n never rare n never rare n never rare".split(" ");
        assertThat(sample("public", "huge", Optional.of(60_000L), twelve).stream()
                        .map(ColumnSample::column))
                .containsExactly(twelve);
    }

    @Test
    void names_of_any_characters_are_names() throws SQLException {
        assertThat(sample("odd. \"; DROP", "b\"; --", Optional.empty(), "c\"; DELETE"))
                .containsExactly(new ColumnSample("c\"; DELETE", List.of("kept")));
    }

    @Test
    void a_sample_ends_at_its_time_and_prints_no_value() throws SQLException {
        long start = System.nanoTime();
        assertThatThrownBy(() -> sample("public", "slow", Optional.empty(), "n", "pg_sleep"))
                .isInstanceOfAny(SQLException.class, Refusal.class)
                .satisfies(
                        e -> assertThat(e instanceof SQLException sql ? sql.getSQLState() : RefusalCode.TIMEOUT.name())
                                .isIn("57014", RefusalCode.TIMEOUT.name()));
        assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
        assertThat(new ColumnSample("c", List.of("kept"))).hasToString("ColumnSample[c, 1 values]");
    }
}
