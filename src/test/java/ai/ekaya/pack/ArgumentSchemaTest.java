package ai.ekaya.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ArgumentSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static ObjectNode json(String text) throws JsonProcessingException {
        return (ObjectNode) JSON.readTree(text);
    }

    private static ArgumentSchema exported(String schema) throws JsonProcessingException {
        return ArgumentSchema.of(new Manifest.Export("tool", "A tool", json(schema), Optional.empty()))
                .orElseThrow();
    }

    @Test
    void the_arguments_of_an_apps_tool_are_an_object_whatever_its_manifest_says() throws JsonProcessingException {
        assertThat(exported("{}").problems(json("{\"any\": 1}"))).isEmpty();
        assertThat(exported("{}").problems(JSON.readTree("[1]"))).hasSize(1);
        assertThat(exported("{\"type\": \"array\"}").json().path("type").asText())
                .isEqualTo("object");
    }

    @Test
    void a_pattern_that_would_never_end_does_not_fit() throws JsonProcessingException {
        ArgumentSchema schema = exported(
                "{\"properties\": {\"names\": {\"items\": {\"type\": \"string\", \"pattern\": \"^(.*a){20}x$\"}}}}");
        // With 28 letters it was seen to look more than 300 million times; together they have what one has.
        String names = "\"" + "a".repeat(60) + "\", ";
        ObjectNode arguments = json("{\"names\": [" + names.repeat(50) + "\"b\"]}");
        List<ReadResult.Finding> problems =
                assertTimeoutPreemptively(Duration.ofSeconds(30), () -> schema.problems(arguments));
        assertThat(problems).hasSize(51);
        assertThat(schema.problems(json("{\"names\": [\"" + "a".repeat(20) + "x\"]}")))
                .isEmpty();
    }

    @Test
    void a_text_that_runs_the_matcher_out_of_stack_does_not_fit() throws JsonProcessingException {
        ArgumentSchema schema =
                exported("{\"properties\": {\"name\": {\"type\": \"string\", \"pattern\": \"^(?:a|b)*$\"}}}");
        assertThat(schema.problems(json("{\"name\": \"" + "ab".repeat(500_000) + "\"}")))
                .hasSize(1);
        assertThat(schema.problems(json("{\"name\": \"abba\"}"))).isEmpty();
    }

    @Test
    void a_number_that_would_fill_the_memory_does_not_fit() throws JsonProcessingException {
        ObjectMapper exact = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
        ArgumentSchema schema = exported("{\"properties\": {\"n\": {\"type\": \"integer\", \"multipleOf\": 3}}}");
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            for (String number : List.of("1e999999999", "1e-999999999", "-7e2000")) {
                assertThat(schema.problems(exact.readTree("{\"n\": " + number + "}")))
                        .as(number)
                        .singleElement()
                        .satisfies(problem -> assertThat(problem.message()).contains("more than 300 digits"));
            }
        });
        assertThat(schema.problems(json("{\"n\": 1e999}"))).hasSize(1);
        assertThat(schema.problems(exact.readTree("{\"n\": 3e2}"))).isEmpty();
    }
}
