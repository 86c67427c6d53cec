package ai.ekaya.web;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What came where a value of another type was expected: of it the type alone, as it may be a secret in the wrong place. */
final class WrongType {
    private static final Set<Class<?>> WHOLE = Set.of(Integer.class, int.class, Long.class, long.class);
    private static final Set<Class<?>> NUMBERS = Set.of(BigDecimal.class, Double.class, double.class);
    private static final Set<Class<?>> BOOLEANS = Set.of(Boolean.class, boolean.class);

    private WrongType() {}

    /**
     * Empty where nothing better can be said than that the form is wrong.
     *
     * @param path of the value; empty for the whole body
     */
    static Optional<String> sentence(MismatchedInputException mismatch, String path) {
        // What comes after the value is of no type that was expected.
        boolean isAfter = mismatch.getOriginalMessage().startsWith("Trailing token");
        if (isAfter || !(mismatch.getProcessor() instanceof JsonParser json)) {
            return Optional.empty();
        }
        JsonToken token = json.currentToken();
        String what = path.isEmpty() ? "The body" : "'" + path + "' in the body";
        return expected(mismatch.getTargetType())
                // At the object's end nothing is wrong but what has not come.
                .flatMap(expected -> token == JsonToken.END_OBJECT
                        ? Optional.of("'" + path + "' is missing in the body, expected " + expected + " or null")
                        : came(token).map(came -> what + " is " + came + ", expected " + expected));
    }

    private static Optional<String> came(@Nullable JsonToken token) {
        return switch (token) {
            case VALUE_STRING -> Optional.of("a string");
            case VALUE_NUMBER_INT -> Optional.of("a whole number");
            case VALUE_NUMBER_FLOAT -> Optional.of("a number with a fraction or an exponent");
            case VALUE_TRUE, VALUE_FALSE -> Optional.of("true or false");
            case VALUE_NULL -> Optional.of("null");
            case START_ARRAY -> Optional.of("an array");
            case START_OBJECT -> Optional.of("an object");
            case null, default -> Optional.empty();
        };
    }

    private static Optional<String> expected(@Nullable Class<?> type) {
        if (type == null) {
            return Optional.empty();
        }
        if (WHOLE.contains(type)) {
            return Optional.of("a whole number");
        }
        if (NUMBERS.contains(type)) {
            return Optional.of("a number");
        }
        if (BOOLEANS.contains(type)) {
            return Optional.of("true or false");
        }
        if (type == String.class || type.isEnum()) {
            return Optional.of("a string");
        }
        if (type == Instant.class) {
            return Optional.of("a time such as 2026-03-01T10:00:00Z");
        }
        if (Collection.class.isAssignableFrom(type)) {
            return Optional.of("an array");
        }
        return type.isRecord() || Map.class.isAssignableFrom(type) || JsonNode.class.isAssignableFrom(type)
                ? Optional.of("an object")
                : Optional.empty();
    }
}
