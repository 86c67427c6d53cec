package ai.ekaya.pack;

import ai.ekaya.limits.Quantity;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Between {@code capabilities.json} that fits its schema and the record. What is written reads back as an equal record. */
final class CapabilitiesJson {
    private CapabilitiesJson() {}

    static Capabilities read(JsonNode json) {
        return new Capabilities(
                ManifestJson.texts(json.path("hostFunctions")),
                http(json.path("http")),
                credentials(json.path("credentials")),
                tools(json.path("tools")),
                ManifestJson.texts(json.path("queries")),
                ManifestJson.texts(json.path("secrets")),
                llm(json.path("llm")),
                ManifestJson.texts(json.path("sensitiveValues")),
                limits(json.path("limits")));
    }

    private static List<Capabilities.HttpRule> http(JsonNode json) {
        List<Capabilities.HttpRule> rules = new ArrayList<>();
        json.forEach(rule -> rules.add(rule(rule)));
        return rules;
    }

    /** The port may stand behind the host's name or for itself. */
    private static Capabilities.HttpRule rule(JsonNode json) {
        Capabilities.Scheme scheme = Capabilities.Scheme.of(json.path("scheme").asText("https"));
        String host = json.path("host").asText();
        int colon = host.indexOf(':');
        int named = colon < 0 ? scheme.port() : Integer.parseInt(host.substring(colon + 1));
        return new Capabilities.HttpRule(
                scheme,
                colon < 0 ? host : host.substring(0, colon),
                json.path("port").asInt(named),
                ManifestJson.texts(json.path("methods")),
                json.path("pathPrefix").asText("/"),
                ManifestJson.text(json, "credential"));
    }

    private static List<Capabilities.Credential> credentials(JsonNode json) {
        List<Capabilities.Credential> credentials = new ArrayList<>();
        json.forEach(credential -> credentials.add(
                new Capabilities.Credential(credential.path("id").asText(), inject(credential.path("inject")))));
        return credentials;
    }

    private static Capabilities.Inject inject(JsonNode json) {
        if (json.has("basic")) {
            return new Capabilities.Inject.Basic(json.at("/basic/user").asText());
        }
        if (json.has("query")) {
            return new Capabilities.Inject.Query(json.path("query").asText());
        }
        if (json.has("path")) {
            return new Capabilities.Inject.Path(json.path("path").asText());
        }
        if (json.has("oauth2")) {
            JsonNode oauth = json.path("oauth2");
            return new Capabilities.Inject.OAuth2(
                    oauth.path("tokenUrl").asText(),
                    oauth.path("clientId").asText(),
                    ManifestJson.text(oauth, "scope"));
        }
        return json.has("bearer")
                ? new Capabilities.Inject.Header("Authorization", "Bearer ")
                : new Capabilities.Inject.Header(
                        json.path("header").asText(), json.path("prefix").asText());
    }

    private static Map<String, String> tools(JsonNode json) {
        Map<String, String> tools = new TreeMap<>();
        if (json.isArray()) {
            json.forEach(tool -> tools.put(tool.asText(), tool.asText()));
        } else {
            json.properties()
                    .forEach(alias -> tools.put(alias.getKey(), alias.getValue().asText()));
        }
        return tools;
    }

    private static Optional<Capabilities.Llm> llm(JsonNode json) {
        return json.isMissingNode()
                ? Optional.empty()
                : Optional.of(new Capabilities.Llm(
                        json.path("tokensPerRunMax").asLong(),
                        json.path("rowValuesAllowed").asBoolean()));
    }

    private static Capabilities.Asked limits(JsonNode json) {
        Optional<Long> memory = ManifestJson.text(json, "memory").flatMap(Quantity::bytes);
        return new Capabilities.Asked(
                memory.map(OptionalLong::of).orElse(OptionalLong.empty()),
                json.has("fuel") ? OptionalLong.of(json.get("fuel").asLong()) : OptionalLong.empty(),
                ManifestJson.text(json, "timeout").flatMap(Quantity::duration),
                json.has("hostCallsPerRun")
                        ? OptionalInt.of(json.get("hostCallsPerRun").asInt())
                        : OptionalInt.empty());
    }

    static ObjectNode write(Capabilities capabilities) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        strings(
                json.putArray("hostFunctions"),
                capabilities.hostFunctions().stream().sorted().toList());
        ArrayNode http = json.putArray("http");
        capabilities.http().forEach(rule -> write(rule, http.addObject()));
        ArrayNode credentials = json.putArray("credentials");
        capabilities
                .credentials()
                .forEach(credential -> write(
                        credential.inject(),
                        credentials.addObject().put("id", credential.id()).putObject("inject")));
        ObjectNode tools = json.putObject("tools");
        new TreeMap<>(capabilities.tools()).forEach(tools::put);
        if (!capabilities.queries().isEmpty()) {
            strings(
                    json.putArray("queries"),
                    capabilities.queries().stream().sorted().toList());
        }
        if (!capabilities.secrets().isEmpty()) {
            strings(
                    json.putArray("secrets"),
                    capabilities.secrets().stream().sorted().toList());
        }
        capabilities
                .llm()
                .ifPresent(llm -> json.putObject("llm")
                        .put("tokensPerRunMax", llm.tokensPerRunMax())
                        .put("rowValuesAllowed", llm.rowValuesAllowed()));
        if (!capabilities.sensitiveValues().isEmpty()) {
            strings(
                    json.putArray("sensitiveValues"),
                    capabilities.sensitiveValues().stream().sorted().toList());
        }
        write(capabilities.limits(), json.putObject("limits"));
        return json;
    }

    private static void write(Capabilities.Inject inject, ObjectNode json) {
        switch (inject) {
            case Capabilities.Inject.Header(String name, String prefix) ->
                json.put("header", name).put("prefix", prefix);
            case Capabilities.Inject.Basic(String user) ->
                json.putObject("basic").put("user", user);
            case Capabilities.Inject.Query(String name) -> json.put("query", name);
            case Capabilities.Inject.Path(String placeholder) -> json.put("path", placeholder);
            case Capabilities.Inject.OAuth2(String tokenUrl, String clientId, Optional<String> scope) -> {
                ObjectNode oauth =
                        json.putObject("oauth2").put("tokenUrl", tokenUrl).put("clientId", clientId);
                scope.ifPresent(text -> oauth.put("scope", text));
            }
        }
    }

    private static void write(Capabilities.HttpRule rule, ObjectNode json) {
        if (rule.scheme() != Capabilities.Scheme.HTTPS) {
            json.put("scheme", rule.scheme().text());
        }
        json.put("host", rule.host());
        if (rule.port() != rule.scheme().port()) {
            json.put("port", rule.port());
        }
        strings(json.putArray("methods"), rule.methods().stream().sorted().toList());
        json.put("pathPrefix", rule.pathPrefix());
        rule.credential().ifPresent(credential -> json.put("credential", credential));
    }

    private static void write(Capabilities.Asked limits, ObjectNode json) {
        limits.memoryBytes().ifPresent(bytes -> json.put("memory", Quantity.ofBytes(bytes)));
        limits.fuel().ifPresent(fuel -> json.put("fuel", fuel));
        limits.timeout().ifPresent(timeout -> json.put("timeout", Quantity.ofDuration(timeout)));
        limits.hostCallsPerRun().ifPresent(calls -> json.put("hostCallsPerRun", calls));
    }

    private static void strings(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }
}
