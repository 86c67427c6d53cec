package ai.ekaya.datasource;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Values of a table's columns: all columns of the same rows first, then more of those columns that are null nearly everywhere. Not
 * thread-safe.
 */
final class PostgresSample {
    /** Read a fifth more than is wanted: a sample of pages has about as many rows as was asked for. */
    private static final double MARGIN = 1.2;

    /** So that the widest rows fit what the driver takes as one answer. */
    private static final int COLUMNS_PER_STATEMENT = 20;

    /** With fewer values than this a column is read once more, without its nulls. */
    private static final int FEW = 30;

    private final CatalogReader reader;
    private final SampleRequest asked;

    PostgresSample(CatalogReader reader, SampleRequest asked) {
        this.reader = reader;
        this.asked = asked;
    }

    List<ColumnSample> read() throws SQLException {
        List<ColumnSample> samples = new ArrayList<>();
        for (int from = 0; from < asked.columns().size(); from += COLUMNS_PER_STATEMENT) {
            int to = Math.min(from + COLUMNS_PER_STATEMENT, asked.columns().size());
            samples.addAll(together(asked.columns().subList(from, to)));
        }
        return samples;
    }

    private List<ColumnSample> together(List<String> columns) throws SQLException {
        List<List<String>> values = new ArrayList<>();
        columns.forEach(column -> values.add(new ArrayList<>()));
        int[] rows = {0};
        reader.each(
                "SELECT " + columns.stream().map(this::text).collect(Collectors.joining(", ")) + from() + sampling()
                        + " LIMIT " + asked.rowsMax(),
                query -> {},
                row -> {
                    rows[0]++;
                    add(row, values);
                });
        List<ColumnSample> samples = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            boolean hasMoreRows = rows[0] >= asked.rowsMax() || !sampling().isEmpty();
            boolean sparse = hasMoreRows && values.get(i).size() < FEW;
            samples.add(new ColumnSample(columns.get(i), sparse ? present(columns.get(i)) : values.get(i)));
        }
        return samples;
    }

    private static void add(ResultSet row, List<List<String>> values) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            String value = row.getString(i + 1);
            if (value != null) {
                values.get(i).add(value);
            }
        }
    }

    private List<String> present(String column) throws SQLException {
        List<List<String>> values = List.of(new ArrayList<>());
        reader.each(
                "SELECT " + text(column) + from() + " WHERE " + quoted(column) + " IS NOT NULL LIMIT "
                        + asked.rowsMax(),
                query -> {},
                row -> add(row, values));
        return values.get(0);
    }

    private String text(String column) {
        return "left(" + quoted(column) + "::text, " + asked.charactersMax() + ")";
    }

    private String from() {
        return " FROM " + quoted(asked.schema()) + "." + quoted(asked.table());
    }

    private String sampling() {
        double rows = asked.rowEstimate().orElse(0L);
        return rows > asked.rowsMax() * MARGIN
                ? String.format(
                        Locale.ROOT,
                        " TABLESAMPLE SYSTEM (%.6f) REPEATABLE (1)",
                        Math.min(100, 100 * MARGIN * asked.rowsMax() / rows))
                : "";
    }

    /** SECURITY: people may call a column {@code "; DROP …}. */
    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
