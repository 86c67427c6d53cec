package ai.ekaya.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonBodyTest {
    private final JsonBody json = new JsonBody();

    /** A body as resources declare them. */
    record Order(
            String name,
            Integer count,
            Optional<Instant> due,
            List<Line> lines,
            Boolean urgent,
            BigDecimal price,
            Map<String, Long> sums,
            Kind kind) {}

    enum Kind {
        SMALL
    }

    /** A nested part. */
    record Line(String item) {}

    @Test
    void reads_what_fits() throws IOException {
        Order order = read("{\"name\":\"a\",\"count\":2,\"due\":\"2026-01-02T03:04:05Z\",\"lines\":[{\"item\":\"b\"}],"
                + "\"urgent\":true,\"price\":2,\"sums\":{\"x\":5000000000},\"kind\":\"SMALL\"}");
        assertThat(order)
                .isEqualTo(new Order(
                        "a",
                        2,
                        Optional.of(Instant.parse("2026-01-02T03:04:05Z")),
                        List.of(new Line("b")),
                        true,
                        BigDecimal.TWO,
                        Map.of("x", 5_000_000_000L),
                        Kind.SMALL));
        assertThat(read("{\"price\":2.50,\"name\":null,\"count\":null}").price())
                .isEqualTo(new BigDecimal("2.50"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"name\":\"a\",\"sum\":1}|Unknown key 'sum' in the body",
                "{\"lines\":[{\"item\":\"b\",\"x\":1}]}|Unknown key 'lines.[0].x' in the body",
                "{\"name\":\"a\",\"name\":\"b\"}|no valid JSON",
                "{\"count\":\"many\"}|'count' in the body is a string, expected a whole number",
                "{\"count\":\"7\"}|'count' in the body is a string, expected a whole number",
                "{\"count\":\"\"}|'count' in the body is a string, expected a whole number",
                "{\"count\":1.5}|'count' in the body is a number with a fraction or an exponent, expected a whole number",
                "{\"count\":true}|'count' in the body is true or false, expected a whole number",
                "{\"count\":[1]}|'count' in the body is an array, expected a whole number",
                "{\"count\":3000000000}|The value of 'count' in the body has the wrong form, it is too large a number",
                "{\"sums\":{\"x\":\"7\"}}|'sums.x' in the body is a string, expected a whole number",
                "{\"sums\":{\"x\":1.5}}|'sums.x' in the body is a number with a fraction",
                "{\"sums\":[]}|'sums' in the body is an array, expected an object",
                "{\"price\":\"2.5\"}|'price' in the body is a string, expected a number",
                "{\"price\":false}|'price' in the body is true or false, expected a number",
                "{\"urgent\":\"true\"}|'urgent' in the body is a string, expected true or false",
                "{\"urgent\":1}|'urgent' in the body is a whole number, expected true or false",
                "{\"urgent\":\"\"}|'urgent' in the body is a string, expected true or false",
                "{\"name\":7}|'name' in the body is a whole number, expected a string",
                "{\"name\":1.5}|'name' in the body is a number with a fraction or an exponent, expected a string",
                "{\"name\":true}|'name' in the body is true or false, expected a string",
                "{\"name\":{}}|'name' in the body is an object, expected a string",
                "{\"due\":1700000000}|'due' in the body is a whole number, expected a time such as",
                "{\"due\":\"1700000000\"}|'due' in the body is a string, expected a time such as",
                "{\"due\":\"\"}|'due' in the body is a string, expected a time such as",
                "{\"kind\":0}|'kind' in the body is a whole number, expected a string",
                "{\"lines\":{}}|'lines' in the body is an object, expected an array",
                "{\"lines\":[\"b\"]}|'lines.[0]' in the body is a string, expected an object",
                "{\"lines\":[{\"item\":5}]}|'lines.[0].item' in the body is a whole number, expected a string",
                "{\"name\":|no valid JSON of the expected form (line 1",
                "{} {}|no valid JSON",
                "null|The body is null",
                "[1]|The body is an array, expected an object",
                "\"\"|The body is a string, expected an object",
            })
    void refuses_what_does_not_fit_naming_the_place(String body, String message) {
        assertThatThrownBy(() -> read(body))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.BAD_ARGUMENT))
                .hasMessageContaining(message);
    }

    @Test
    void keeps_nothing_of_what_it_refuses() {
        for (String body : List.of("{\"name\": hunter2}", "{\"count\": \"hunter2\"}", "{\"name\": \"hunter2")) {
            assertThatThrownBy(() -> read(body)).hasNoCause().message().doesNotContain("hunter2");
        }
    }

    @Test
    void refuses_deep_nesting_before_the_stack_does() {
        assertThatThrownBy(() -> Json.mapper().readTree("[".repeat(100_000)))
                .isInstanceOf(StreamConstraintsException.class);
    }

    @Test
    void says_that_the_body_is_too_large_when_reading_stopped_for_that() {
        byte[] body = ("{\"name\":\"" + "a".repeat(200) + "\"}").getBytes(StandardCharsets.UTF_8);
        CappedInput capped = new CappedInput(new ByteArrayInputStream(body), 100, "");
        assertThatThrownBy(() -> read(capped))
                .isInstanceOfSatisfying(
                        Spoken.class, spoken -> assertThat(spoken.status()).isEqualTo(413));
    }

    @Test
    void a_body_that_is_too_large_is_told_what_to_do_instead() {
        byte[] body = "{\"count\":2}".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> read(new CappedInput(new ByteArrayInputStream(body), 10, "send a zip")))
                .isInstanceOf(Spoken.class)
                .hasMessage("The body is larger than 10 bytes; send a zip");
        assertThatThrownBy(() -> read(new CappedInput(new ByteArrayInputStream(body), 10, "")))
                .hasMessage("The body is larger than 10 bytes");
    }

    @Test
    void takes_a_body_at_the_bound() throws IOException {
        byte[] body = "{\"count\":2}".getBytes(StandardCharsets.UTF_8);
        assertThat(read(new CappedInput(new ByteArrayInputStream(body), body.length, ""))
                        .count())
                .isEqualTo(2);
    }

    @Test
    void leaves_absent_optionals_out() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        json.writeTo(
                new Page<>(List.of("a"), Optional.empty()),
                Page.class,
                Page.class,
                new Annotation[0],
                MediaType.APPLICATION_JSON_TYPE,
                new MultivaluedHashMap<>(),
                out);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("{\"items\":[\"a\"]}");
    }

    private Order read(String body) throws IOException {
        return read(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private Order read(InputStream body) throws IOException {
        return (Order) json.readFrom(
                (Class) Order.class,
                Order.class,
                new Annotation[0],
                MediaType.APPLICATION_JSON_TYPE,
                new MultivaluedHashMap<>(),
                body);
    }
}
