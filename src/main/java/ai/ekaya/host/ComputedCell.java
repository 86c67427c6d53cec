package ai.ekaya.host;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The texts in a cell that a database has put together: strings, keys and numbers of JSON, fields of a row, an array or XML, the values of
 * a list ({@link FreeText}), and each of them whole. Times are left out.
 *
 * @param isNamed whether what stands under such a key is told with the key
 * @param withNames whether keys that look like a column's name are told as well
 * @param each is told the nearest named key above a text, empty for none, and the text
 */
record ComputedCell(Predicate<String> isNamed, boolean withNames, BiConsumer<String, String> each) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** What is computed of these is mostly a sum, a count or a time. */
    private static final Pattern NO_TEXT = Pattern.compile(
            "(int|int2|int4|int8|bigint|smallint|tinyint|oid|numeric|decimal|float|float4|float8|real|money|smallmoney"
                    + "|bool|bit|varbit|uuid|uniqueidentifier|date|time|timetz|timestamp|timestamptz|interval"
                    + "|datetime|datetime2|smalldatetime|datetimeoffset)(\\[])?");

    private static final Pattern BYTES = Pattern.compile("bytea|binary|varbinary|image");
    private static final Pattern TIME =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\d([ T]\\d\\d(:\\d\\d){0,2}(\\.\\d{1,6})?(Z|[+-]\\d\\d(:\\d\\d)?)?)?");
    private static final Pattern NAME = Pattern.compile("[\\p{Ll}_][\\p{L}\\p{N}_$]*");

    /** A row in an array in a row; what is deeper is told by its parts. */
    private static final int DEPTH_MAX = 4;

    static boolean hasText(String type) {
        return !NO_TEXT.matcher(type).matches();
    }

    void read(JsonNode cell, String type) {
        walk(cell, "");
        if (cell.isTextual() && BYTES.matcher(type).matches()) {
            text(new String(Base64.getDecoder().decode(cell.textValue()), StandardCharsets.UTF_8), "");
        }
    }

    private void walk(JsonNode node, String under) {
        if (node.isObject()) {
            node.properties().forEach(field -> {
                String key = field.getKey();
                if (withNames || !NAME.matcher(key).matches()) {
                    text(key, under);
                }
                walk(field.getValue(), isNamed.test(key) ? key : under);
            });
        } else if (node.isArray()) {
            node.forEach(child -> walk(child, under));
        } else if (node.isTextual()) {
            text(node.textValue(), under);
        } else if (node.isNumber()) {
            tell(under, node.asText());
        }
    }

    private void text(String text, String under) {
        text(text, under, 0);
    }

    private void text(String text, String under, int depth) {
        tell(under, text);
        if (text.startsWith("{") || text.startsWith("[")) {
            try {
                walk(JSON.readTree(text), under);
                return;
            } catch (JsonProcessingException e) {
                // An array's text, or a part of a document: told by its parts.
            }
        }
        Optional<List<String>> fields = depth < DEPTH_MAX ? RowText.fields(text) : Optional.empty();
        fields.ifPresentOrElse(
                each -> each.forEach(field -> text(field.strip(), under, depth + 1)),
                () -> FreeText.values(text, part -> tell(under, part)));
    }

    private void tell(String under, String text) {
        if (!TIME.matcher(text).matches()) {
            each.accept(under, text);
        }
    }
}
