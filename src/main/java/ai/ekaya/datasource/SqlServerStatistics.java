package ai.ekaya.datasource;

import ai.ekaya.limits.Limits;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a table's columns hold, in the form of {@link PostgresStatistics}: two statements for each column, one for its figures and
 * one for its most frequent values. Not thread-safe.
 */
final class SqlServerStatistics {
    private static final String COLUMNS = CatalogSql.of("sqlserver/statistics_columns");
    private static final List<String> QUANTILES = List.of("0.05", "0.25", "0.5", "0.75", "0.95");
    private static final Set<String> DISTINCT_KINDS = Set.of("number", "time", "text", "name");

    private final CatalogReader reader;
    private final Limits limits;
    private final StatisticsRequest asked;
    private final List<StatisticsColumn> columns = new ArrayList<>();

    SqlServerStatistics(CatalogReader reader, Limits limits, StatisticsRequest asked) {
        this.reader = reader;
        this.limits = limits;
        this.asked = asked;
    }

    ObjectNode read() throws SQLException {
        reader.each(
                COLUMNS,
                query -> {
                    query.setNString(1, asked.table());
                    query.setNString(2, asked.schema().orElse(null));
                    query.setNString(3, asked.schema().orElse(null));
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
            String base = base(column);
            SqlServerStatisticsSql sql = new SqlServerStatisticsSql(column, asked.table(), base, asked.sampleRows());
            reader.each(sql.figures(), query -> {}, row -> addFigures(told, column.kind(), row));
            if (DISTINCT_KINDS.contains(column.kind())) {
                ArrayNode top = told.putArray("top");
                reader.each(
                        sql.top(),
                        query -> {},
                        row -> top.addObject().put("value", row.getString(1)).put("count", row.getLong(2)));
            }
        }
        statistics.put("sampled", each.path(0).path("count").asLong());
        return statistics;
    }

    private static StatisticsColumn column(ResultSet row) throws SQLException {
        String schema = row.getString("table_schema");
        String relation = row.getString("type").strip();
        String name = row.getString("name");
        String base = row.getString("base_type");
        String type = SqlServerTypes.text(base, row.getInt("max_length"), row.getInt("precision"), row.getInt("scale"));
        long rows = row.getLong("row_estimate");
        Optional<Long> estimate = row.wasNull() ? Optional.empty() : Optional.of(rows);
        return new StatisticsColumn(schema, relation, name, type, SqlServerTypes.kind(base), estimate);
    }

    private static String base(StatisticsColumn column) {
        int open = column.type().indexOf('(');
        return open < 0 ? column.type() : column.type().substring(0, open);
    }

    private static void addFigures(ObjectNode told, String kind, ResultSet row) throws SQLException {
        told.put("count", row.getLong("filled") + row.getLong("nulls")).put("nulls", row.getLong("nulls"));
        if (DISTINCT_KINDS.contains(kind)) {
            told.put("distinct", row.getLong("distinct"));
        }
        if (kind.equals("number") || kind.equals("time")) {
            text(told, "min", row.getString("min"));
            text(told, "max", row.getString("max"));
            addQuantiles(told, row);
        }
        if (kind.equals("number")) {
            number(told, "mean", row);
            number(told, "stddev", row);
        }
        if ((kind.equals("text") || kind.equals("bytes")) && row.getLong("filled") > 0) {
            ObjectNode length = told.putObject("length");
            length.put("min", row.getLong("length_min")).put("max", row.getLong("length_max"));
            length.put("mean", row.getDouble("length_mean"));
        }
    }

    private static void addQuantiles(ObjectNode told, ResultSet row) throws SQLException {
        if (row.getLong("filled") > 0) {
            ArrayNode quantiles = told.putArray("quantiles");
            for (int i = 0; i < QUANTILES.size(); i++) {
                quantiles.add(row.getString("quantile_" + i));
            }
        }
    }

    private static void text(ObjectNode told, String key, @org.jspecify.annotations.Nullable String value) {
        if (value != null) {
            told.put(key, value);
        }
    }

    private static void number(ObjectNode told, String key, ResultSet row) throws SQLException {
        double value = row.getDouble(key);
        if (!row.wasNull()) {
            told.put(key, value);
        }
    }

    static List<String> quantiles() {
        return QUANTILES;
    }
}
