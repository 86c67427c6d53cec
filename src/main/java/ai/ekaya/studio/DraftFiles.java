package ai.ekaya.studio;

import ai.ekaya.web.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A draft's files as those of a package: a person writes app.js, the rest is filled in and may be written later. */
final class DraftFiles {
    private static final String MANIFEST = "manifest.json";
    private static final String CAPABILITIES = "capabilities.json";
    private static final int ID_LENGTH_MAX = 63;

    private DraftFiles() {}

    /** @param hostFunctions what a new app may call where the draft does not say */
    static Map<String, byte[]> of(Draft draft, Set<String> hostFunctions) {
        Map<String, byte[]> files = new TreeMap<>();
        draft.files().forEach((path, text) -> files.put(path, text.getBytes(StandardCharsets.UTF_8)));
        files.computeIfAbsent(MANIFEST, path -> bytes(manifest(draft.name())));
        files.computeIfAbsent(CAPABILITIES, path -> bytes(capabilities(hostFunctions)));
        return files;
    }

    private static ObjectNode manifest(String name) {
        ObjectNode manifest = Json.mapper().createObjectNode();
        manifest.put("apiVersion", 1);
        manifest.put("id", slug(name));
        manifest.put("name", name);
        manifest.put("version", "0.1.0");
        manifest.putObject("execution").putArray("modes").add("on-demand");
        manifest.putArray("datasources").addObject().put("alias", "primary").put("required", false);
        return manifest;
    }

    private static ObjectNode capabilities(Set<String> hostFunctions) {
        ObjectNode capabilities = Json.mapper().createObjectNode();
        var names = capabilities.putArray("hostFunctions");
        new TreeSet<>(hostFunctions).forEach(names::add);
        return capabilities;
    }

    /** {@code Überfällige Orders 2} is {@code berf-llige-orders-2}; a name without a letter is {@code app}. */
    static String slug(String name) {
        String slug = name.toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^[^a-z]+", "")
                .replaceAll("-+$", "");
        String cut = slug.length() > ID_LENGTH_MAX ? slug.substring(0, ID_LENGTH_MAX) : slug;
        return cut.isEmpty() ? "app" : cut.replaceAll("-+$", "");
    }

    private static byte[] bytes(ObjectNode json) {
        try {
            return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A JSON tree could not be written", e);
        }
    }
}
