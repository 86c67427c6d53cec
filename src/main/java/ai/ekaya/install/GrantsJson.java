package ai.ekaya.install;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.Capabilities;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Grants in the shape of {@code capabilities.json}; sizes are written in {@code B}, times in {@code ms}. */
final class GrantsJson {
    private GrantsJson() {}

    static ObjectNode write(Capabilities grants) {
        ObjectNode json = Columns.object();
        var functions = json.putArray("hostFunctions");
        new TreeSet<>(grants.hostFunctions()).forEach(functions::add);
        var http = json.putArray("http");
        for (Capabilities.HttpRule rule : grants.http()) {
            ObjectNode one = http.addObject().put("host", rule.host());
            var methods = one.putArray("methods");
            new TreeSet<>(rule.methods()).forEach(methods::add);
            one.put("pathPrefix", rule.pathPrefix());
            rule.credential().ifPresent(credential -> one.put("credential", credential));
        }
        var credentials = json.putArray("credentials");
        for (Capabilities.Credential credential : grants.credentials()) {
            credentials
                    .addObject()
                    .put("id", credential.id())
                    .putObject("inject")
                    .put("header", credential.header())
                    .put("prefix", credential.prefix());
        }
        ObjectNode tools = json.putObject("tools");
        new TreeMap<>(grants.tools()).forEach(tools::put);
        grants.llm()
                .ifPresent(llm -> json.putObject("llm")
                        .put("tokensPerRunMax", llm.tokensPerRunMax())
                        .put("rowValuesAllowed", llm.rowValuesAllowed()));
        limits(json.putObject("limits"), grants.limits());
        return json;
    }

    private static void limits(ObjectNode json, Capabilities.Asked limits) {
        limits.memoryBytes().ifPresent(bytes -> json.put("memory", bytes + "B"));
        limits.fuel().ifPresent(fuel -> json.put("fuel", fuel));
        limits.timeout().ifPresent(timeout -> json.put("timeout", timeout.toMillis() + "ms"));
        limits.hostCallsPerRun().ifPresent(count -> json.put("hostCallsPerRun", count));
    }

    static Capabilities read(ObjectNode json) {
        List<Capabilities.HttpRule> http = new ArrayList<>();
        for (JsonNode rule : json.path("http")) {
            http.add(new Capabilities.HttpRule(
                    rule.path("host").asText(),
                    texts(rule.path("methods")),
                    rule.path("pathPrefix").asText("/"),
                    Optional.ofNullable(rule.path("credential").textValue())));
        }
        List<Capabilities.Credential> credentials = new ArrayList<>();
        for (JsonNode credential : json.path("credentials")) {
            credentials.add(new Capabilities.Credential(
                    credential.path("id").asText(),
                    credential.path("inject").path("header").asText(),
                    credential.path("inject").path("prefix").asText()));
        }
        Map<String, String> tools = new TreeMap<>();
        json.path("tools")
                .properties()
                .forEach(entry -> tools.put(entry.getKey(), entry.getValue().asText()));
        JsonNode llm = json.path("llm");
        return new Capabilities(
                texts(json.path("hostFunctions")),
                http,
                credentials,
                tools,
                llm.isObject()
                        ? Optional.of(new Capabilities.Llm(
                                llm.path("tokensPerRunMax").asLong(),
                                llm.path("rowValuesAllowed").asBoolean()))
                        : Optional.empty(),
                limits(json.path("limits")));
    }

    private static Capabilities.Asked limits(JsonNode json) {
        OptionalLong timeout = number(json.path("timeout"), "ms");
        return new Capabilities.Asked(
                number(json.path("memory"), "B"),
                json.path("fuel").isNumber() ? OptionalLong.of(json.path("fuel").longValue()) : OptionalLong.empty(),
                timeout.isPresent() ? Optional.of(Duration.ofMillis(timeout.getAsLong())) : Optional.empty(),
                json.path("hostCallsPerRun").isNumber()
                        ? OptionalInt.of(json.path("hostCallsPerRun").intValue())
                        : OptionalInt.empty());
    }

    private static OptionalLong number(JsonNode json, String unit) {
        if (!json.isTextual()) {
            return OptionalLong.empty();
        }
        String text = json.textValue();
        try {
            if (text.endsWith(unit)) {
                return OptionalLong.of(Long.parseLong(text.substring(0, text.length() - unit.length())));
            }
        } catch (NumberFormatException e) {
            // Falls through to the one message below.
        }
        throw new Refusal(
                RefusalCode.BAD_ARGUMENT, "Grant says '" + text + "', expected a whole number with the unit " + unit);
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new TreeSet<>();
        array.forEach(element -> texts.add(element.asText()));
        return texts;
    }
}
