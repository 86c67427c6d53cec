package ai.ekaya.web;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** One page of a list. */
public record Page<T>(List<T> items, Optional<String> next) {
    public Page {
        items = List.copyOf(items);
    }

    /** A list that is bounded elsewhere and shown whole. */
    public static <T> Page<T> whole(List<T> items) {
        return new Page<>(items, Optional.empty());
    }

    /** @param found up to one more item than the page holds */
    public static <T> Page<T> of(List<T> found, PageQuery query, Function<T, Cursor> cursorOf) {
        if (found.size() <= query.size()) {
            return whole(found);
        }
        List<T> items = found.subList(0, query.size());
        return new Page<>(
                items, Optional.of(cursorOf.apply(items.get(items.size() - 1)).toString()));
    }
}
