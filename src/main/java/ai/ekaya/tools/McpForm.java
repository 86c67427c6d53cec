package ai.ekaya.tools;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * Whether a request's parameters have the form that its method takes, looked at before the SDK reads them: what it cannot read it answers
 * with words of its insides, or takes for something else. In sentences that repeat nothing but what the client called.
 */
final class McpForm {
    private static final int SHOWN_MAX = 130;

    private McpForm() {}

    /** What is wrong; empty for what the SDK may read. */
    static Optional<String> problem(String method, JsonNode params) {
        if (!isAbsent(params) && !params.isObject()) {
            return Optional.of("The request's params are no object, expected names with values");
        }
        Optional<String> meta = objectOrAbsent(params, "_meta");
        if (meta.isPresent()) {
            return meta;
        }
        return switch (method) {
            case "tools/call" -> textPresent(method, params, "name").or(() -> objectOrAbsent(params, "arguments"));
            case "initialize" ->
                textPresent(method, params, "protocolVersion")
                        .or(() -> objectOrAbsent(params, "capabilities"))
                        .or(() -> objectOrAbsent(params, "clientInfo"));
            default -> method.endsWith("/list") ? cursor(params) : Optional.empty();
        };
    }

    private static Optional<String> textPresent(String method, JsonNode params, String name) {
        return params.path(name).isTextual()
                ? Optional.empty()
                : Optional.of("The params of " + method + " have no " + name + " that is a string, expected one");
    }

    private static Optional<String> objectOrAbsent(JsonNode params, String name) {
        JsonNode given = params.path(name);
        return isAbsent(given) || given.isObject()
                ? Optional.empty()
                : Optional.of("The request's '" + name + "' is no object, expected names with values");
    }

    private static Optional<String> cursor(JsonNode params) {
        return isAbsent(params.path("cursor"))
                ? Optional.empty()
                : Optional.of("The cursor is none of this server's, expected none: each list comes whole");
    }

    static boolean isAbsent(JsonNode json) {
        return json.isMissingNode() || json.isNull();
    }

    /** A name as a message repeats it. */
    static String shown(String name) {
        String first = name.length() > SHOWN_MAX ? name.substring(0, SHOWN_MAX) + "…" : name;
        return "'" + first + "'";
    }
}
