package ai.ekaya.pack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code sample.json}: what a package brings to be tried on, in place of a project's data. {@code {"about", "input", "settings",
 * "host": [{"call", "args", "answer" | "error"}]}}.
 *
 * @param about one line for people; may be empty
 * @param input what a run is given where nobody gives it another
 * @param settings in place of the defaults that they name
 * @param host answers to host functions that reach out of the app
 */
public record Sample(String about, JsonNode input, ObjectNode settings, List<Call> host) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public Sample {
        host = List.copyOf(host);
    }

    /** @param args members that a call's arguments must have alike; others do not matter */
    public record Call(String function, ObjectNode args, Answer answer) {}

    public sealed interface Answer {
        record Result(JsonNode json) implements Answer {}

        /** @param code of the codes that host functions answer with */
        record Failure(String code, String message) implements Answer {}
    }

    /** Of a package that was checked; empty when it brings none. */
    public static Optional<Sample> of(AppPackage read) {
        return Optional.ofNullable(read.files().get(PackagePath.SAMPLE)).map(bytes -> {
            try {
                return read(JSON.readTree(new String(bytes, StandardCharsets.UTF_8)));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("The sample of a checked package is no JSON", e);
            }
        });
    }

    /** @param json as {@link Schema#SAMPLE} has it */
    static Sample read(JsonNode json) {
        List<Call> host = new ArrayList<>();
        for (JsonNode call : json.path("host")) {
            host.add(new Call(call.path("call").textValue(), object(call.path("args")), answer(call)));
        }
        return new Sample(
                json.path("about").asText(""),
                json.has("input") ? json.get("input") : JsonNodeFactory.instance.objectNode(),
                object(json.path("settings")),
                host);
    }

    private static Answer answer(JsonNode call) {
        JsonNode error = call.path("error");
        return error.isObject()
                ? new Answer.Failure(
                        error.path("code").textValue(), error.path("message").textValue())
                : new Answer.Result(call.path("answer"));
    }

    private static ObjectNode object(JsonNode given) {
        return given instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
    }
}
