package ai.ekaya.leak;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Where in a JSON document something was found, and the document without it. Slow, for documents in which something is. Not thread-safe. */
final class FoundInJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final byte[] NOTHING = {};

    private final Detector detector;
    private byte[] tail;
    private Optional<String> pointer = Optional.empty();
    private boolean cutOut;

    private FoundInJson(Detector detector, byte[] tail) {
        this.detector = detector;
        this.tail = tail;
    }

    /** @param pointer of the string or key in which it ended; empty when that is not known */
    record At(Optional<String> pointer, String redacted) {}

    /** @param findings of the whole document */
    static At of(String json, Detector detector, byte[] tail, Findings findings) {
        String all = MAPPER.createObjectNode()
                .put("redacted", findings.first().name())
                .toString();
        JsonNode tree;
        try {
            tree = MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            return new At(Optional.empty(), all);
        }
        FoundInJson found = new FoundInJson(detector, tail);
        JsonNode redacted = found.walk(tree, "");
        String text = redacted.toString();
        // What lies over several places cannot be cut out of one.
        boolean isSafe = found.cutOut
                && detector.inJson(JsonLeaves.of(text.getBytes(UTF_8), NOTHING), 0)
                        .isEmpty();
        return new At(found.pointer, isSafe ? text : all);
    }

    private JsonNode walk(JsonNode node, String at) {
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode copy = JsonNodeFactory.instance.objectNode();
                object.properties().forEach(field -> {
                    String key = key(field.getKey(), at);
                    copy.set(key, walk(field.getValue(), at + "/" + escaped(key)));
                });
                yield copy;
            }
            case ArrayNode array -> {
                ArrayNode copy = JsonNodeFactory.instance.arrayNode();
                for (int i = 0; i < array.size(); i++) {
                    copy.add(walk(array.get(i), at + "/" + i));
                }
                yield copy;
            }
            default -> node.isTextual() ? leaf(node.textValue(), at) : node;
        };
    }

    private String key(String key, String at) {
        byte[] bytes = key.getBytes(UTF_8);
        Findings findings = detector.inText(bytes, bytes.length, 0);
        if (findings.isEmpty()) {
            return key;
        }
        found(at);
        cutOut = true;
        return Redaction.of(bytes, findings);
    }

    private JsonNode leaf(String text, String at) {
        byte[] bytes = text.getBytes(UTF_8);
        byte[] joined = new byte[tail.length + bytes.length];
        System.arraycopy(tail, 0, joined, 0, tail.length);
        System.arraycopy(bytes, 0, joined, tail.length, bytes.length);
        Findings findings = detector.inText(joined, joined.length, tail.length);
        tail = Detector.tail(joined, joined.length);
        if (findings.isEmpty()) {
            return JsonNodeFactory.instance.textNode(text);
        }
        found(at);
        cutOut = true;
        return JsonNodeFactory.instance.textNode(Redaction.of(bytes, findings));
    }

    private void found(String at) {
        if (pointer.isEmpty()) {
            pointer = Optional.of(at);
        }
    }

    private static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
