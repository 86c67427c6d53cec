package ai.ekaya.host;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.sql.WholeText;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON at the door: a guest's arguments read strictly, answers wrapped. */
final class Envelope {
    private static final int DEPTH_MAX = 64;
    private static final int NUMBER_CHARACTERS_MAX = 400;
    private static final int KEY_CHARACTERS_MAX = 50_000;
    private static final JsonMapper MAPPER = JsonMapper.builder(com.fasterxml.jackson.core.JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH_MAX)
                            .maxNumberLength(NUMBER_CHARACTERS_MAX)
                            .maxNameLength(KEY_CHARACTERS_MAX)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Envelope() {}

    static ObjectNode object(String arguments) {
        JsonNode json;
        try {
            json = MAPPER.readTree(arguments);
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : " at character " + e.getLocation().getCharOffset();
            throw new Refusal(RefusalCode.BAD_ARGUMENT, problem(e) + where);
        }
        // The guest's memory was read as UTF-8, so half a character can only come by an escape.
        if (arguments.contains("\\u") && hasHalf(json)) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    "Arguments hold half a character (one of U+D800 to U+DFFF alone), expected whole ones");
        }
        if (json instanceof ObjectNode object) {
            return object;
        }
        throw new Refusal(
                RefusalCode.BAD_ARGUMENT,
                "Arguments are a JSON " + json.getNodeType().name().toLowerCase(java.util.Locale.ROOT)
                        + ", expected an object");
    }

    /** As deep as {@link #DEPTH_MAX} at most. In a key the parser refuses it itself. */
    private static boolean hasHalf(JsonNode node) {
        if (node.isTextual()) {
            return WholeText.firstHalf(node.textValue()) >= 0;
        }
        for (JsonNode child : node) {
            if (hasHalf(child)) {
                return true;
            }
        }
        return false;
    }

    private static String problem(JsonProcessingException e) {
        String theirs = e.getOriginalMessage();
        if (theirs.startsWith("Document nesting depth")) {
            return "Arguments are nested too deep, expected nested at most " + DEPTH_MAX + " deep";
        }
        if (e instanceof StreamConstraintsException) {
            return "Arguments have a number of more than " + NUMBER_CHARACTERS_MAX
                    + " characters or a key of more than " + KEY_CHARACTERS_MAX;
        }
        return theirs.startsWith("Duplicate field")
                ? "Arguments have a key twice in one object"
                : "Arguments are no JSON object, or something comes after it";
    }

    static String ok(JsonNode result) {
        ObjectNode envelope = MAPPER.createObjectNode().put("ok", true);
        envelope.set("result", result);
        return write(envelope);
    }

    static String error(Refusal refusal) {
        ObjectNode envelope = MAPPER.createObjectNode().put("ok", false);
        envelope.putObject("error")
                .put("code", refusal.code().name())
                .put("message", refusal.reason())
                .put("retryable", refusal.isRetryable());
        return write(envelope);
    }

    static String write(JsonNode json) {
        try {
            return MAPPER.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A JSON tree could not be written", e);
        }
    }
}
