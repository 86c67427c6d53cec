package ai.ekaya.store;

import ai.ekaya.store.Sql.RowReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes of several rooms in one statement. The first decides: the others select from what it returns, and write nothing when it
 * returns nothing.
 */
public final class Together {
    private Together() {}

    /**
     * One write, a statement in a WITH: later ones may select from it by its name.
     *
     * @param name a word, the first one's is {@link #FIRST}
     * @param sql the others have {@code FROM first}, and name the types of values that are no text: {@code SELECT ?::timestamptz}
     */
    public record Part(String name, String sql, List<Object> parameters) {
        public static Part of(String name, String sql, Object... parameters) {
            return new Part(name, sql, List.of(parameters));
        }
    }

    /** What the first part is called. */
    public static final String FIRST = "first";

    /** What the first part returned, if anything. */
    public static <T> Optional<T> write(Transaction transaction, List<Part> parts, RowReader<T> reader) {
        StringBuilder sql = new StringBuilder();
        List<Object> parameters = new ArrayList<>();
        for (Part part : parts) {
            // Only our own words are joined; what came from outside is bound.
            sql.append(sql.isEmpty() ? "WITH " : ", ").append(part.name()).append(" AS (");
            sql.append(part.sql()).append(')');
            parameters.addAll(part.parameters());
        }
        sql.append(" SELECT * FROM " + FIRST);
        return Sql.first(transaction, sql.toString(), reader, parameters.toArray());
    }
}
