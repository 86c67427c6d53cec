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
    private static List<ReadResult.Finding> problems(AnswerSchema schema, JsonNode answer) {
        return schema.problems(answer).first();
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return new ObjectMapper().readTree(text);
    }

    @Test
    void says_what_does_not_fit_and_nothing_of_what_does() throws JsonProcessingException {
        AnswerSchema schema =
                AnswerSchema.of(json("{\"$schema\": \"http://json-schema.org/draft-07/schema#\", \"type\": \"array\","
                        + " \"items\": {\"type\": \"string\", \"pattern\": \"^[a-z]+$\"}, \"maxItems\": 2}"));
        assertThat(problems(schema, json("[\"a\", \"b\"]"))).isEmpty();
        assertThat(problems(schema, json("[\"a\", \"B\", 3]"))).hasSize(3);
    }

    @Test
    void a_number_that_would_fill_the_memory_does_not_fit() throws JsonProcessingException {
        ObjectMapper exact = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
        AnswerSchema schema = AnswerSchema.of(json("{\"items\": {\"type\": \"integer\", \"multipleOf\": 3}}"));
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            for (String number : List.of("1e999999999", "1e-999999999", "-7e2000", "12e299")) {
                assertThat(problems(schema, exact.readTree("[" + number + "]")))
                        .as(number)
                        .hasSize(1);
            }
            assertThat(problems(schema, exact.readTree("[3, 3e2]"))).isEmpty();
            AnswerSchema positive = AnswerSchema.of(json("{\"items\": {\"type\": \"integer\", \"minimum\": 1}}"));
            assertThat(problems(positive, exact.readTree("[" + "3".repeat(300) + "]")))
                    .isEmpty();
            assertThat(problems(positive, exact.readTree("[" + "3".repeat(301) + "]")))
                    .hasSize(1);
            assertThat(problems(schema, json("[1e999]"))).hasSize(1);
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
                    assertTimeoutPreemptively(Duration.ofSeconds(10), () -> problems(schema, bomb));
            assertThat(problems)
                    .as("%d", count)
                    .singleElement()
                    .satisfies(problem ->
                            assertThat(problem.message()).startsWith("This is too much to check against its schema"));
        }
        assertThat(problems(schema, json(listed(250, "-700")))).isEmpty();
        assertThat(problems(schema, json("[1]"))).hasSize(Schema.PROBLEMS_MAX);
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
        assertThat(problems(schema, json(listed(25, row)))).isEmpty();
        assertThat(problems(schema, json(listed(25, "{\"other\": 1}")))).hasSize(25);
        Problems many = schema.problems(json(listed(2_000, "{\"other\": 1}")));
        assertThat(many.first()).hasSize(Schema.PROBLEMS_MAX);
        assertThat(many.count()).isEqualTo(2_000);
        assertThat(many.isUnchecked()).isFalse();
        // 400 KB of rows that fit.
        assertThat(problems(schema, json(listed(130, row)))).isEmpty();
    }

    @Test
    void ten_thousand_rows_of_ten_columns_fit_and_are_checked() throws JsonProcessingException {
        String columns = IntStream.range(0, 10)
                .mapToObj(each ->
                        "\"c" + each + "\": {\"type\": [\"string\", \"null\"], \"maxLength\": 40, \"description\":"
                                + " \"What it is\", \"enum\": [\"a\", \"b\", null]}")
                .collect(Collectors.joining(","));
        AnswerSchema schema =
                AnswerSchema.of(json("{\"type\": \"object\", \"required\": [\"rows\"], \"properties\": {\"rows\":"
                        + " {\"type\": \"array\", \"maxItems\": 10000, \"items\": {\"type\": \"object\", \"additionalProperties\": false,"
                        + " \"required\": [\"c0\", \"c9\"], \"properties\": {" + columns + "}}}}}"));
        String row = IntStream.range(0, 10)
                .mapToObj(each -> "\"c" + each + "\": \"b\"")
                .collect(Collectors.joining(",", "{", "}"));
        JsonNode fits = json("{\"rows\": " + listed(10_000, row) + "}");
        JsonNode wrong = json("{\"rows\": " + listed(9_999, row).replace("]", ",{\"c0\": 7}]") + "}");
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            assertThat(problems(schema, fits)).isEmpty();
            assertThat(problems(schema, wrong))
                    .extracting(ReadResult.Finding::where)
                    .contains("answer#/rows/9999", "answer#/rows/9999/c0");
        });
    }

    /** As strings that all have one hash. */
    private static String colliding(int count) {
        return IntStream.range(0, count)
                .mapToObj(each -> IntStream.range(0, 17)
                        .mapToObj(bit -> (each >> bit & 1) == 0 ? "Aa" : "BB")
                        .collect(Collectors.joining("", "\"", "\"")))
                .collect(Collectors.joining(",", "[", "]"));
    }

    @Test
    void what_is_compared_with_all_before_takes_bounded_time() throws JsonProcessingException {
        AnswerSchema schema = AnswerSchema.of(json("{\"uniqueItems\": true}"));
        JsonNode few = json(colliding(10_000));
        JsonNode many = json(colliding(60_000));
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            assertThat(problems(schema, few)).isEmpty();
            assertThat(schema.problems(many).isUnchecked()).isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"items\": {\"allOf\": [%s]}}",
                "{\"items\": {\"if\": {\"anyOf\": [%s]}, \"then\": true}}",
                "{\"contains\": {\"allOf\": [%s]}}",
                "{\"items\": {\"enum\": [%s]}}",
                "{\"unevaluatedItems\": {\"anyOf\": [%s]}}"
            })
    void a_large_schema_for_a_large_answer_is_too_much_whatever_keyword_spreads_it(String form)
            throws JsonProcessingException {
        AnswerSchema schema = AnswerSchema.of(json(form.formatted(IntStream.range(0, 500)
                .mapToObj(each -> "{\"minimum\": -" + each + "}")
                .collect(Collectors.joining(",")))));
        JsonNode large = json(listed(100_000, "1"));
        Problems problems = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> schema.problems(large));
        assertThat(problems.isUnchecked()).isTrue();
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
