package ai.ekaya.datasource;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Values of a table's columns, all of the same rows. Not thread-safe. */
final class SqlServerSample {
    /** Read a fifth more than is wanted: a sample of pages has about as many rows as was asked for. */
    private static final double MARGIN = 1.2;

    private final CatalogReader reader;
    private final SampleRequest asked;

    SqlServerSample(CatalogReader reader, SampleRequest asked) {
        this.reader = reader;
        this.asked = asked;
    }

    List<ColumnSample> read() throws SQLException {
        List<List<String>> values = new ArrayList<>();
        asked.columns().forEach(column -> values.add(new ArrayList<>()));
        reader.each(sql(asked), query -> {}, row -> add(row, values));
        List<ColumnSample> samples = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            samples.add(new ColumnSample(asked.columns().get(i), values.get(i)));
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

    /** TRY_CONVERT gives null for types that have no text. */
    static String sql(SampleRequest asked) {
        return asked.columns().stream()
                        .map(column -> "LEFT(TRY_CONVERT(nvarchar(max), " + quoted(column) + "), "
                                + asked.charactersMax() + ")")
                        .collect(Collectors.joining(", ", "SELECT TOP (" + asked.rowsMax() + ") ", ""))
                + " FROM " + quoted(asked.schema()) + "." + quoted(asked.table()) + sampling(asked);
    }

    private static String sampling(SampleRequest asked) {
        double rows = asked.rowEstimate().orElse(0L);
        return rows > asked.rowsMax() * MARGIN
                ? String.format(
                        Locale.ROOT,
                        " TABLESAMPLE SYSTEM (%.6f PERCENT) REPEATABLE (1)",
                        Math.min(100, 100 * MARGIN * asked.rowsMax() / rows))
                : "";
    }

    /** SECURITY: people may call a column {@code ]; DROP …}. */
    private static String quoted(String name) {
        return '[' + name.replace("]", "]]") + ']';
    }
}
