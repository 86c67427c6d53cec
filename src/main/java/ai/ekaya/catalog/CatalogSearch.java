package ai.ekaya.catalog;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is looked for.
 *
 * @param words each has to be in name, summary, id or a category, whatever their case
 */
record CatalogSearch(
        List<String> words, Optional<String> category, Optional<String> publisher, Optional<String> catalog) {
    /** More say nothing more. */
    private static final int WORDS_MAX = 10;

    static CatalogSearch of(
            Optional<String> text, Optional<String> category, Optional<String> publisher, Optional<String> catalog) {
        List<String> words = Arrays.stream(
                        text.orElse("").toLowerCase(Locale.ROOT).split("\\s+"))
                .filter(word -> !word.isEmpty())
                .limit(WORDS_MAX)
                .toList();
        return new CatalogSearch(words, category, publisher, catalog);
    }

    boolean matches(Catalogs.Found found) {
        CatalogApp app = found.app();
        String text = (app.name() + "\n" + app.summary() + "\n" + app.id() + "\n" + String.join("\n", app.categories()))
                .toLowerCase(Locale.ROOT);
        return words.stream().allMatch(text::contains)
                && category.filter(one -> !app.categories().contains(one)).isEmpty()
                && publisher.filter(one -> !one.equals(app.publisher().id())).isEmpty()
                && catalog.filter(one -> !one.equals(found.source().name())).isEmpty();
    }
}
