package ai.ekaya.query;

import java.util.List;
import java.util.Optional;

/**
 * One query that reads a table, or may.
 *
 * @param version that runs, or waits
 * @param state of that version's query; {@code draft} for a version that waits
 * @param table with its schema; empty when the query could not be read
 * @param columns of the table that are named or stand for a star
 * @param through views that the table is read through
 * @param certainty {@code resolved}, {@code partial} or {@code unknown}
 */
public record QueryReference(
        String id,
        String name,
        int version,
        QueryState state,
        Optional<String> table,
        List<String> columns,
        List<String> through,
        String certainty) {
    public QueryReference {
        columns = List.copyOf(columns);
        through = List.copyOf(through);
    }

    /** Whether it is here only because nobody could read it. */
    boolean isUnread() {
        return certainty.equals("unknown");
    }
}
