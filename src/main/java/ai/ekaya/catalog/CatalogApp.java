package ai.ekaya.catalog;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An app that a catalog has.
 *
 * @param summary one line
 * @param description Markdown of a stranger
 * @param icon a file of the catalog
 * @param versions the newest first, at least one
 * @param trialDays how long it may be used before it is bought; empty for one that is free
 */
public record CatalogApp(
        String id,
        String name,
        String summary,
        String description,
        Publisher publisher,
        List<String> categories,
        String licence,
        Optional<String> icon,
        List<Screenshot> screenshots,
        List<CatalogVersion> versions,
        OptionalInt trialDays) {

    /** @param file of the catalog */
    public record Screenshot(String file, String caption) {}

    public CatalogApp {
        categories = List.copyOf(categories);
        screenshots = List.copyOf(screenshots);
        versions = List.copyOf(versions);
    }

    /** One that is free. */
    public CatalogApp(
            String id,
            String name,
            String summary,
            String description,
            Publisher publisher,
            List<String> categories,
            String licence,
            Optional<String> icon,
            List<Screenshot> screenshots,
            List<CatalogVersion> versions) {
        this(
                id,
                name,
                summary,
                description,
                publisher,
                categories,
                licence,
                icon,
                screenshots,
                versions,
                OptionalInt.empty());
    }

    public Optional<CatalogVersion> version(String version) {
        return versions.stream().filter(one -> one.version().equals(version)).findFirst();
    }

    /** Whether a file is one of its pictures. */
    boolean shows(String file) {
        return icon.filter(file::equals).isPresent()
                || screenshots.stream().anyMatch(shot -> shot.file().equals(file));
    }
}
