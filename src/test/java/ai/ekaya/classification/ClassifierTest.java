package ai.ekaya.classification;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.classification.LabelledColumns.Labelled;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClassifierTest {
    private static Suggestion classify(String table, String column, String type, List<String> values) {
        List<String> siblings = Stream.of(LabelledColumns.all(), UnseenColumns.all(), HeldOutColumns.all())
                .flatMap(List::stream)
                .filter(other -> other.table().equals(table))
                .map(Labelled::column)
                .toList();
        ColumnFacts facts = new ColumnFacts(
                new ColumnKey("public", table, column),
                type,
                Kind.of(type),
                Set.of(),
                TableContext.of(table, siblings));
        return Classifier.classify(facts, values);
    }

    private static Suggestion classify(String column, String type, int count, Function<Random, String> values) {
        Random random = new Random(3);
        return classify(
                "things",
                column,
                type,
                Stream.generate(() -> values.apply(random)).limit(count).toList());
    }

    private static Measure measured(List<Labelled> columns) {
        Measure measure = new Measure();
        for (Labelled labelled : columns) {
            measure.add(
                    labelled.table() + "." + labelled.column(),
                    labelled.category(),
                    classify(labelled.table(), labelled.column(), labelled.type(), labelled.sample())
                            .category());
        }
        System.out.println(measure);
        return measure;
    }

    @Test
    void columns_with_traps_are_told_as_labelled() {
        Measure measure = measured(LabelledColumns.all());
        assertThat(measure.columns()).isGreaterThanOrEqualTo(120);
        assertThat(measure.precision()).as(measure.toString()).isGreaterThanOrEqualTo(0.95);
        assertThat(measure.recall()).as(measure.toString()).isGreaterThanOrEqualTo(0.95);
        assertThat(measure.category()).as(measure.toString()).isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void columns_written_down_after_the_rules_are_mostly_told_as_labelled() {
        Measure measure = measured(UnseenColumns.all());
        assertThat(measure.columns()).isGreaterThanOrEqualTo(100);
        assertThat(measure.precision()).as(measure.toString()).isGreaterThanOrEqualTo(0.9);
        assertThat(measure.recall()).as(measure.toString()).isGreaterThanOrEqualTo(0.9);
    }

    /** What holds for schemas that the rules never met; the figures are in docs/classification.md. */
    @Test
    void columns_held_out_are_told_less_surely() {
        Measure measure = measured(HeldOutColumns.all());
        assertThat(measure.columns()).isGreaterThanOrEqualTo(100);
        assertThat(measure.precision()).as(measure.toString()).isGreaterThanOrEqualTo(0.9);
        assertThat(measure.recall()).as(measure.toString()).isGreaterThanOrEqualTo(0.6);
    }

    @Test
    void reasons_count_and_quote_no_value() {
        for (Labelled labelled : LabelledColumns.all()) {
            List<String> sample = labelled.sample();
            Suggestion told = classify(labelled.table(), labelled.column(), labelled.type(), sample);
            assertThat(told.reasons())
                    .as(labelled.column())
                    .allSatisfy(reason -> assertThat(sample)
                            .filteredOn(value -> value.length() > 5)
                            .noneMatch(reason::contains));
            assertThat(told.confidence()).isBetween(0.0, 1.0);
        }
    }

    @Test
    void a_reason_tells_how_many_of_how_many() {
        Suggestion told = classify(
                "card_number",
                "text",
                1_000,
                random -> random.nextInt(20) == 0
                        ? "unknown"
                        : MadeUp.passing("4###############", MoneyIds::card).apply(random));
        assertThat(told.category()).contains(Category.PAYMENT_CARD);
        assertThat(told.confidence()).isGreaterThan(0.95);
        assertThat(told.reasons()).hasSize(2);
        assertThat(told.reasons().get(1))
                .matches("9\\d % of 1,000 sampled values \\(9\\d\\d different\\) are valid payment card numbers .*");
    }

    /** One random number in some forty has an issuer's prefix and passes Luhn's test: no column of them does. */
    @Test
    void numbers_of_chance_are_never_cards_or_ids() {
        Random random = new Random(99);
        for (int length = 9; length <= 16; length++) {
            for (int column = 0; column < 20; column++) {
                int digits = length;
                List<String> some = Stream.generate(() -> MadeUp.digits(random, digits))
                        .limit(25)
                        .toList();
                assertThat(classify("things", "reference", "bigint", some).category())
                        .isEmpty();
            }
        }
    }

    @Test
    void few_values_prove_nothing_that_chance_can_do_but_support_a_name() {
        List<String> three = List.of("107885268", "772326794", "381444946");
        assertThat(classify("things", "value", "text", three).category()).isEmpty();
        assertThat(classify("things", "bsn", "text", three).reasons()).hasSize(2);
    }

    @Test
    void values_that_deny_a_name_take_the_suggestion_away_and_an_empty_column_keeps_it() {
        assertThat(classify("email", "text", 200, MadeUp.of("yes", "no")).category())
                .isEmpty();
        assertThat(classify("email", "text", 0, MadeUp.of("yes")).category()).contains(Category.EMAIL);
        // A hash of an address is still the person's.
        assertThat(classify("email", "text", 200, MadeUp.hex(64)).category()).contains(Category.EMAIL);
    }

    @Test
    void what_people_write_into_notes_is_found() {
        Suggestion told = classify(
                "remarks",
                "text",
                500,
                random -> MadeUp.text(random)
                        + (random.nextInt(40) == 0
                                ? " key " + MadeUp.mixed("ghp_", 36).apply(random)
                                : ""));
        assertThat(told.category()).contains(Category.SECRET);
        assertThat(told.features()).containsExactly(Feature.FREE_TEXT);
        assertThat(told.reasons().get(0)).contains("sampled texts have a key of a known form in them");
        assertThat(classify("remarks", "text", 500, MadeUp::text).category()).isEmpty();
    }

    @Test
    void a_key_of_json_is_read_as_a_column_and_never_told() {
        Suggestion told = classify(
                "data",
                "jsonb",
                50,
                random -> "{\"" + MadeUp.person(random) + "\": 1, \"password\": \""
                        + MadeUp.mixed("", 12).apply(random) + "\"}");
        assertThat(told.category()).contains(Category.SECRET);
        assertThat(told.features()).containsExactly(Feature.JSON);
        assertThat(told.reasons()).containsExactly("A key of the JSON: The name says a password, key or token");
    }

    @Test
    void features_tell_what_a_column_is_used_as() {
        assertThat(classify("created_at", "timestamp with time zone", 9, MadeUp::time)
                        .features())
                .containsExactly(Feature.TIMESTAMP);
        assertThat(classify("unit_price", "numeric(10,2)", 9, MadeUp.decimal(9)).features())
                .containsExactly(Feature.MONEY);
        assertThat(classify("discount_pct", "numeric(5,2)", 9, MadeUp.decimal(30))
                        .features())
                .containsExactly(Feature.PERCENTAGE);
        assertThat(classify("weight_grams", "integer", 9, MadeUp.number(1, 900)).features())
                .containsExactly(Feature.QUANTITY);
        assertThat(classify("country_code", "character(2)", 9, MadeUp.of("DE", "FR"))
                        .features())
                .containsExactly(Feature.COUNTRY_CODE);
        assertThat(classify("currency", "text", 9, MadeUp.of("EUR", "CHF")).features())
                .containsExactly(Feature.CURRENCY_CODE);
        assertThat(classify("locale", "text", 9, MadeUp.of("de_AT", "en")).features())
                .containsExactly(Feature.LANGUAGE_CODE);
        assertThat(classify("status", "text", 200, MadeUp.of("open", "paid")).features())
                .containsExactly(Feature.ENUM);
        assertThat(classify("active", "text", 200, MadeUp.of("Y", "N")).features())
                .containsExactly(Feature.BOOLEAN);
        assertThat(classify("link", "text", 9, MadeUp.like("https://x.example/##"))
                        .features())
                .containsExactly(Feature.URL);
        assertThat(classify("digest", "text", 9, MadeUp.hex(64)).features()).containsExactly(Feature.HASH);
        assertThat(classify("ref", "text", 9, MadeUp::uuid).features()).containsExactly(Feature.IDENTIFIER);
        assertThat(classify("note", "text", 9, MadeUp::text).features()).containsExactly(Feature.FREE_TEXT);
        assertThat(classify("lat", "double precision", 9, MadeUp.number(1, 80)).features())
                .containsExactly(Feature.GEO);
        assertThat(classify("place", "public.geography", 0, MadeUp::text).features())
                .containsExactly(Feature.GEO);
    }
}
