package ai.ekaya.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * OLPC's canonical JSON, which The Update Framework signs and hashes: no white space, members in the order of their names, strings with
 * only {@code "} and {@code \} escaped, whole numbers alone. Two texts of the same value have one such form.
 */
public final class CanonicalJson {
    private static final Comparator<String> ORDER = (left, right) ->
            Arrays.compareUnsigned(left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));

    private CanonicalJson() {}

    /** @throws IllegalArgumentException for what the form cannot say: a fraction, half a surrogate pair */
    public static byte[] of(JsonNode value) {
        StringBuilder text = new StringBuilder();
        write(value, text);
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            return Arrays.copyOf(bytes.array(), bytes.limit());
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("A text in it has half a surrogate pair", e);
        }
    }

    private static void write(JsonNode value, StringBuilder text) {
        switch (value.getNodeType()) {
            case OBJECT -> object(value, text);
            case ARRAY -> array(value, text);
            case STRING -> string(value.textValue(), text);
            case BOOLEAN, NULL -> text.append(value.asText());
            case NUMBER -> {
                if (!value.isIntegralNumber()) {
                    throw new IllegalArgumentException("A number in it is no whole one");
                }
                text.append(value.bigIntegerValue());
            }
            case BINARY, MISSING, POJO -> throw new IllegalArgumentException("This is no JSON value");
        }
    }

    private static void object(JsonNode value, StringBuilder text) {
        List<String> names = new ArrayList<>();
        value.fieldNames().forEachRemaining(names::add);
        names.sort(ORDER);
        text.append('{');
        for (int index = 0; index < names.size(); index++) {
            text.append(index == 0 ? "" : ",");
            string(names.get(index), text);
            text.append(':');
            write(value.get(names.get(index)), text);
        }
        text.append('}');
    }

    private static void array(JsonNode value, StringBuilder text) {
        text.append('[');
        for (int index = 0; index < value.size(); index++) {
            text.append(index == 0 ? "" : ",");
            write(value.get(index), text);
        }
        text.append(']');
    }

    private static void string(String value, StringBuilder text) {
        text.append('"')
                .append(value.replace("\\", "\\\\").replace("\"", "\\\""))
                .append('"');
    }
}
