package ai.ekaya.datasource;

import java.util.List;
import java.util.Optional;

/**
 * Whose values are wanted, and how many at most.
 *
 * @param columns as the schema names them
 * @param rowEstimate of a table that has pages to choose from; empty for views and foreign tables, whose first rows are read
 * @param rowsMax how many rows are looked at, and values given of a column
 * @param charactersMax where a value is cut
 * @param millisMax for all columns together
 */
public record SampleRequest(
        String schema,
        String table,
        List<String> columns,
        Optional<Long> rowEstimate,
        int rowsMax,
        int charactersMax,
        long millisMax) {
    public SampleRequest {
        columns = List.copyOf(columns);
    }
}
