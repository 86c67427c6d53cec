package ai.ekaya.boot.local.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code catalog.json} beside the apps' folders: what a package does not say of itself.
 *
 * @param apps by the name of the folder
 */
record CatalogPlan(String name, String title, Map<String, Maker> publishers, Map<String, App> apps) {
    static final String FILE = "catalog.json";

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    /** @param trust {@code first-party} or {@code verified} */
    record Maker(String name, Optional<String> url, String trust) {}

    /**
     * @param summary the manifest's description where it is silent
     * @param changelog of the version that the folder has now
     * @param trialDays how long a project may use it before it is bought; for one that is free nothing
     */
    record App(
            String publisher,
            List<String> categories,
            String licence,
            Optional<String> summary,
            Optional<String> changelog,
            Optional<List<Shot>> screenshots,
            Optional<Integer> trialDays) {}

    /** @param file relative to {@code catalog.json} */
    record Shot(String file, String caption) {}

    static CatalogPlan read(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            return JSON.readValue(Files.readAllBytes(file), CatalogPlan.class);
        } catch (JsonProcessingException e) {
            throw new Wrong(file + " does not fit: " + e.getOriginalMessage() + " (docs/marketplace.md)", e);
        } catch (IOException e) {
            throw new Wrong("There is no " + file + ", which says what the catalog has (docs/marketplace.md)", e);
        }
    }
}
