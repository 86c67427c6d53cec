package ai.ekaya.datasource;

import ai.ekaya.limits.Limits;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a table's columns hold, by aggregates over a sample that is the same for all columns. Not thread-safe. */
final class PostgresStatistics {
    private static final String COLUMNS = CatalogSql.of("postgresql/statistics_columns");

    /** Read a fifth more than is wanted: a sample of pages has about as many rows as was asked for. */
    private static final double MARGIN = 1.2;

    private static final String COUNTS = "'count', count(*), 'nulls', count(*) - count(v)";
    private static final String DISTINCT = "'distinct', count(DISTINCT v)";
    private static final String RANGE = """
            'min', min(v)::text, 'max', max(v)::text, 'quantiles', array_to_json(
              (percentile_disc(ARRAY[0.05, 0.25, 0.5, 0.75, 0.95]) WITHIN GROUP (ORDER BY v))::text[])""";
    private static final String MOMENTS = "'mean', avg(v::numeric)::float8, 'stddev', stddev_samp(v::numeric)::float8";
    private static final String LENGTHS = """
            'length', json_build_object('min', min(length(v)), 'max', max(length(v)), 'mean', avg(length(v))::float8)""";
    private static final String TOP = """
            'top', (SELECT json_agg(json_build_object('value', value, 'count', n) ORDER BY n DESC, value COLLATE "C")
                    FROM (SELECT left(v::text, 200) AS value, count(*) AS n FROM sample WHERE v IS NOT NULL
                          GROUP BY left(v::text, 200) ORDER BY n DESC, left(v::text, 200) COLLATE "C" LIMIT 10) most)""";

    /** What is asked of a column, by its kind in {@link #COLUMNS}. */
    private static final Map<String, List<String>> ASKED = Map.of(
            "number", List.of(COUNTS, DISTINCT, RANGE, MOMENTS, TOP),
            "time", List.of(COUNTS, DISTINCT, RANGE, TOP),
            "text", List.of(COUNTS, DISTINCT, LENGTHS, TOP),
            "name", List.of(COUNTS, DISTINCT, TOP),
            "bytes", List.of(COUNTS, LENGTHS),
            "other", List.of(COUNTS));

    private final CatalogReader reader;
    private final Limits limits;
    private final StatisticsRequest asked;
    private final List<StatisticsColumn> columns = new ArrayList<>();

    PostgresStatistics(CatalogReader reader, Limits limits, StatisticsRequest asked) {
        this.reader = reader;
        this.limits = limits;
        this.asked = asked;
    }

    ObjectNode read() throws SQLException {
        reader.each(
                COLUMNS,
                query -> {
                    query.setString(1, asked.table());
                    query.setString(2, asked.schema().orElse(null));
                    query.setString(3, asked.schema().orElse(null));
                },
                row -> columns.add(column(row)));
        List<StatisticsColumn> chosen = StatisticsColumn.chosen(columns, asked, limits);
        StatisticsColumn first = chosen.get(0);
        ObjectNode statistics = JsonNodeFactory.instance.objectNode();
        statistics.put("schema", first.schema()).put("table", asked.table());
        first.rows().ifPresent(rows -> statistics.put("rowEstimate", rows));
        ArrayNode each = statistics.putArray("columns");
        for (StatisticsColumn column : chosen) {
            ObjectNode told = each.addObject().put("name", column.name()).put("type", column.type());
            reader.each(query(column), query -> {}, row -> told.setAll((ObjectNode) CatalogReader.json(row, 1)));
        }
        return statistics.put("sampled", each.path(0).path("count").asLong());
    }

    private static StatisticsColumn column(ResultSet row) throws SQLException {
        long rows = row.getLong(6);
        Optional<Long> estimate = row.wasNull() ? Optional.empty() : Optional.of(rows);
        return new StatisticsColumn(
                row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5), estimate);
    }

    private String query(StatisticsColumn column) {
        return "WITH sample AS MATERIALIZED (SELECT " + quoted(column.name()) + " AS v FROM "
                + quoted(column.schema()) + "." + quoted(asked.table()) + sampling(column) + " LIMIT "
                + asked.sampleRows() + ") SELECT json_strip_nulls(json_build_object("
                + String.join(", ", ASKED.getOrDefault(column.kind(), List.of(COUNTS))) + ")) FROM sample";
    }

    /** Pages chosen by chance, the same ones for all columns; views and foreign tables have none, their first rows are read. */
    private String sampling(StatisticsColumn column) {
        boolean hasPages = "rpm".contains(column.relation());
        double rows = column.rows().orElse(0L);
        return hasPages && rows > asked.sampleRows() * MARGIN
                ? String.format(
                        Locale.ROOT,
                        " TABLESAMPLE SYSTEM (%.6f) REPEATABLE (1)",
                        100 * MARGIN * asked.sampleRows() / rows)
                : "";
    }

    /** SECURITY: names come from the catalog, and are quoted all the same: people may call a column {@code "; DROP …}. */
    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
