package ai.ekaya.tools;

import ai.ekaya.identity.Action;
import ai.ekaya.identity.Role;
import ai.ekaya.pack.ArgumentSchema;
import ai.ekaya.web.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * What is told of a tool to who may call it.
 *
 * @param name as clients call it; an app's tool is {@code appSlug__tool}
 * @param title for people
 * @param description for people and language models: what it answers and when to use it
 * @param input what the arguments, one JSON object, must fit
 * @param output what the answer, one JSON object, fits; as JSON Schema
 * @param action what it takes to call it
 * @param role the least role beside that
 * @param app the app whose tool it is; empty for the platform's own
 */
public record ToolSpec(
        String name,
        String title,
        String description,
        ArgumentSchema input,
        ObjectNode output,
        Nature nature,
        Action action,
        Role role,
        Optional<String> app) {

    /** One of the platform's own; both schemas are objects whose {@code properties} are given. */
    public static ToolSpec of(
            String name, String title, String description, Nature nature, Action action, Shapes shapes) {
        return new ToolSpec(
                name,
                title,
                description,
                ArgumentSchema.of(shapes.input()),
                shapes.output(),
                nature,
                action,
                action.atLeast(),
                Optional.empty());
    }

    /** Both schemas of a tool. */
    public record Shapes(ObjectNode input, ObjectNode output) {
        /**
         * @param input the properties of the arguments, as JSON; nothing else may come
         * @param output the properties of the answer; more may come
         * @param required which arguments must come
         */
        public static Shapes of(String input, String output, String... required) {
            ObjectNode arguments = Json.mapper().createObjectNode().put("type", "object");
            arguments.set("properties", read(input));
            var names = arguments.putArray("required");
            for (String name : required) {
                names.add(name);
            }
            arguments.put("additionalProperties", false);
            ObjectNode answer = Json.mapper().createObjectNode().put("type", "object");
            answer.set("properties", read(output));
            return new Shapes(arguments, answer);
        }

        private static ObjectNode read(String json) {
            try {
                return (ObjectNode) Json.mapper().readTree(json);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("A tool's schema is no JSON", e);
            }
        }
    }
}
