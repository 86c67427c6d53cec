package ai.ekaya.datasource;

import java.util.List;

/**
 * Some of a column's values as text, null ones left out.
 *
 * <p>SECURITY: people's data: for counting in memory alone, never to be stored, logged or answered. So it prints as a count.
 */
public record ColumnSample(String column, List<String> values) {
    public ColumnSample {
        values = List.copyOf(values);
    }

    @Override
    public String toString() {
        return "ColumnSample[" + column + ", " + values.size() + " values]";
    }
}
