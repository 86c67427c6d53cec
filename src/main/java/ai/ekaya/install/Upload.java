package ai.ekaya.install;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.Capabilities;
import ai.ekaya.web.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.core.MultivaluedMap;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An upload of a package: the zip and what came beside it. */
public record Upload(byte[] packageBytes, Optional<String> grant, Optional<String> settings) {
    private static final String DATASOURCE = "datasource.";
    private static final Set<String> PARTS = Set.of("package", "grant", "settings");

    public static Upload of(byte[] body) {
        return new Upload(body, Optional.empty(), Optional.empty());
    }

    /** The whole request is bounded by the resource's body limit. */
    static Upload read(String contentType, byte[] body) {
        Map<String, byte[]> byName = Multipart.parts(contentType, body);
        byName.keySet().stream()
                .filter(name -> !PARTS.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new Refusal(
                            RefusalCode.BAD_ARGUMENT,
                            "The upload has a part '" + shown(name) + "', known are package, grant and settings");
                });
        byte[] packageBytes = byName.get("package");
        if (packageBytes == null) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT, "The upload has no part 'package'; send the .ekapp file in one");
        }
        return new Upload(packageBytes, text(byName, "grant"), text(byName, "settings"));
    }

    private static String shown(String name) {
        return name.length() > 60 ? name.substring(0, 60) + "…" : name;
    }

    private static Optional<String> text(Map<String, byte[]> byName, String name) {
        return Optional.ofNullable(byName.get(name)).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /** @param query {@code grant}, {@code slug} and {@code datasource.<alias>} of the address */
    public NewInstall asked(MultivaluedMap<String, String> query) {
        String mode = query.getFirst("grant");
        if (mode != null && !mode.equals("requested")) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    "'grant' in the address is 'requested'; other grants come as a part 'grant' of the upload");
        }
        Map<String, String> datasources = new LinkedHashMap<>();
        query.keySet().stream()
                .filter(key -> key.startsWith(DATASOURCE))
                .forEach(key -> datasources.put(key.substring(DATASOURCE.length()), query.getFirst(key)));
        return new NewInstall(
                packageBytes,
                Optional.ofNullable(query.getFirst("slug")),
                grant.map(text -> object("grant", text)).map(Capabilities::fromJson),
                datasources,
                settings.map(text -> object("settings", text)).orElseGet(Columns::object));
    }

    private static ObjectNode object(String part, String text) {
        try {
            JsonNode json = Json.mapper().readTree(text);
            if (json instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "Part '" + part + "' is no JSON object", e);
        }
        throw new Refusal(RefusalCode.BAD_ARGUMENT, "Part '" + part + "' is no JSON object");
    }
}
