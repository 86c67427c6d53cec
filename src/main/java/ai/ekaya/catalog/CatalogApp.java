package ai.ekaya.catalog;

import java.util.List;
import java.util.Optional;

/**
 * An app that a catalog has.
 *
 * @param summary one line
 * @param description Markdown of a stranger
 * @param icon a file of the catalog
 * @param versions the newest first, at least one
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
        List<CatalogVersion> versions) {

    /** @param file of the catalog */
    public record Screenshot(String file, String caption) {}

    public CatalogApp {
        categories = List.copyOf(categories);
        screenshots = List.copyOf(screenshots);
        versions = List.copyOf(versions);
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
