package ai.ekaya.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaFormTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EXPORT =
            "\"exports\": [{\"tool\": \"go\", \"description\": \"x\", \"inputSchema\": %s}]";
    private static final String TREE =
            "{'type': 'object', 'properties': {'tree': {'$ref': '#/$defs/node'}}, 'required': ['tree'], '$defs': {'node':"
                    + " {'type': 'object', 'required': ['name'], 'properties': {'name': {'type': 'string', 'pattern': '^[a-z]+$'},"
                    + " 'parts': {'type': 'array', 'items': {'$ref': '#/$defs/node'}}}}}}";

    private static JsonNode json(String text) throws JsonProcessingException {
        return JSON.readTree(text.replace('\'', '"'));
    }

    private static Optional<ArgumentSchema> installed(String schema) throws JsonProcessingException {
        return ArgumentSchema.of(new Manifest.Export("go", "x", json(schema), Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'properties': {'a': {'pattern': '('}}} | /properties/a/pattern",
                "{'patternProperties': {'[': {}}} | /patternProperties/[",
                "{'patternProperties': {'a': {'patternProperties': {'[': {}}}}} | /patternProperties/a/patternProperties/[",
                "{'allOf': [{'$ref': '#'}]} | ",
                "{'$ref': '#'} | ",
                "{'$defs': {'a': {'$ref': '#/$defs/a'}}} | /$defs/a",
                "{'$ref': '#/$defs/a', '$defs': {'a': {'anyOf': [{'not': {'$ref': '#/$defs/a'}}]}}} | /$defs/a",
                "{'$dynamicRef': '#me', '$dynamicAnchor': 'me'} | ",
                "{'dependentSchemas': {'x': {'$ref': '#'}}} | ",
                "{'$ref': '#/nope'} | /$ref",
                "{'properties': {'a': {'$ref': '#nope'}}} | /properties/a/$ref",
                "{'properties': {'a': {'$ref': '#/title'}}, 'title': 'x'} | /properties/a/$ref",
                "{'properties': {'$ref': {'$ref': 'file:/etc/hostname'}}} | /properties/$ref/$ref",
                "{'items': {'$id': 'https://schemas.example.com/a'}} | /items/$id",
                "{'$schema': 'https://json-schema.org/draft/2020-12/schema-of-mine'} | /$schema"
            })
    void what_cannot_be_applied_is_refused_with_its_place(String schema, String place) throws JsonProcessingException {
        String at = place == null ? "" : place;
        assertThat(Packages.minimal().manifest(EXPORT.formatted(json(schema))).refusals())
                .singleElement()
                .asString()
                .startsWith("manifest.json#/exports/0/inputSchema" + at + ": ");
        ObjectNode settings = (ObjectNode) json(schema);
        settings.put("type", "object");
        assertThat(Packages.minimal().manifest("\"settings\": " + settings).refusals())
                .singleElement()
                .asString()
                .startsWith("manifest.json#/settings" + at + ": ");
        // As it may be installed already.
        assertThat(installed(schema)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'properties': {'a': true}} | /properties/a",
                "{'properties': {'a/b': false}} | /properties/a~1b",
                "{'type': 'string'} | /type",
                "{'type': ['object', 'null']} | /type"
            })
    void what_clients_fail_on_is_refused_in_exports(String schema, String place) throws JsonProcessingException {
        assertThat(Packages.minimal().manifest(EXPORT.formatted(json(schema))).refusals())
                .singleElement()
                .asString()
                .startsWith("manifest.json#/exports/0/inputSchema" + place + ": This is ");
    }

    @Test
    void a_tree_is_taken_and_checked() throws JsonProcessingException {
        assertThat(Packages.minimal().manifest(EXPORT.formatted(json(TREE))).refusals())
                .isEmpty();
        assertThat(Packages.minimal().manifest("\"settings\": " + json(TREE)).refusals())
                .isEmpty();
        ArgumentSchema schema = installed(TREE).orElseThrow();
        assertThat(schema.problems(json("{'tree': {'name': 'a', 'parts': [{'name': 'b', 'parts': []}]}}")))
                .isEmpty();
        assertThat(schema.problems(json("{'tree': {'name': 'a', 'parts': [{'name': 'b', 'parts': [{'name': 'C'}]}]}}")))
                .extracting(ReadResult.Finding::where)
                .containsExactly("arguments#/tree/parts/0/parts/0/name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'properties': {'a': {'$ref': '#here'}}, '$defs': {'b': {'$anchor': 'here', 'type': 'integer'}}}",
                "{'properties': {'a': {'$dynamicRef': '#here'}}, '$defs': {'b': {'$dynamicAnchor': 'here', 'type': 'integer'}}}",
                "{'properties': {'a': {'$ref': '#/$defs/x~1y'}}, '$defs': {'x/y': {'type': 'integer'}}}",
                "{'properties': {'a': {'allOf': [{'$ref': '#/$defs/b'}, {'$ref': '#/$defs/b'}]}}, '$defs': {'b': {'type': 'integer'}}}",
                "{'properties': {'a': {'type': 'integer'}, 'b': {'$ref': '#'}}}",
                "{'$schema': 'https://json-schema.org/draft/2020-12/schema', 'patternProperties': {'^a$': {'type': 'integer'}}}",
                "{'properties': {'a': {'type': 'integer'}}, 'additionalProperties': false, 'type': 'object'}"
            })
    void what_leads_to_schemas_of_its_own_is_taken_and_checked(String text) throws JsonProcessingException {
        assertThat(Packages.minimal().manifest(EXPORT.formatted(json(text))).refusals())
                .isEmpty();
        ArgumentSchema schema = installed(text).orElseThrow();
        assertThat(schema.problems(json("{'a': 1}"))).isEmpty();
        assertThat(schema.problems(json("{'a': 'x'}"))).isNotEmpty();
    }

    private static String chain(int length) {
        return IntStream.range(0, length)
                .mapToObj(each -> "'d" + each + "': {'$ref': '#/$defs/d" + (each + 1) + "'}")
                .collect(Collectors.joining(
                        ", ",
                        "{'properties': {'a': {'$ref': '#/$defs/d0'}}, '$defs': {",
                        ", 'd" + length + "': {'type': 'integer'}}}"));
    }

    @Test
    void so_many_references_in_a_row_are_taken_and_one_more_is_not() throws JsonProcessingException {
        ArgumentSchema schema = installed(chain(SchemaForm.STEPS_MAX - 1)).orElseThrow();
        assertThat(schema.problems(json("{'a': 1}"))).isEmpty();
        assertThat(schema.problems(json("{'a': 'x'}"))).hasSize(1);
        for (int length : List.of(SchemaForm.STEPS_MAX, 3_000)) {
            JsonNode source = json(chain(length));
            assertTimeoutPreemptively(
                    Duration.ofSeconds(10),
                    () -> assertThat(SchemaForm.problems(source))
                            .singleElement()
                            .satisfies(problem -> assertThat(problem.message()).contains("more than 64 steps")));
        }
    }

    @Test
    void a_pattern_nested_too_deep_to_read_is_refused() throws JsonProcessingException, InterruptedException {
        int depth = 20_000;
        String pattern = "(".repeat(depth) + ")".repeat(depth);
        JsonNode source = json("{'pattern': '" + pattern + "'}");
        // How deep is too deep hangs on the thread's stack, and those of tests have a large one.
        AtomicInteger problems = new AtomicInteger();
        Thread small =
                new Thread(null, () -> problems.set(SchemaForm.problems(source).size()), "small stack", 256 << 10);
        small.start();
        small.join();
        assertThat(problems).hasValue(1);
    }

    @Test
    void what_runs_out_of_stack_while_it_is_checked_does_not_fit() throws JsonProcessingException {
        Schema schema = Schema.of(json("{'allOf': [{'$ref': '#'}]}"));
        assertThat(schema.allProblems("x", json("{}")).isUnchecked()).isTrue();
    }
}
