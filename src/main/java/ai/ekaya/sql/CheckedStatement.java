package ai.ekaya.sql;

import java.util.List;

/**
 * A statement that passed the guard, with the driver's placeholders.
 *
 * @param parameters for each placeholder in order, which of the caller's parameters it takes (from 0)
 */
public record CheckedStatement(String sql, List<Integer> parameters) {
    public CheckedStatement {
        parameters = List.copyOf(parameters);
    }

    int parameterCount() {
        return parameters.stream().mapToInt(index -> index + 1).max().orElse(0);
    }
}
