package ai.ekaya.llm;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.pack.AnswerSchema;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is told of an answer that does not fit its schema. */
class JsonAnswerTest {
    private static JsonAnswer of(String schema, String answer) {
        try {
            return JsonAnswer.of(answer, AnswerSchema.of(new ObjectMapper().readTree(schema)), Limits.defaults());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String words(int count) {
        return IntStream.range(0, count)
                .mapToObj(each -> "\"w" + each + "\"")
                .collect(Collectors.joining(",", "[", "]"));
    }

    @Test
    void says_how_many_places_do_not_fit_and_how_many_of_them_the_model_was_told() {
        int told = Limits.defaults().intOf(Limit.LLM_PROBLEMS_COUNT);
        String numbers = "{\"items\": {\"type\": \"number\"}}";
        assertThat(of(numbers, words(2_000))).isInstanceOfSatisfying(JsonAnswer.Wrong.class, wrong -> {
            assertThat(wrong.summary())
                    .isEqualTo("does not fit the schema in 2000 places, the first " + told
                            + " of which the model was told");
            assertThat(wrong.toModel().lines()).hasSize(told + 1).last().isEqualTo("- and " + (2_000 - told) + " more");
        });
        assertThat(of(numbers, words(1))).isInstanceOfSatisfying(JsonAnswer.Wrong.class, wrong -> {
            assertThat(wrong.summary()).isEqualTo("does not fit the schema in 1 place");
            assertThat(wrong.toModel().lines()).hasSize(1);
        });
        assertThat(of(numbers, "[1, 2]")).isInstanceOf(JsonAnswer.Fits.class);
    }

    @Test
    void says_of_one_that_is_too_much_to_check_that_it_is() {
        assertThat(of("{\"uniqueItems\": true}", words(50_000)))
                .isInstanceOfSatisfying(
                        JsonAnswer.Wrong.class,
                        wrong -> assertThat(wrong.summary()).isEqualTo("is too much to check against the schema"));
        assertThat(of("{\"uniqueItems\": true}", words(10_000))).isInstanceOf(JsonAnswer.Fits.class);
    }
}
