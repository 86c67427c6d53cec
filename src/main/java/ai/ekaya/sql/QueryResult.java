package ai.ekaya.sql;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The answer of a query as guests see it: {@code {"columns": [{"name","type"}], "rows": [[scalar]], "truncated": bool}} and, for a
 * statement that changes rows, {@code "changed": n}.
 *
 * @param origins by column, where its values come from
 */
public record QueryResult(ObjectNode json, int rowCount, boolean truncated, List<ColumnOrigin> origins) {
    public QueryResult {
        origins = List.copyOf(origins);
    }
}
