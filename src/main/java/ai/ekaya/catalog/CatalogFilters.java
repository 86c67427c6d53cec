package ai.ekaya.catalog;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a search can be narrowed by: categories and publishers of all apps, counted. */
final class CatalogFilters {
    private CatalogFilters() {}

    /** @param most of each kind */
    static CatalogViews.Filters of(List<Catalogs.Found> found, int most) {
        Map<String, List<String>> categories = found.stream()
                .flatMap(one -> one.app().categories().stream().distinct())
                .collect(Collectors.groupingBy(Function.identity()));
        // An id of two catalogs is one in a search, too.
        Map<String, List<Publisher>> publishers =
                found.stream().map(one -> one.app().publisher()).collect(Collectors.groupingBy(Publisher::id));
        return new CatalogViews.Filters(
                mostUsed(categories.entrySet(), most).stream()
                        .map(one -> new CatalogViews.Category(
                                one.getKey(), one.getValue().size()))
                        .toList(),
                mostUsed(publishers.entrySet(), most).stream()
                        .map(one -> new CatalogViews.Publishing(
                                one.getKey(),
                                one.getValue().get(0).name(),
                                one.getValue().size()))
                        .toList());
    }

    private static <T> List<Map.Entry<String, List<T>>> mostUsed(
            Collection<Map.Entry<String, List<T>>> counted, int most) {
        return counted.stream()
                .sorted(Comparator.comparing((Map.Entry<String, List<T>> one) ->
                                one.getValue().size())
                        .reversed()
                        .thenComparing(Map.Entry::getKey))
                .limit(most)
                .toList();
    }
}
