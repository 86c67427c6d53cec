package ai.ekaya.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Numbers that a reader's double would change are strings; all others are numbers. */
final class ExactJson {
    static final JsonNodeFactory JSON = new JsonNodeFactory(true);
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .nodeFactory(JSON)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .build();
    private static final long EXACT = 1L << 53;

    private ExactJson() {}

    static JsonNode whole(long value) {
        return Math.abs(value) <= EXACT && value != Long.MIN_VALUE
                ? JSON.numberNode(value)
                : JSON.textNode(Long.toString(value));
    }

    static JsonNode whole(BigInteger value) {
        return value.abs().compareTo(BigInteger.valueOf(EXACT)) <= 0
                ? JSON.numberNode(value.longValueExact())
                : JSON.textNode(value.toString());
    }

    static JsonNode parsed(String text) {
        try {
            return exact(MAPPER.readTree(text));
        } catch (JsonProcessingException e) {
            // Nested deeper, or with longer numbers, than we take in: the text itself says the same.
            return JSON.textNode(text);
        }
    }

    private static JsonNode exact(JsonNode node) {
        if (node.isBigInteger()) {
            return whole(node.bigIntegerValue());
        }
        if (node.isNumber()) {
            BigDecimal value = node.decimalValue();
            double near = value.doubleValue();
            boolean same = Double.isFinite(near) && new BigDecimal(Double.toString(near)).compareTo(value) == 0;
            return same ? JSON.numberNode(near) : JSON.textNode(value.toString());
        }
        if (node instanceof ArrayNode items) {
            for (int i = 0; i < items.size(); i++) {
                items.set(i, exact(items.get(i)));
            }
        }
        if (node instanceof ObjectNode fields) {
            fields.properties().forEach(field -> field.setValue(exact(field.getValue())));
        }
        return node;
    }
}
