package ai.ekaya.classification;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a person decides of some columns.
 *
 * @param state {@link State#PENDING} takes an earlier decision back
 * @param category of what is sensitive; the rules' when empty
 */
record Verdict(Set<ColumnKey> columns, State state, Optional<Category> category, String note) {
    Verdict {
        columns = new LinkedHashSet<>(columns);
        if (columns.isEmpty()) {
            throw refused("'columns' is empty, expected at least one of {\"schema\", \"table\", \"column\"}");
        }
        if (state == State.NONE) {
            throw refused("'state' is none, expected allow, sensitive or pending");
        }
        if (category.isPresent() && state != State.SENSITIVE) {
            throw refused("'category' tells what is sensitive, so it belongs to the state sensitive only");
        }
    }

    static Verdict of(List<ColumnKey> columns, State state, Optional<Category> category, String note) {
        return new Verdict(new LinkedHashSet<>(columns), state, category, note);
    }

    private static Refusal refused(String message) {
        return new Refusal(RefusalCode.BAD_ARGUMENT, message);
    }
}
