package ai.ekaya.datasource;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class SqlServerStatisticsSqlTest {
    private static SqlServerStatisticsSql sql(String relation, String name, String type, String kind, long rows) {
        int open = type.indexOf('(');
        StatisticsColumn column = new StatisticsColumn("dbo", relation, name, type, kind, Optional.of(rows));
        return new SqlServerStatisticsSql(column, "orders", open < 0 ? type : type.substring(0, open), 20_000);
    }

    @Test
    void asks_a_number_of_a_large_table_over_a_sample_of_its_pages() {
        assertThat(sql("U", "total", "money", "number", 1_000_000).figures())
                .isEqualTo("SELECT COALESCE(SUM(CASE WHEN v IS NULL THEN CAST(0 AS bigint) ELSE 1 END), 0) AS [filled],"
                        + " COALESCE(SUM(CASE WHEN v IS NULL THEN CAST(1 AS bigint) ELSE 0 END), 0) AS [nulls],"
                        + " COUNT_BIG(DISTINCT v) AS [distinct],"
                        + " CONVERT(nvarchar(4000), MIN(v), 2) AS [min], CONVERT(nvarchar(4000), MAX(v), 2) AS [max],"
                        + " CONVERT(nvarchar(4000), MIN(CASE WHEN place >= 0.05 * filled THEN v END), 2) AS [quantile_0],"
                        + " CONVERT(nvarchar(4000), MIN(CASE WHEN place >= 0.25 * filled THEN v END), 2) AS [quantile_1],"
                        + " CONVERT(nvarchar(4000), MIN(CASE WHEN place >= 0.5 * filled THEN v END), 2) AS [quantile_2],"
                        + " CONVERT(nvarchar(4000), MIN(CASE WHEN place >= 0.75 * filled THEN v END), 2) AS [quantile_3],"
                        + " CONVERT(nvarchar(4000), MIN(CASE WHEN place >= 0.95 * filled THEN v END), 2) AS [quantile_4],"
                        + " AVG(CAST(v AS float)) AS [mean], STDEV(CAST(v AS float)) AS [stddev]"
                        + " FROM (SELECT v, ROW_NUMBER() OVER (ORDER BY CASE WHEN v IS NULL THEN 1 ELSE 0 END, v) AS place,"
                        + " COUNT(v) OVER () AS filled FROM (SELECT TOP (20000) [total] AS v FROM [dbo].[orders]"
                        + " TABLESAMPLE SYSTEM (2.400000 PERCENT) REPEATABLE (1)) sample) placed");
    }

    @Test
    void reads_a_small_table_whole_and_of_a_view_the_first_rows() {
        assertThat(sql("U", "name", "nvarchar(50)", "text", 100).figures())
                .isEqualTo("SELECT COALESCE(SUM(CASE WHEN v IS NULL THEN CAST(0 AS bigint) ELSE 1 END), 0) AS [filled],"
                        + " COALESCE(SUM(CASE WHEN v IS NULL THEN CAST(1 AS bigint) ELSE 0 END), 0) AS [nulls],"
                        + " COUNT_BIG(DISTINCT v) AS [distinct], MIN(CAST(LEN(v) AS bigint)) AS [length_min],"
                        + " MAX(CAST(LEN(v) AS bigint)) AS [length_max], AVG(CAST(LEN(v) AS float)) AS [length_mean]"
                        + " FROM (SELECT TOP (20000) [name] AS v FROM [dbo].[orders]) sample");
        assertThat(sql("V", "name", "nvarchar(50)", "text", 1_000_000).figures())
                .doesNotContain("TABLESAMPLE");
    }

    @Test
    void asks_for_the_most_frequent_values() {
        assertThat(sql("U", "placed_at", "datetime2(3)", "time", 100).top())
                .isEqualTo(
                        "SELECT TOP (10) value, COUNT_BIG(*) AS n FROM (SELECT LEFT(CONVERT(nvarchar(4000), v, 126), 200) AS"
                                + " value FROM (SELECT TOP (20000) [placed_at] AS v FROM [dbo].[orders]) sample WHERE v IS NOT NULL)"
                                + " filled GROUP BY value ORDER BY n DESC, value COLLATE Latin1_General_BIN2");
    }

    @Test
    void keeps_a_hostile_name_in_its_brackets() {
        assertThat(sql("U", "a] FROM x; DROP TABLE y --", "int", "number", 1).top())
                .contains("SELECT TOP (20000) [a]] FROM x; DROP TABLE y --] AS v FROM");
    }
}
