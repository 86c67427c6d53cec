package ai.ekaya.datasource;

import ai.ekaya.sql.ApprovedStatement;
import ai.ekaya.sql.Effect;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongConsumer;

/**
 * One execution of an approved statement.
 *
 * @param sql with {@code {{name}}} for each parameter
 * @param values one for each name
 * @param rowsChangedMax a change of more rows is rolled back
 * @param beforeCommit is told how many rows were changed, for a statement that writes
 */
public record ApprovedCall(
        String sql, Map<String, JsonNode> values, Effect effect, int rowsChangedMax, LongConsumer beforeCommit) {
    public ApprovedCall {
        values = Map.copyOf(values);
    }

    List<JsonNode> inOrder(ApprovedStatement statement) {
        return statement.names().stream()
                .map(name -> Objects.requireNonNull(values.get(name), name))
                .toList();
    }
}
