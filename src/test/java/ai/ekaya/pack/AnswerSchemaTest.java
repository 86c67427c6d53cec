package ai.ekaya.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Refusal;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
