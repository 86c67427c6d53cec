package ai.ekaya.pack;

import ai.ekaya.limits.RefusalCode;
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
 * A test that a package brings in {@code tests/*.json}: a run with scripted host calls, and the output that it must give.
 *
 * @param path of the file in the package
 * @param name a sentence that says what holds
 * @param settings as given; defaults of the manifest's schema are not filled in
 * @param calls in the order in which the run has to make them
 */
public record PackageTest(
        String path, String name, JsonNode input, ObjectNode settings, List<Call> calls, JsonNode output) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /**
     * A host call that the run has to make.
     *
     * @param function wire name, as {@code db_query}
     * @param args empty for any
     * @param reply what the run is answered
     */
    public record Call(String function, Optional<JsonNode> args, Reply reply) {}

    /** What a test answers a call. */
    public sealed interface Reply {
        record Answer(JsonNode result) implements Reply {}

        record Refused(RefusalCode code, String message) implements Reply {}
    }

    public PackageTest {
        calls = List.copyOf(calls);
    }

    /** Those of a verified package, by path. */
    public static List<PackageTest> of(AppPackage app) {
        return app.files().entrySet().stream()
                .filter(file -> PackagePath.TEST.matcher(file.getKey()).matches())
                .map(file -> read(file.getKey(), file.getValue()))
                .toList();
    }

    private static PackageTest read(String path, byte[] verified) {
        try {
            return of(path, MAPPER.readTree(new String(verified, StandardCharsets.UTF_8)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The test " + path + " of a verified package is no JSON", e);
        }
    }

    private static PackageTest of(String path, JsonNode json) {
        List<Call> calls = new ArrayList<>();
        json.path("host").forEach(call -> calls.add(call(call)));
        return new PackageTest(
                path,
                json.path("name").asText(),
                json.has("input") ? json.get("input") : JsonNodeFactory.instance.objectNode(),
                json.get("settings") instanceof ObjectNode given ? given : JsonNodeFactory.instance.objectNode(),
                calls,
                json.path("output"));
    }

    private static Call call(JsonNode json) {
        JsonNode error = json.path("error");
        return new Call(
                json.path("call").asText(),
                Optional.ofNullable(json.get("args")),
                error.isObject()
                        ? new Reply.Refused(
                                RefusalCode.valueOf(error.path("code").asText()),
                                error.path("message").asText())
                        : new Reply.Answer(json.path("answer")));
    }
}
