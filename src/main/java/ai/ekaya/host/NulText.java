package ai.ekaya.host;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Finds the character U+0000 in arguments, which PostgreSQL cannot hold. They are nested at most 64 deep. */
final class NulText {
    private NulText() {}

    /** @throws Refusal {@code BAD_ARGUMENT} naming the argument */
    static void refuse(String function, ObjectNode arguments) {
        for (Map.Entry<String, JsonNode> argument : arguments.properties()) {
            if (has(argument.getKey()) || has(argument.getValue())) {
                throw new Refusal(
                        RefusalCode.BAD_ARGUMENT,
                        function + " got the character U+0000 in '" + Clip.characters(argument.getKey(), 60)
                                + "', which no text in PostgreSQL can hold");
            }
        }
    }

    private static boolean has(JsonNode value) {
        if (value.isTextual()) {
            return has(value.textValue());
        }
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            if (has(member.getKey()) || has(member.getValue())) {
                return true;
            }
        }
        if (value.isArray()) {
            for (JsonNode item : value) {
                if (has(item)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean has(String text) {
        return text.indexOf('\0') >= 0;
    }
}
