package ai.ekaya.query;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.List;
import java.util.Optional;

/**
 * One parameter of a query, {@code {{name}}} in its text.
 *
 * @param list whether the value is a list of the type; the bounds speak of its items
 * @param required whether a call must give it; one that need not is the default, or null
 * @param min of numbers and times, inclusive, as it was given
 * @param maxLength of texts, in characters
 * @param choices the only values there are, as they were given; any when empty
 */
record QueryParameter(
        String name,
        ParameterType type,
        boolean list,
        boolean required,
        Optional<JsonNode> standard,
        Optional<JsonNode> min,
        Optional<JsonNode> max,
        Optional<Integer> maxLength,
        List<JsonNode> choices) {

    QueryParameter {
        choices = List.copyOf(choices);
    }

    /**
     * What is bound for the value that a call gives.
     *
     * @throws Refusal {@code BAD_ARGUMENT} naming the parameter, what is expected and what came
     */
    JsonNode bound(Optional<JsonNode> given, Limits limits) {
        if (given.isEmpty()) {
            if (required) {
                throw bad("is missing, expected " + expected());
            }
            return standard.map(value -> checked(value, limits)).orElse(NullNode.getInstance());
        }
        if (given.get().isNull() && !(type == ParameterType.JSON && !list)) {
            if (required) {
                throw bad("is null, expected " + expected());
            }
            return NullNode.getInstance();
        }
        return checked(given.get(), limits);
    }

    private JsonNode checked(JsonNode value, Limits limits) {
        if (!list) {
            return item(value, "");
        }
        if (!value.isArray()) {
            throw unfit(value, "");
        }
        if (value.size() > limits.of(Limit.QUERY_ITEMS_COUNT)) {
            throw new Refusal(
                    RefusalCode.LIMIT,
                    "Parameter '" + name + "' has " + value.size() + " items, at most "
                            + limits.of(Limit.QUERY_ITEMS_COUNT));
        }
        ArrayNode items = JsonNodeFactory.instance.arrayNode(value.size());
        for (int i = 0; i < value.size(); i++) {
            JsonNode each = value.get(i);
            boolean free = min.isEmpty() && max.isEmpty() && type != ParameterType.JSON;
            items.add(each.isNull() && free ? each : item(each, "[" + i + "]"));
        }
        return items;
    }

    private JsonNode item(JsonNode value, String place) {
        JsonNode bound = type.bound(value).orElseThrow(() -> unfit(value, place));
        if (min.isPresent() && type.compare(bound, bound(min.get())) < 0) {
            throw bad(place, "is " + shown(value) + ", at least " + min.get().asText());
        }
        if (max.isPresent() && type.compare(bound, bound(max.get())) > 0) {
            throw bad(place, "is " + shown(value) + ", at most " + max.get().asText());
        }
        int length = bound.asText().codePointCount(0, bound.asText().length());
        if (maxLength.isPresent() && length > maxLength.get()) {
            throw bad(place, "has " + length + " characters, at most " + maxLength.get());
        }
        if (!choices.isEmpty() && choices.stream().noneMatch(choice -> same(bound(choice), bound))) {
            throw bad(
                    place,
                    "is " + shown(value) + ", expected one of "
                            + Shown.of(choices.stream()
                                    .map(JsonNode::asText)
                                    .collect(java.util.stream.Collectors.joining(", "))));
        }
        return bound;
    }

    private boolean same(JsonNode one, JsonNode other) {
        return type.hasOrder() ? type.compare(one, other) == 0 : one.asText().equals(other.asText());
    }

    /** Of a bound or choice, which was looked at when it was declared. */
    private JsonNode bound(JsonNode own) {
        return type.bound(own)
                .orElseThrow(() -> new IllegalStateException("Parameter " + name + " has a bound of another type"));
    }

    /** In one spelling, whatever JSON it was given as: what an approval is of. */
    QueryParameter canonical() {
        return new QueryParameter(
                name,
                type,
                list,
                required,
                standard,
                min.map(this::bound),
                max.map(this::bound),
                maxLength,
                choices.stream().map(this::bound).toList());
    }

    /** Whether no value fits. */
    boolean isEmpty() {
        return min.isPresent() && max.isPresent() && type.compare(bound(min.get()), bound(max.get())) > 0;
    }

    String expected() {
        return list ? "a list, each " + type.expected() : type.expected();
    }

    private Refusal unfit(JsonNode value, String place) {
        return bad(place, "is " + shown(value) + ", expected " + (place.isEmpty() ? expected() : type.expected()));
    }

    private static String shown(JsonNode value) {
        return value.isContainerNode()
                ? (value.isArray() ? "a list" : "an object")
                : value.isTextual() ? "'" + Shown.of(value.textValue()) + "'" : Shown.of(value.asText());
    }

    private Refusal bad(String message) {
        return bad("", message);
    }

    private Refusal bad(String place, String message) {
        return new Refusal(RefusalCode.BAD_ARGUMENT, "Parameter '" + name + "'" + place + " " + message);
    }
}
