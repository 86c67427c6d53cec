package ai.ekaya.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryParametersTest {
    private static final Limits LIMITS = Limits.defaults();

    private static QueryParameters declared(String json) {
        return new ParametersJson(LIMITS).read(Project.json(json));
    }

    private static String bound(String keys, String value) {
        QueryParameters one = declared("[{\"name\": \"p\", " + keys + "}]");
        return String.valueOf(
                one.bound(Project.json("{\"p\": " + value + "}"), LIMITS).get("p"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"type\": \"text\"|\"it's\"|\"it's\"",
                "\"type\": \"integer\"|7|\"7\"",
                "\"type\": \"integer\"|7.0|\"7\"",
                "\"type\": \"integer\"|\"9223372036854775807\"|\"9223372036854775807\"",
                "\"type\": \"decimal\"|12.5|\"12.5\"",
                "\"type\": \"decimal\"|\"12.50\"|\"12.50\"",
                "\"type\": \"decimal\"|\"1e400\"|\"1E+400\"",
                "\"type\": \"boolean\"|true|true",
                "\"type\": \"date\"|\"2028-02-29\"|\"2028-02-29\"",
                "\"type\": \"timestamp\"|\"2026-01-31T14:05:09Z\"|\"2026-01-31T14:05:09Z\"",
                "\"type\": \"timestamp\"|\"2026-01-31 14:05+02:00\"|\"2026-01-31T14:05+02:00\"",
                "\"type\": \"timestamp\"|\"2026-01-31T14:05:09.123\"|\"2026-01-31T14:05:09.123Z\"",
                "\"type\": \"uuid\"|\"F47AC10B-58CC-4372-A567-0E02B2C3D479\"|\"f47ac10b-58cc-4372-a567-0e02b2c3d479\"",
                "\"type\": \"json\"|{\"a\": [1]}|\"{\\\"a\\\":[1]}\"",
                "\"type\": \"json\"|\"text\"|\"\\\"text\\\"\"",
                "\"type\": \"integer[]\"|[1, null, \"3\"]|[\"1\",null,\"3\"]",
                "\"type\": \"date[]\"|[]|[]",
                "\"type\": \"json[]\"|[{\"a\": 1}, null]|[\"{\\\"a\\\":1}\",\"null\"]",
                "\"required\": false|null|null",
                "\"type\": \"integer\", \"min\": 1, \"max\": 10|10|\"10\"",
                "\"type\": \"date\", \"min\": \"2026-01-01\"|\"2026-01-01\"|\"2026-01-01\"",
                "\"maxLength\": 3|\"a😀b\"|\"a😀b\"",
                "\"enum\": [\"a\", \"b\"]|\"b\"|\"b\"",
                "\"type\": \"decimal\", \"enum\": [1, 2.5]|\"2.50\"|\"2.50\""
            })
    void takes_what_fits(String keys, String value, String expected) {
        assertThat(bound(keys, value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"type\": \"text\"|7|'p' is 7, expected a text",
                "\"type\": \"text\"|null|'p' is null, expected a text",
                "\"type\": \"text\"|{}|'p' is an object, expected a text",
                "\"type\": \"integer\"|1.5|'p' is 1.5, expected a whole number of 64 bits",
                "\"type\": \"integer\"|\"9223372036854775808\"|expected a whole number of 64 bits",
                "\"type\": \"integer\"|\"1 OR 1=1\"|'p' is '1 OR 1=1', expected a whole number",
                "\"type\": \"integer\"|true|expected a whole number",
                "\"type\": \"decimal\"|\"NaN\"|'p' is 'NaN', expected a number",
                "\"type\": \"decimal\"|\"0x10\"|expected a number",
                "\"type\": \"boolean\"|\"true\"|expected true or false",
                "\"type\": \"date\"|\"2026-02-29\"|'p' is '2026-02-29', expected a date such as 2026-01-31",
                "\"type\": \"date\"|\"31.1.2026\"|expected a date",
                "\"type\": \"date\"|\"infinity\"|expected a date",
                "\"type\": \"timestamp\"|\"2026-01-31\"|expected a time",
                "\"type\": \"timestamp\"|\"2026-01-31T25:00:00Z\"|expected a time",
                "\"type\": \"uuid\"|\"1-1-1-1-1\"|expected a UUID",
                "\"type\": \"integer[]\"|7|'p' is 7, expected a list, each a whole number",
                "\"type\": \"integer[]\"|[1, \"x\"]|'p'[1] is 'x', expected a whole number",
                "\"type\": \"text[]\"|[[\"a\"]]|'p'[0] is a list, expected a text",
                "\"type\": \"integer\", \"min\": 1|0|'p' is 0, at least 1",
                "\"type\": \"integer[]\", \"max\": 5|[1, 6]|'p'[1] is 6, at most 5",
                "\"type\": \"integer[]\", \"max\": 5|[1, null]|'p'[1]",
                "\"type\": \"date\", \"max\": \"2026-01-31\"|\"2026-02-01\"|at most 2026-01-31",
                "\"maxLength\": 3|\"abcd\"|'p' has 4 characters, at most 3",
                "\"enum\": [\"a\", \"b\"]|\"A\"|'p' is 'A', expected one of a, b"
            })
    void refuses_what_does_not_and_says_what_came(String keys, String value, String message) {
        assertThatThrownBy(() -> bound(keys, value))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.BAD_ARGUMENT))
                .hasMessageContaining(message);
    }

    @Test
    void clips_what_came() {
        assertThatThrownBy(() -> bound("\"type\": \"integer\"", "\"" + "x".repeat(500) + "\""))
                .message()
                .hasSizeLessThan(160);
    }

    @Test
    void names_what_is_missing_and_what_is_unknown() {
        QueryParameters two = declared("[{\"name\": \"a\"}, {\"name\": \"b\", \"default\": \"x\"}]");
        assertThat(two.bound(Project.json("{\"a\": \"1\"}"), LIMITS).get("b").textValue())
                .isEqualTo("x");
        assertThatThrownBy(() -> two.bound(Project.json("{}"), LIMITS))
                .hasMessage("Parameter 'a' is missing, expected a text");
        assertThatThrownBy(() -> two.bound(Project.json("{\"a\": \"1\", \"c\": 1}"), LIMITS))
                .hasMessage("The query has no parameter 'c', it takes [a, b]");
        assertThatThrownBy(() -> two.bound(Project.json("[1]"), LIMITS)).hasMessageContaining("expected an object");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[{}]",
                "[{\"name\": \"a b\"}]",
                "[{\"name\": \"a\"}, {\"name\": \"a\"}]",
                "[{\"name\": \"a\", \"type\": \"money\"}]",
                "[{\"name\": \"a\", \"kind\": \"text\"}]",
                "[{\"name\": \"a\", \"type\": \"integer\", \"default\": \"x\"}]",
                "[{\"name\": \"a\", \"type\": \"integer\", \"default\": 0, \"min\": 1}]",
                "[{\"name\": \"a\", \"type\": \"integer\", \"min\": 5, \"max\": 1}]",
                "[{\"name\": \"a\", \"required\": true, \"default\": \"x\"}]",
                "[{\"name\": \"a\", \"required\": \"yes\"}]",
                "[{\"name\": \"a\", \"min\": 1}]",
                "[{\"name\": \"a\", \"type\": \"date\", \"min\": \"soon\"}]",
                "[{\"name\": \"a\", \"type\": \"integer\", \"maxLength\": 3}]",
                "[{\"name\": \"a\", \"enum\": []}]",
                "[{\"name\": \"a\", \"type\": \"json\", \"enum\": [1]}]"
            })
    void refuses_a_declaration_that_says_nothing_clear(String json) {
        assertThatThrownBy(() -> declared(json))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.BAD_ARGUMENT));
    }

    @Test
    void declarations_are_those_of_the_text_and_read_back_as_they_were() {
        String json =
                "[{\"name\":\"a\",\"type\":\"integer[]\",\"required\":false,\"default\":[1],\"min\":1,\"max\":\"9\"},"
                        + "{\"name\":\"b\",\"type\":\"text\",\"required\":true,\"maxLength\":5,\"enum\":[\"x\"]}]";
        QueryParameters parameters = declared(json);
        assertThat(ParametersJson.write(parameters).toString()).isEqualTo(json);
        assertThat(declared(ParametersJson.write(parameters).toString())).isEqualTo(parameters);
        parameters.requireNames(List.of("b", "a"));
        assertThatThrownBy(() -> parameters.requireNames(List.of("a", "b", "c")))
                .hasMessage("The statement has {{c}}, which 'parameters' does not declare");
        assertThatThrownBy(() -> parameters.requireNames(List.of("a")))
                .hasMessage("'parameters' declares 'b', the statement has no {{b}}");
    }

    @Test
    void another_json_of_the_same_bounds_is_the_same_declaration() {
        String given = "[{\"name\":\"a\",\"type\":\"decimal\",\"min\":%s,\"enum\":[%s,12.5]}]";
        QueryParameters number = declared(given.formatted("1", "7"));
        QueryParameters text = declared(given.formatted("\"1\"", "\"7\""));
        assertThat(number).isNotEqualTo(text);
        assertThat(number.canonical()).isEqualTo(text.canonical());
        assertThat(ParametersJson.write(number.canonical()).toString())
                .contains("\"min\":\"1\",\"enum\":[\"7\",\"12.5\"]");
        assertThat(declared(given.formatted("2", "7")).canonical()).isNotEqualTo(number.canonical());
    }

    @Test
    void a_list_has_a_bound() {
        Limits two = LIMITS.with(Limit.QUERY_ITEMS_COUNT, 2);
        QueryParameters list = declared("[{\"name\": \"p\", \"type\": \"integer[]\"}]");
        assertThat(list.bound(Project.json("{\"p\": [1, 2]}"), two)).isNotEmpty();
        assertThatThrownBy(() -> list.bound(Project.json("{\"p\": [1, 2, 3]}"), two))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.LIMIT));
    }
}
