package ai.ekaya.host;

import ai.ekaya.limits.Quantity;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.sql.SqlArguments;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A host call's arguments, read with messages that say what came and what was expected. */
final class Arguments {
    private final String function;
    private final ObjectNode json;

    Arguments(String function, ObjectNode json) {
        this.function = function;
        this.json = json;
    }

    /** Refuses what the function does not know, so that a misspelt argument is not silently ignored. */
    Arguments allowing(String... names) {
        Set<String> known = Set.of(names);
        json.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw bad("has no argument '" + Clip.characters(name, 60) + "', it takes " + List.of(names));
            }
        });
        return this;
    }

    ObjectNode all() {
        return json;
    }

    String text(String name, long bytesMax) {
        return optionalText(name, bytesMax)
                .orElseThrow(() ->
                        bad("needs the argument '" + name + "', a string of at most " + Quantity.ofBytes(bytesMax)));
    }

    Optional<String> optionalText(String name, long bytesMax) {
        JsonNode value = json.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw bad("got " + kind(value) + " as '" + name + "', expected a string");
        }
        int bytes = value.textValue().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > bytesMax) {
            throw new Refusal(
                    RefusalCode.LIMIT,
                    "'" + name + "' is " + Quantity.ofBytes(bytes) + ", at most " + Quantity.ofBytes(bytesMax));
        }
        return Optional.of(value.textValue());
    }

    List<JsonNode> list(String name, long countMax) {
        JsonNode value = json.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return List.of();
        }
        if (!value.isArray()) {
            throw bad("got " + kind(value) + " as '" + name + "', expected an array");
        }
        if (value.size() > countMax) {
            throw new Refusal(
                    RefusalCode.LIMIT, "'" + name + "' has " + value.size() + " elements, at most " + countMax);
        }
        List<JsonNode> elements = new ArrayList<>(value.size());
        value.forEach(elements::add);
        return elements;
    }

    /** A list of values, or an object of named ones. */
    SqlArguments params(String name, long countMax) {
        JsonNode value = json.path(name);
        if (value.isValueNode() && !value.isNull()) {
            throw bad("got " + kind(value) + " as '" + name + "', expected an array, or an object of named values");
        }
        if (!value.isObject()) {
            return SqlArguments.byPlace(list(name, countMax));
        }
        if (value.size() > countMax) {
            throw new Refusal(RefusalCode.LIMIT, "'" + name + "' has " + value.size() + " keys, at most " + countMax);
        }
        return SqlArguments.byName(value);
    }

    /** @param max inclusive */
    long whole(String name, long min, long max) {
        JsonNode value = json.path(name);
        if (!value.isNumber() || value.doubleValue() != Math.rint(value.doubleValue())) {
            throw bad("needs '" + name + "', a whole number from " + min + " to " + max + ", got " + kind(value));
        }
        if (value.doubleValue() < min || value.doubleValue() > max) {
            throw bad("got " + value.asText() + " as '" + name + "', expected " + min + " to " + max);
        }
        return value.longValue();
    }

    /** @param max inclusive */
    double number(String name, double min, double max) {
        JsonNode value = json.path(name);
        if (!value.isNumber()) {
            throw bad(
                    "needs '" + name + "', a number from " + plain(min) + " to " + plain(max) + ", got " + kind(value));
        }
        double number = value.doubleValue();
        if (!(number >= min && number <= max)) {
            throw bad("got " + Clip.characters(value.asText(), 40) + " as '" + name + "', expected " + plain(min)
                    + " to " + plain(max));
        }
        return number;
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    boolean has(String name) {
        return json.hasNonNull(name);
    }

    /** Any JSON; null where the argument is absent. */
    JsonNode any(String name) {
        return json.has(name) ? json.path(name) : JsonNodeFactory.instance.nullNode();
    }

    Refusal bad(String message) {
        return new Refusal(RefusalCode.BAD_ARGUMENT, function + " " + message);
    }

    private static String kind(JsonNode value) {
        return value.isMissingNode() ? "nothing" : value.getNodeType().name().toLowerCase(java.util.Locale.ROOT);
    }
}
