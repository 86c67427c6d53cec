package ai.ekaya.datasource;

import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Values of a table's columns: all columns of the same rows first; then, in the time that is kept for it, more of those columns that
 * are null nearly everywhere. Not thread-safe.
 */
final class PostgresSample {
    /** Read a fifth more than is wanted: a sample of pages has about as many rows as was asked for. */
    private static final double MARGIN = 1.2;

    /** So that the widest rows fit what the driver takes as one answer. */
    private static final int COLUMNS_PER_STATEMENT = 10;

    private static final String TIMED_OUT = "57014";

    /** With fewer values than this a column is read once more, without its nulls. */
    private static final int FEW = 30;

    private final CatalogReader together;
    private final CatalogReader sparse;
    private final SampleRequest asked;

    PostgresSample(Connection connection, SampleRequest asked, Cancellation cancellation) {
        this.together = new CatalogReader(connection, asked.millisMax() * 2 / 3, cancellation);
        this.sparse = new CatalogReader(connection, asked.millisMax() / 3, cancellation);
        this.asked = asked;
    }

    List<ColumnSample> read() throws SQLException {
        List<ColumnSample> samples = new ArrayList<>();
        int rows = 0;
        for (int from = 0; from < asked.columns().size(); from += COLUMNS_PER_STATEMENT) {
            int to = Math.min(from + COLUMNS_PER_STATEMENT, asked.columns().size());
            rows = readTogether(asked.columns().subList(from, to), samples);
        }
        boolean hasMoreRows = rows >= asked.rowsMax() || !sampling().isEmpty();
        if (hasMoreRows) {
            addPresent(samples);
        }
        return samples;
    }

    private int readTogether(List<String> columns, List<ColumnSample> samples) throws SQLException {
        List<List<String>> values = new ArrayList<>();
        columns.forEach(column -> values.add(new ArrayList<>()));
        int[] rows = {0};
        together.each(
                "SELECT " + columns.stream().map(this::text).collect(Collectors.joining(", ")) + from() + sampling()
                        + " LIMIT " + asked.rowsMax(),
                query -> {},
                row -> {
                    rows[0]++;
                    add(row, values);
                });
        for (int i = 0; i < columns.size(); i++) {
            samples.add(new ColumnSample(columns.get(i), values.get(i)));
        }
        return rows[0];
    }

    /** Looking for values in a column that has none reads the whole table: when the time is over, what was read is enough. */
    private void addPresent(List<ColumnSample> samples) throws SQLException {
        try {
            for (int i = 0; i < samples.size(); i++) {
                if (samples.get(i).values().size() < FEW) {
                    samples.set(i, present(samples.get(i).column()));
                }
            }
        } catch (Refusal e) {
            if (e.code() != RefusalCode.TIMEOUT) {
                throw e;
            }
        } catch (SQLException e) {
            if (!TIMED_OUT.equals(e.getSQLState())) {
                throw e;
            }
        }
    }

    private static void add(ResultSet row, List<List<String>> values) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            String value = row.getString(i + 1);
            if (value != null) {
                values.get(i).add(value);
            }
        }
    }

    private ColumnSample present(String column) throws SQLException {
        List<List<String>> values = List.of(new ArrayList<>());
        sparse.each(
                "SELECT " + text(column) + from() + " WHERE " + quoted(column) + " IS NOT NULL LIMIT "
                        + asked.rowsMax(),
                query -> {},
                row -> add(row, values));
        return new ColumnSample(column, values.get(0));
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
