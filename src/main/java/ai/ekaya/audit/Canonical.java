package ai.ekaya.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/**
 * The one spelling of a JSON value that is hashed and signed: RFC 8785 for objects, arrays, strings, whole numbers, true, false and
 * null. Audit events have no fractions; where somebody put one in, its text as it stands is as good as any.
 */
final class Canonical {
    private Canonical() {}

    static byte[] bytes(JsonNode json) {
        StringBuilder text = new StringBuilder(512);
        write(json, text);
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void write(JsonNode json, StringBuilder text) {
        if (json.isObject()) {
            TreeMap<String, JsonNode> sorted = new TreeMap<>();
            json.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
            text.append('{');
            sorted.forEach((key, value) -> {
                comma(text);
                string(key, text);
                text.append(':');
                write(value, text);
            });
            text.append('}');
        } else if (json.isArray()) {
            text.append('[');
            json.forEach(value -> {
                comma(text);
                write(value, text);
            });
            text.append(']');
        } else if (json.isTextual()) {
            string(json.textValue(), text);
        } else {
            text.append(json.asText());
        }
    }

    private static void comma(StringBuilder text) {
        char last = text.charAt(text.length() - 1);
        if (last != '{' && last != '[') {
            text.append(',');
        }
    }

    private static void string(String value, StringBuilder text) {
        text.append('"');
        for (int at = 0; at < value.length(); at++) {
            char unit = value.charAt(at);
            switch (unit) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\b' -> text.append("\\b");
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\f' -> text.append("\\f");
                case '\r' -> text.append("\\r");
                default -> {
                    if (unit < 0x20) {
                        text.append("\\u%04x".formatted((int) unit));
                    } else {
                        text.append(unit);
                    }
                }
            }
        }
        text.append('"');
    }
}
