package ai.ekaya.query;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Between {@code [{"name", "type", "required", "default", "min", "max", "maxLength", "enum"}]} and the records. What is written reads
 * back as equal records, each value in the JSON that it was given in.
 */
final class ParametersJson {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");
    private static final List<String> KEYS =
            List.of("name", "type", "required", "default", "min", "max", "maxLength", "enum");
    private static final String LIST = "[]";

    private final Limits limits;

    ParametersJson(Limits limits) {
        this.limits = limits;
    }

    /** @throws Refusal {@code BAD_ARGUMENT} naming the parameter and the key that does not fit */
    QueryParameters read(JsonNode json) {
        if (!json.isArray()) {
            throw refused("'parameters' is no list");
        }
        if (json.size() > limits.of(Limit.QUERY_PARAMETERS_COUNT)) {
            throw new Refusal(
                    RefusalCode.LIMIT,
                    json.size() + " parameters are declared, at most " + limits.of(Limit.QUERY_PARAMETERS_COUNT));
        }
        List<QueryParameter> all = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonNode each : json) {
            QueryParameter parameter = parameter(each);
            if (!names.add(parameter.name())) {
                throw refused("Parameter '" + parameter.name() + "' is declared twice");
            }
            all.add(parameter);
        }
        return new QueryParameters(all);
    }

    private QueryParameter parameter(JsonNode json) {
        String name = json.path("name").asText();
        if (!json.path("name").isTextual() || !NAME.matcher(name).matches()) {
            throw refused("A parameter's name is '" + Shown.of(name)
                    + "', expected letters, digits and underscores, starting with a letter, at most 63");
        }
        json.fieldNames().forEachRemaining(key -> {
            if (!KEYS.contains(key)) {
                throw refused(
                        "Parameter '" + name + "' has the unknown key '" + Shown.of(key) + "', known are " + KEYS);
            }
        });
        String typed = json.path("type").asText("text");
        boolean list = typed.endsWith(LIST);
        ParameterType type = ParameterType.parse(list ? typed.substring(0, typed.length() - LIST.length()) : typed);
        Optional<JsonNode> standard = Optional.ofNullable(json.get("default")).filter(value -> !value.isNull());
        QueryParameter parameter = new QueryParameter(
                name,
                type,
                list,
                required(name, json, standard.isPresent()),
                standard,
                bound(name, type, json, "min"),
                bound(name, type, json, "max"),
                maxLength(name, type, json),
                choices(name, type, json));
        if (parameter.isEmpty()) {
            throw refused("Parameter '" + name + "': 'min' is more than 'max', so that no value fits");
        }
        if (standard.isPresent()) {
            // A default that no call could give is a mistake of now, not of a run.
            parameter.bound(standard, limits);
        }
        return parameter;
    }

    private static boolean required(String name, JsonNode json, boolean hasDefault) {
        JsonNode said = json.path("required");
        if (!said.isMissingNode() && !said.isBoolean()) {
            throw refused("Parameter '" + name + "': 'required' is neither true nor false");
        }
        if (said.asBoolean() && hasDefault) {
            throw refused("Parameter '" + name + "' is required and has a default; one of them has no effect");
        }
        return said.asBoolean(!hasDefault);
    }

    private static Optional<JsonNode> bound(String name, ParameterType type, JsonNode json, String key) {
        if (!json.hasNonNull(key)) {
            return Optional.empty();
        }
        if (!type.hasOrder()) {
            throw refused("Parameter '" + name + "': '" + key + "' is for numbers, dates and times");
        }
        return Optional.of(value(name, type, json.get(key), key));
    }

    private static JsonNode value(String name, ParameterType type, JsonNode value, String key) {
        if (type.bound(value).isEmpty()) {
            throw refused("Parameter '" + name + "': '" + key + "' is '" + Shown.of(value.asText()) + "', expected "
                    + type.expected());
        }
        return value;
    }

    private static Optional<Integer> maxLength(String name, ParameterType type, JsonNode json) {
        JsonNode length = json.path("maxLength");
        if (length.isMissingNode() || length.isNull()) {
            return Optional.empty();
        }
        if (type != ParameterType.TEXT || !length.isInt() || length.intValue() < 1) {
            throw refused("Parameter '" + name + "': 'maxLength' is for texts, a whole number above 0");
        }
        return Optional.of(length.intValue());
    }

    private List<JsonNode> choices(String name, ParameterType type, JsonNode json) {
        JsonNode given = json.path("enum");
        if (given.isMissingNode() || given.isNull()) {
            return List.of();
        }
        if (type == ParameterType.JSON) {
            throw refused("Parameter '" + name + "': 'enum' is not for JSON");
        }
        if (!given.isArray() || given.isEmpty() || given.size() > limits.of(Limit.QUERY_CHOICES_COUNT)) {
            throw refused("Parameter '" + name + "': 'enum' is no list of 1 to " + limits.of(Limit.QUERY_CHOICES_COUNT)
                    + " values");
        }
        List<JsonNode> choices = new ArrayList<>();
        given.forEach(choice -> choices.add(value(name, type, choice, "enum")));
        return choices;
    }

    static ArrayNode write(QueryParameters parameters) {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        parameters.all().forEach(parameter -> write(parameter, json.addObject()));
        return json;
    }

    private static void write(QueryParameter parameter, ObjectNode json) {
        json.put("name", parameter.name());
        json.put("type", parameter.type().text() + (parameter.list() ? LIST : ""));
        json.put("required", parameter.required());
        parameter.standard().ifPresent(value -> json.set("default", value));
        parameter.min().ifPresent(value -> json.set("min", value));
        parameter.max().ifPresent(value -> json.set("max", value));
        parameter.maxLength().ifPresent(length -> json.put("maxLength", length));
        if (!parameter.choices().isEmpty()) {
            ArrayNode choices = json.putArray("enum");
            parameter.choices().forEach(choices::add);
        }
    }

    private static Refusal refused(String message) {
        return new Refusal(RefusalCode.BAD_ARGUMENT, message);
    }
}
