package ai.ekaya.leak;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.time.Clock;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadValuesTest {
    private static final String EMAIL = "anna.schmidt@example.com";

    private static ReadValues of(String... values) {
        ReadValues read = new ReadValues(9, 1_000);
        for (String value : values) {
            read.add("public.customers.email", value);
        }
        return read;
    }

    private static boolean found(ReadValues read, String text) {
        return read.in(text.getBytes(UTF_8)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "anna.schmidt@example.com",
                "to <anna.schmidt@example.com>, please",
                "ANNA.SCHMIDT@EXAMPLE.COM",
                "anna.schmidt%40example.com",
                "q=anna%2Eschmidt%2540example.com&x=1",
                "anna . schmidt @ example . com",
                "mailto:anna.schmidt@example.com?x",
                "\uff41\uff4e\uff4e\uff41.\uff33chmidt\uff20example.com",
                "\ud835\udc1a\ud835\udc27\ud835\udc27\ud835\udc1a.schmidt@example.com",
                "аnnа.sсhmidt@ехаmрlе.соm",
                "\u00e1nna.schm\u00eddt@example.com",
                "a\u0301nna.s\u0323chmi\u0301dt@example.com",
                "\udb40\udc61nna.schmidt@ex\udb40\udc61mple.com",
                "{\\\"email\\\":\\\"anna.schmidt\\u0040example.com\\\"}"
            })
    void finds_a_value_however_it_is_written(String text) {
        assertThat(found(of(EMAIL), text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hanna.schmidt@example.com",
                "anna.schmidt@example.community",
                "\uff48\uff41nna.schmidt@example.com",
                "\ud835\udc21anna.schmidt@example.com",
                "anna.schmidt@example.com\u00e1",
                "anna.schmid@example.com",
                "anna schmidt",
                "schmidt@example.com",
                ""
            })
    void leaves_alone_what_is_no_such_value(String text) {
        assertThat(found(of(EMAIL), text)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "anna@b.c, true",
        "Anna B., false",
        "aaaaaaaaaa, false",
        "12345678, false",
        "491 711 234 567, true",
        "Müllerstraße 5, true",
        "Katharina, true"
    })
    void knows_values_that_are_long_and_distinct_enough(String value, boolean isKnown) {
        assertThat(found(of(value), "about " + value + " and more")).isEqualTo(isKnown);
    }

    @Test
    void finds_a_value_over_two_strings_and_as_a_key_or_number_of_json() {
        ReadValues read = of("Anna-Maria Schmidt", EMAIL, "491711234567");
        assertThat(read.inJson("[\"Anna-Maria\", 7, \"Schmidt\"]")).isPresent();
        assertThat(read.inJson("{\"" + EMAIL + "\": 1}")).isPresent();
        assertThat(read.inJson("{\"phone\": 491711234567}")).isPresent();
        assertThat(read.inJson("{\"phone\": 491711234568, \"name\": \"Maria Schmidt\"}"))
                .isEmpty();
    }

    @Test
    void masks_each_value_and_nothing_else() {
        ReadValues read = of(EMAIL, "Anna-Maria Schmidt");
        assertThat(read.masked("Dear Anna-Maria Schmidt <" + EMAIL + ">, dear Maria!"))
                .isEqualTo("Dear ⟦email⟧ <⟦email⟧>, dear Maria!");
        assertThat(read.masked("Dear \uff21nna-Maria Schmid\ud835\udc2d\u0301, dear \u00c1nna!"))
                .isEqualTo("Dear \u27e6email\u27e7, dear \u00c1nna!");
        assertThat(read.masked("nothing to see")).isEqualTo("nothing to see");
    }

    @Test
    void finds_an_excerpt_of_a_long_text() {
        String text =
                "The customer says that the parcel came open, two of four cups were broken, and that nobody at the"
                        + " shop has answered her letters of March and April since then.";
        ReadValues read = of(text);
        assertThat(found(read, text.substring(0, 120))).isTrue();
        assertThat(found(read, "He wrote: " + text.substring(40) + " End")).isTrue();
        assertThat(found(read, "The customer says that")).isFalse();
    }

    @Test
    void a_stretch_that_many_different_texts_have_is_none_of_their_values_and_the_same_text_counts_once() {
        String closing = " With kind regards from all of us at the customer service in Hamburg";
        String own = "Case %d was opened by somebody whose letter nobody has answered since the %d of May.";
        ReadValues read = of();
        for (int i = 0; i < 19; i++) {
            read.add("t.letter", own.formatted(i, i) + closing);
            for (int again = 0; again < 30; again++) {
                read.add("t.letter", own.formatted(7, 7) + closing);
            }
        }
        assertThat(found(read, "Hello." + closing)).isTrue();
        read.add("t.letter", own.formatted(20, 20) + closing);
        assertThat(found(read, "Hello." + closing)).isFalse();
        assertThat(found(read, "It says: " + own.formatted(20, 20) + closing)).isTrue();
        assertThat(found(read, "It says: " + own.formatted(21, 21) + closing)).isFalse();
    }

    @Test
    void says_when_it_holds_no_more_and_then_nothing_leaves_the_project() {
        RunExits exits = new RunExits(
                Detector.of(java.util.List.of()),
                Limits.defaults().with(Limit.LEAK_VALUES_PER_RUN_COUNT, 3),
                Clock.systemUTC(),
                new ValueExits.Allowed(Set.of(), false));
        for (int i = 0; i < 3; i++) {
            exits.values().read("public.customers.email", i + EMAIL);
        }
        assertThatCode(() -> exits.require(Exit.HTTP_REQUEST, "{\"count\": 3}")).doesNotThrowAnyException();
        exits.values().read("public.customers.email", "one" + EMAIL);
        assertThatThrownBy(() -> exits.require(Exit.HTTP_REQUEST, "{\"count\": 4}"))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.LIMIT));
        assertThatCode(() -> exits.require(Exit.DATABASE, "{\"count\": 4}")).doesNotThrowAnyException();
    }

    @Test
    void finds_every_one_of_many_values_in_random_text() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ReadValues read = new ReadValues(9, 50_000);
        String[] values = new String[5_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = Long.toString(Math.abs(random.nextLong()), 36) + "@mail" + i % 7 + ".example.com";
            read.add("t.email", values[i]);
        }
        for (String value : values) {
            assertThat(read.masked("a " + value.toUpperCase(java.util.Locale.ROOT) + "; b"))
                    .as("seed " + seed)
                    .isEqualTo("a ⟦email⟧; b");
            assertThat(found(read, "a x" + value)).as("seed " + seed).isFalse();
        }
    }
}
