package ai.ekaya.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's text form of a value, as JSON that loses nothing:
 *
 * <ul>
 *   <li>boolean, int2, int4, oid, float4, float8 are JSON's own; NaN, Infinity and -Infinity are strings
 *   <li>int8 is a number where a double holds it exactly, else a string; numeric is always a string
 *   <li>date, time, timestamp, timestamptz (in UTC) and interval are ISO 8601; {@code infinity} stays a word
 *   <li>bytea is base64; arrays are arrays; json and jsonb are JSON, their numbers strings where a double would change them
 *   <li>everything else (text, uuid, enums, ranges, money, inet and so on) is PostgreSQL's text
 * </ul>
 *
 * <p>It expects the session settings of {@link PostgreSql.SESSION}.
 */
final class PostgresValues {
    private static final JsonNodeFactory JSON = ExactJson.JSON;
    private static final Pattern YEAR = Pattern.compile("(\\d{4,})(-\\d\\d-\\d\\d.*?)( BC)?");
    private static final Map<String, String> ARRAY_SEPARATORS = Map.of("box", ";");

    private PostgresValues() {}

    static JsonNode json(String type, @Nullable String text) {
        if (text == null) {
            return JSON.nullNode();
        }
        if (type.endsWith("[]")) {
            return array(type.substring(0, type.length() - 2), text);
        }
        return switch (type) {
            case "bool" -> JSON.booleanNode(text.equals("t") || text.equals("true"));
            case "int2", "int4", "int8", "oid" -> ExactJson.whole(Long.parseLong(text));
            case "float4", "float8" -> real(text);
            case "date", "timestamp" -> JSON.textNode(moment(text));
            case "timestamptz", "time", "timetz" -> JSON.textNode(inUtc(moment(text)));
            case "bytea" -> JSON.textNode(Base64.getEncoder().encodeToString(bytes(text)));
            case "json", "jsonb" -> ExactJson.parsed(text);
            default -> JSON.textNode(text);
        };
    }

    private static JsonNode real(String text) {
        double value = Double.parseDouble(text);
        return Double.isFinite(value) ? JSON.numberNode(value) : JSON.textNode(text);
    }

    /** {@code 0044-03-15 12:00:00 BC} becomes {@code -0043-03-15T12:00:00}. */
    private static String moment(String text) {
        if (text.length() >= 10 && text.charAt(4) == '-' && !text.endsWith("C")) {
            // A year of four digits, as nearly always.
            return text.length() == 10 ? text : text.substring(0, 10) + 'T' + text.substring(11);
        }
        Matcher year = YEAR.matcher(text);
        if (!year.matches()) {
            return text;
        }
        String rest = year.group(2).replace(' ', 'T');
        if (year.group(3) != null) {
            int number = Integer.parseInt(year.group(1)) - 1;
            return (number == 0 ? "" : "-") + "%04d".formatted(number) + rest;
        }
        return (year.group(1).length() > 4 ? "+" : "") + year.group(1) + rest;
    }

    private static String inUtc(String moment) {
        int end = moment.endsWith("+00") ? 3 : moment.endsWith("+00:00") ? 6 : 0;
        return end == 0 ? moment : moment.substring(0, moment.length() - end) + 'Z';
    }

    private static byte[] bytes(String text) {
        return HexFormat.of().parseHex(text, 2, text.length());
    }

    private static JsonNode array(String elementType, String text) {
        // Bounds such as [2:3]= stand before the first brace.
        int start = text.indexOf('{');
        char separator = ARRAY_SEPARATORS.getOrDefault(elementType, ",").charAt(0);
        return new ArrayText(elementType, text, start + 1, separator).read();
    }

    /** Reads {@code {1,NULL,"a \"b\"",{…}}}. Not thread-safe. */
    private static final class ArrayText {
        private final String elementType;
        private final String text;
        private final char separator;
        private int at;

        ArrayText(String elementType, String text, int at, char separator) {
            this.elementType = elementType;
            this.text = text;
            this.at = at;
            this.separator = separator;
        }

        ArrayNode read() {
            ArrayNode items = JSON.arrayNode();
            while (text.charAt(at) != '}') {
                char c = text.charAt(at);
                if (c == separator) {
                    at++;
                } else if (c == '{') {
                    at++;
                    items.add(read());
                } else if (c == '"') {
                    items.add(json(elementType, quoted()));
                } else {
                    String plain = plain();
                    items.add(json(elementType, plain.equals("NULL") ? null : plain));
                }
            }
            at++;
            return items;
        }

        private String quoted() {
            StringBuilder value = new StringBuilder();
            for (at++; text.charAt(at) != '"'; at++) {
                if (text.charAt(at) == '\\') {
                    at++;
                }
                value.append(text.charAt(at));
            }
            at++;
            return value.toString();
        }

        private String plain() {
            int from = at;
            while (text.charAt(at) != separator && text.charAt(at) != '}') {
                at++;
            }
            return text.substring(from, at);
        }
    }
}
