package ai.ekaya.install;

import ai.ekaya.pack.Excerpt;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Optional;
import java.util.TreeSet;

/** Where two JSON values differ first. Numbers are compared by what they are, not by how they are written: {@code 1} is {@code 1.0}. */
final class JsonDifference {
    private JsonDifference() {}

    /** As {@code at /rows/0/total: came 3, expected 4}; empty when they are equal. Both are as deep as their readers let them be. */
    static Optional<String> between(JsonNode came, JsonNode expected) {
        return at("", came, expected);
    }

    private static Optional<String> at(String pointer, JsonNode came, JsonNode expected) {
        if (came.isObject() && expected.isObject()) {
            return ofObjects(pointer, came, expected);
        }
        if (came.isArray() && expected.isArray()) {
            return ofArrays(pointer, came, expected);
        }
        return same(came, expected) ? Optional.empty() : Optional.of(told(pointer, shown(came), shown(expected)));
    }

    private static boolean same(JsonNode came, JsonNode expected) {
        if (!came.isNumber() || !expected.isNumber()) {
            return came.equals(expected);
        }
        return came.isIntegralNumber() && expected.isIntegralNumber()
                ? came.bigIntegerValue().equals(expected.bigIntegerValue())
                : Double.compare(came.doubleValue(), expected.doubleValue()) == 0;
    }

    private static Optional<String> ofObjects(String pointer, JsonNode came, JsonNode expected) {
        TreeSet<String> keys = new TreeSet<>();
        came.fieldNames().forEachRemaining(keys::add);
        expected.fieldNames().forEachRemaining(keys::add);
        for (String key : keys) {
            String inside = pointer + "/" + key.replace("~", "~0").replace("/", "~1");
            if (!came.has(key) || !expected.has(key)) {
                return Optional.of(told(
                        inside,
                        came.has(key) ? shown(came.get(key)) : "nothing",
                        expected.has(key) ? shown(expected.get(key)) : "nothing"));
            }
            Optional<String> difference = at(inside, came.get(key), expected.get(key));
            if (difference.isPresent()) {
                return difference;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> ofArrays(String pointer, JsonNode came, JsonNode expected) {
        Iterator<JsonNode> others = expected.iterator();
        int index = 0;
        for (JsonNode one : came) {
            if (!others.hasNext()) {
                break;
            }
            Optional<String> difference = at(pointer + "/" + index, one, others.next());
            if (difference.isPresent()) {
                return difference;
            }
            index++;
        }
        return came.size() == expected.size()
                ? Optional.empty()
                : Optional.of(told(pointer, "a list of " + came.size(), "one of " + expected.size()));
    }

    private static String told(String pointer, String came, String expected) {
        return (pointer.isEmpty() ? "" : "at " + Excerpt.of(pointer) + ": ") + "came " + came + ", expected "
                + expected;
    }

    private static String shown(JsonNode json) {
        return Excerpt.of(json.toString());
    }
}
