package ai.ekaya.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import ai.ekaya.limits.Refusal;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerSchemaTest {
    private static JsonNode json(String text) throws JsonProcessingException {
        return new ObjectMapper().readTree(text);
    }

    @Test
    void says_what_does_not_fit_and_nothing_of_what_does() throws JsonProcessingException {
        AnswerSchema schema =
                AnswerSchema.of(json("{\"$schema\": \"http://json-schema.org/draft-07/schema#\", \"type\": \"array\","
                        + " \"items\": {\"type\": \"string\", \"pattern\": \"^[a-z]+$\"}, \"maxItems\": 2}"));
        assertThat(schema.problems(json("[\"a\", \"b\"]"))).isEmpty();
        assertThat(schema.problems(json("[\"a\", \"B\", 3]"))).hasSize(3);
    }

    @Test
    void a_number_that_would_fill_the_memory_does_not_fit() throws JsonProcessingException {
        ObjectMapper exact = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
        AnswerSchema schema = AnswerSchema.of(json("{\"items\": {\"type\": \"integer\", \"multipleOf\": 3}}"));
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            for (String number : List.of("1e999999999", "1e-999999999", "-7e2000", "12e299")) {
                assertThat(schema.problems(exact.readTree("[" + number + "]")))
                        .as(number)
                        .hasSize(1);
            }
            assertThat(schema.problems(exact.readTree("[3, 3e2]"))).isEmpty();
            AnswerSchema positive = AnswerSchema.of(json("{\"items\": {\"type\": \"integer\", \"minimum\": 1}}"));
            assertThat(positive.problems(exact.readTree("[" + "3".repeat(300) + "]")))
                    .isEmpty();
            assertThat(positive.problems(exact.readTree("[" + "3".repeat(301) + "]")))
                    .hasSize(1);
            assertThat(schema.problems(json("[1e999]"))).hasSize(1);
            JsonNode endless = exact.readTree("{\"multipleOf\": 1e-999999999}");
            assertThatThrownBy(() -> AnswerSchema.of(endless)).isInstanceOf(Refusal.class);
        });
    }

    private static String listed(int count, String each) {
        return "[" + String.join(",", Collections.nCopies(count, each)) + "]";
    }

    private static AnswerSchema constants(int count) throws JsonProcessingException {
        return AnswerSchema.of(json("{\"items\": {\"anyOf\": ["
                + IntStream.range(0, count)
                        .mapToObj(each -> "{\"const\": -" + (each + 1) + "}")
                        .collect(Collectors.joining(","))
                + "]}}"));
    }

    @Test
    void an_answer_that_would_fill_the_memory_with_problems_is_one() throws JsonProcessingException {
        AnswerSchema schema = constants(700);
        for (int count : List.of(5_000, 20_000, 130_000)) {
            JsonNode bomb = json(listed(count, "1"));
            List<ReadResult.Finding> problems =
                    assertTimeoutPreemptively(Duration.ofSeconds(10), () -> schema.problems(bomb));
            assertThat(problems)
                    .as("%d", count)
                    .singleElement()
                    .satisfies(problem ->
                            assertThat(problem.message()).startsWith("This is too much to check against its schema"));
        }
        assertThat(schema.problems(json(listed(250, "-700")))).isEmpty();
        assertThat(schema.problems(json("[1]"))).hasSize(Schema.PROBLEMS_MAX);
    }

    @Test
    void many_rows_of_a_large_schema_fit() throws JsonProcessingException {
        String names = IntStream.range(0, 150)
                .mapToObj(
                        each -> "\"column_" + each + "\": {\"type\": \"string\", \"minLength\": 1, \"maxLength\": 100,"
                                + " \"description\": \"What it is\"}")
                .collect(Collectors.joining(","));
        AnswerSchema schema = AnswerSchema.of(json("{\"type\": \"array\", \"items\": {\"type\": \"object\","
                + " \"additionalProperties\": false, \"properties\": {" + names + "}}}"));
        String row = IntStream.range(0, 150)
                .mapToObj(each -> "\"column_" + each + "\": \"value " + each + "\"")
                .collect(Collectors.joining(",", "{", "}"));
        assertThat(schema.problems(json(listed(25, row)))).isEmpty();
        assertThat(schema.problems(json(listed(25, "{\"other\": 1}")))).hasSize(25);
        assertThat(schema.problems(json(listed(2_000, "{\"other\": 1}")))).hasSize(Schema.PROBLEMS_MAX);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"$ref\": \"#\"}",
                "{\"properties\": {\"a\": {\"$ref\": \"#/properties/a\"}}}",
                "{\"$ref\": \"https://schemas.example.com/a\"}",
                "{\"items\": {\"$dynamicRef\": \"#a\"}}",
                "{\"items\": {\"$schema\": \"https://schemas.example.com/a\"}}",
                "{\"$id\": \"file:///etc/passwd\"}"
            })
    void what_leads_elsewhere_is_refused(String text) throws JsonProcessingException {
        JsonNode schema = json(text);
        assertThatThrownBy(() -> AnswerSchema.of(schema))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("expected everything written where it is used");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"true", "[]", "\"x\"", "{\"type\": \"text\"}", "{\"properties\": []}", "{\"pattern\": \"(\"}"})
    void what_is_no_schema_is_refused(String text) throws JsonProcessingException {
        JsonNode schema = json(text);
        assertThatThrownBy(() -> AnswerSchema.of(schema)).isInstanceOf(Refusal.class);
    }
}
