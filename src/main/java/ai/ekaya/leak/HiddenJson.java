package ai.ekaya.leak;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is shown of a document in which something was found, in one place of it or over several: a mark for each of its fields. Of a secret
 * in pieces no piece is left, as the next document may show another one.
 */
final class HiddenJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private HiddenJson() {}

    /**
     * The fields of the outermost object are named when what was found lies in strings alone, as what lies in keys may be one of these.
     *
     * @param in looks into a text
     * @param otherwise what was found, where no string has it
     */
    static String of(String json, Function<byte[], Optional<Finding>> in, Finding otherwise) {
        JsonLeaves leaves = JsonLeaves.of(json.getBytes(UTF_8), new byte[0]);
        Optional<Finding> inStrings = in.apply(Arrays.copyOf(leaves.values(), leaves.valuesLength()));
        String all = MAPPER.createObjectNode()
                .put("redacted", inStrings.orElse(otherwise).name())
                .toString();
        if (inStrings.isEmpty()) {
            return all;
        }
        try {
            return MAPPER.readTree(json) instanceof ObjectNode object ? named(object, in, inStrings.get(), all) : all;
        } catch (JsonProcessingException e) {
            return all;
        }
    }

    private static String named(ObjectNode object, Function<byte[], Optional<Finding>> in, Finding found, String all) {
        String mark = found.encoding() == Encoding.READ ? ReadValues.mark(found.name()) : Redaction.mark(found);
        ObjectNode hidden = MAPPER.createObjectNode();
        StringBuilder names = new StringBuilder();
        for (var field : object.properties()) {
            hidden.put(field.getKey(), mark);
            names.append(field.getKey()).append((char) JsonLeaves.BETWEEN);
        }
        return in.apply(names.toString().getBytes(UTF_8)).isEmpty() ? hidden.toString() : all;
    }
}
