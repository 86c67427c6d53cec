package ai.ekaya.datasource;

import java.util.List;
import java.util.Optional;

/**
 * Whose statistics are wanted.
 *
 * @param schema where the table is; not needed when there is one table of that name
 * @param columns all when empty
 * @param sampleRows how many rows are looked at, when the table has more
 */
public record StatisticsRequest(Optional<String> schema, String table, List<String> columns, int sampleRows) {
    public StatisticsRequest {
        columns = List.copyOf(columns);
    }
}
