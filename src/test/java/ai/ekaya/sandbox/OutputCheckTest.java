package ai.ekaya.sandbox;

import static ai.ekaya.sandbox.Guests.failureOf;
import static ai.ekaya.sandbox.Guests.outputOf;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputCheckTest {
    private static String message(String output) {
        return failureOf(OutputCheck.outcomeOf(output, 1 << 20)).message();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\": [1, NaN]}   | Output is not JSON at character 13, /a/1, near '{\"a\": [1, NaN'; expected",
                "[-Infinity]        | Output is not JSON at character ",
                "nul                | Output is not JSON at character ",
                "[1, 2,]            | Output is not JSON at character 7, /2, near '[1, 2,]'; expected one JSON value",
                "{\"a\":             | Output ends within its JSON at character 5, /a",
                "{\"a\":1,\"a\":2}    | Output has a key twice in one object at character ",
                "1 2                | Output has more than one JSON value at character ",
                "[\"\\q\"]            | Output is not JSON at character ",
            })
    void what_is_no_json_is_told_in_our_words_with_its_place(String output, String start) {
        assertThat(message(output)).startsWith(start).hasSizeLessThan(250);
        assertThat(message(output)).doesNotContain("Feature", "Constraints", "Source:", "fasterxml");
    }

    @Test
    void a_key_that_is_there_twice_is_named_by_its_path() {
        assertThat(message("{\"rows\": [{\"a\": 1, \"a\": 2}]}")).contains(", /rows/0/a");
    }

    @Test
    void nesting_is_accepted_to_its_bound_and_told_past_it() {
        String deepest = "[".repeat(256) + "]".repeat(256);
        assertThat(outputOf(OutputCheck.outcomeOf(deepest, 1 << 20))).isEqualTo(deepest);
        assertThat(message("[" + deepest + "]"))
                .startsWith("Output is nested deeper than 256 levels at character 257, /0/0/")
                .hasSizeLessThan(300);
    }

    @Test
    void numbers_and_keys_are_accepted_to_their_bounds_and_told_past_them() {
        String number = "[" + "1".repeat(1_000) + "]";
        assertThat(outputOf(OutputCheck.outcomeOf(number, 1 << 20))).isEqualTo(number);
        assertThat(message("[" + "1".repeat(1_001) + "]"))
                .startsWith(
                        "Output has a number of more than 1000 characters or a key of more than 50000 at character");
        assertThat(message("{\"" + "k".repeat(50_001) + "\": 1}"))
                .startsWith(
                        "Output has a number of more than 1000 characters or a key of more than 50000 at character");
    }

    @Test
    void what_it_shows_cannot_change_how_the_message_looks() {
        assertThat(message("[\"\u0007\u001b[31m\"]")).doesNotContain("\u0007", "\u001b");
        assertThat(message("{\"a\u202eb\": nul}")).contains("/a?b").doesNotContain("\u202e");
    }
}
