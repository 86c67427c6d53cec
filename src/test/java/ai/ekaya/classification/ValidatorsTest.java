package ai.ekaya.classification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors are made up; their check digits were computed by other code than ours. */
class ValidatorsTest {
    private record Checked(String name, Predicate<String> test, List<String> valid) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Stream<Checked> checked() {
        return Stream.of(
                new Checked(
                        "payment cards",
                        MoneyIds::card,
                        List.of(
                                "4526018159083012",
                                "4661318609133",
                                "5190996030824625",
                                "2221819482199355",
                                "341819093786573",
                                "379754323194873",
                                "6011574911862520",
                                "36760189555979",
                                "3530971147104975",
                                "6246507529170347",
                                "6759236671276848",
                                "4526 0181 5908 3012",
                                "3797-543231-94873")),
                new Checked(
                        "IBAN",
                        MoneyIds::iban,
                        List.of(
                                "DE67079244026859952890",
                                "GB02WEST78666617603137",
                                "FR762159010928AB15901396245",
                                "NO9395711777741",
                                "DE67 0792 4402 6859 9528 90",
                                "gb02west78666617603137")),
                new Checked(
                        "Steuer-ID",
                        NationalIds::steuerId,
                        List.of("93141705862", "20561748335", "88310679245", "12532870461", "93 141 705 862")),
                new Checked("NIR", NationalIds::nir, List.of("259077504544096", "103072A17764642", "227072B20429335")),
                new Checked("PESEL", NationalIds::pesel, List.of("75063055759", "04222991838", "99923162366")),
                new Checked("BSN", NationalIds::bsn, List.of("107885268", "772326794", "381444946", "5443.73.236")),
                new Checked("CPF", NationalIds::cpf, List.of("38831701002", "73750431086", "324.935.164-43")),
                new Checked("AHV", NationalIds::ahv, List.of("756.3993.1582.79", "7569401995306")),
                new Checked(
                        "Aadhaar", NationalIds::aadhaar, List.of("752034093050", "852941307871", "3616 8281 2648")));
    }

    @ParameterizedTest
    @MethodSource("checked")
    void numbers_with_check_digits_are_valid_and_with_another_last_digit_they_are_not(Checked checked) {
        assertThat(checked.valid()).allMatch(checked.test());
        for (String valid : checked.valid()) {
            String stem = valid.substring(0, valid.length() - 1);
            char last = valid.charAt(valid.length() - 1);
            assertThat(IntStream.range(0, 10)
                            .filter(digit -> '0' + digit != last)
                            .mapToObj(digit -> stem + digit))
                    .as("others than " + valid)
                    .noneMatch(checked.test());
            assertThat(List.of(valid + "0", stem, "x" + valid, valid + " 1", ""))
                    .noneMatch(checked.test());
        }
    }

    @ParameterizedTest
    @MethodSource("checked")
    void a_digit_that_is_changed_anywhere_is_found(Checked checked) {
        Random random = new Random(4);
        for (String valid : checked.valid()) {
            for (int i = 0; i < valid.length(); i++) {
                char c = valid.charAt(i);
                if (Character.isDigit(c)) {
                    char other = (char) ('0' + (c - '0' + 1 + random.nextInt(8)) % 10);
                    assertThat(checked.test().test(valid.substring(0, i) + other + valid.substring(i + 1)))
                            .as("digit " + i + " of " + valid)
                            .isFalse();
                }
            }
        }
    }

    @Test
    void check_letters_are_checked() {
        assertThat(List.of("55721014H", "15618365P", "46107358-V", "X7355706F", "Y3606071F", "z0431955c"))
                .allMatch(NationalIds::dni);
        assertThat(List.of("55721014T", "A5721014H", "5572101H", "X7355706")).noneMatch(NationalIds::dni);
        assertThat(List.of("RSSMRA80A01H501U", "VRDLGU75M41F205R", "bncgnn62t15l219k"))
                .allMatch(NationalIds::codiceFiscale);
        assertThat(List.of("RSSMRA80A01H501A", "RSSMRA80A01H501", "RSSMRA80G01H501U"))
                .noneMatch(NationalIds::codiceFiscale);
    }

    @Test
    void numbers_without_check_digits_have_a_form_at_least() {
        assertThat(List.of("123-45-6789", "001-01-0001", "899999999")).allMatch(NationalIds::ssn);
        assertThat(List.of(
                        "000-12-3456",
                        "666-12-3456",
                        "912-34-5678",
                        "123-00-6789",
                        "123-45-0000",
                        "12345678",
                        "12-345-6789"))
                .noneMatch(NationalIds::ssn);
        assertThat(List.of("AB123456C", "jg 10 37 59 a")).allMatch(NationalIds::nino);
        assertThat(List.of("GB123456A", "AO123456A", "AB123456E", "DB123456A", "AB12345C"))
                .noneMatch(NationalIds::nino);
    }

    @Test
    void a_number_that_luhn_alone_passes_is_no_card() {
        assertThat(CheckDigits.luhn("9268465632122332")).isTrue();
        assertThat(MoneyIds.card("9268465632122332")).isFalse();
        assertThat(MoneyIds.card("4526-0181 5908 3012")).isFalse();
        assertThat(MoneyIds.iban("DE5128038528084148525")).isFalse();
    }

    /** Why one value proves nothing: this many random numbers of sixteen digits pass. */
    @Test
    void random_numbers_pass_as_often_as_chance_has_it() {
        Random random = new Random(16);
        Map<String, Predicate<String>> tests = Map.of("luhn", CheckDigits::luhn, "card", MoneyIds::card);
        long luhn = 0;
        long card = 0;
        for (int i = 0; i < 20_000; i++) {
            String digits =
                    String.valueOf(1_000_000_000_000_000L + Math.floorMod(random.nextLong(), 9_000_000_000_000_000L));
            luhn += tests.get("luhn").test(digits) ? 1 : 0;
            card += tests.get("card").test(digits) ? 1 : 0;
        }
        assertThat(luhn).isBetween(1_800L, 2_200L);
        assertThat(card).isBetween(200L, 700L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@b.de",
                "first.last+tag@mail.example",
                "o'neil@sub.domain.example",
                "jürgen@bücher.example",
                "A_1@X-Y.ORG"
            })
    void these_are_email_addresses(String text) {
        assertThat(Texts.email(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lodash@4.17.21",
                "@handle",
                "a@b",
                "a b@c.de",
                "a@b..de",
                "git@host.example:x/y",
                "mailto:a@b.de x",
                ""
            })
    void these_are_none(String text) {
        assertThat(Texts.email(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+49 30 901820",
                "+12025550143",
                "0033 1 70 18 99 00",
                "(202) 555-0143",
                "202-555-0143",
                "030/901820",
                "01 70 18 99 00",
                "0171-1234567"
            })
    void these_are_telephone_numbers(String text) {
        assertThat(Texts.phone(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4711",
                "20260401",
                "1234567890",
                "+1.5",
                "2026-04-01",
                "10.0.0.1",
                "123-45-6789",
                "12:30:45",
                "3.14159265"
            })
    void plain_numbers_and_dates_are_none(String text) {
        assertThat(Texts.phone(text)).isFalse();
    }

    @Test
    void addresses_of_networks_are_told_from_times_and_versions_of_three_parts() {
        assertThat(List.of("203.0.113.9", "10.0.0.0/8", "2001:db8::1", "::1", "fe80::1:2"))
                .allMatch(Texts::ip);
        assertThat(List.of("1.2.3", "256.1.1.1", "12:30:45", "a:b", "00:1a:2b:3c:4d:5e", "::x"))
                .noneMatch(Texts::ip);
        assertThat(Texts.mac("00:1A:2b:3c:4d:5e")).isTrue();
        assertThat(Texts.mac("00:1A-2b:3c:4d:5e")).isFalse();
    }

    @Test
    void codes_of_countries_currencies_and_languages_are_those_of_iso() {
        assertThat(List.of("DE", "PRT", "US")).allMatch(Texts::country);
        assertThat(List.of("XX", "de", "DEX")).noneMatch(Texts::country);
        assertThat(List.of("EUR", "CHF")).allMatch(Texts::currency);
        assertThat(List.of("de", "pt_BR", "zh-Hant")).allMatch(Texts::language);
        assertThat(List.of("xx", "deutsch", "DE")).noneMatch(Texts::language);
    }

    @Test
    void secrets_have_known_shapes() {
        String x36 = "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hJ6";
        assertThat(List.of(
                        "AKIA" + "QWERTYUIOP123456",
                        "ghp_" + x36,
                        "sk_live_" + x36,
                        "glpat-" + x36.substring(0, 20),
                        "-----BEGIN RSA PRIVATE KEY-----\nMII",
                        "-----BEGIN PRIVATE KEY-----"))
                .allMatch(SecretShapes::knownKey);
        assertThat(List.of("AKIA123", "ghp_short", "pay_1abc", "-----BEGIN PUBLIC KEY-----", "sketch"))
                .noneMatch(SecretShapes::knownKey);
        assertThat(SecretShapes.passwordHash("$2b$12$" + (x36 + x36).substring(0, 53)))
                .isTrue();
        assertThat(SecretShapes.passwordHash("$argon2id$v=19$m=65536,t=3,p=4$" + x36))
                .isTrue();
        assertThat(SecretShapes.passwordHash("$29.90")).isFalse();
        assertThat(SecretShapes.jwt("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln"))
                .isTrue();
        assertThat(SecretShapes.jwt("eyJub3QiOiJhIGp3dCJ9.eyJzdWIiOiJ4In0.c2ln"))
                .isFalse();
        assertThat(SecretShapes.random(x36)).isTrue();
        assertThat(List.of(
                        "6f1ed002ab5595859014ebf0951522d9aaaa",
                        "3f0c5a7e-1111-4222-8333-444455556666",
                        "ThisIsOneVeryLongCamelCaseName1",
                        "short1A"))
                .filteredOn(SecretShapes::random)
                .as("digests, UUIDs and words are not random texts")
                .isSubsetOf("ThisIsOneVeryLongCamelCaseName1");
    }

    /** Values are cut at 500 characters; even much longer near misses end soon. */
    @Test
    void near_misses_take_no_time() {
        List<String> hostile = List.of(
                "a".repeat(100_000),
                "a@".repeat(50_000),
                "1 ".repeat(50_000),
                "a.".repeat(50_000),
                ":".repeat(100_000),
                "eyJ".repeat(30_000),
                "DE12 ".repeat(20_000),
                "\"a\":".repeat(25_000),
                "Anna ".repeat(20_000),
                "a@a.".repeat(25_000) + "1");
        List<String> once = hostile.stream().map(text -> text.substring(0, 500)).toList();
        long start = System.nanoTime();
        for (ContentRule rule : ContentRules.ALL) {
            once.forEach(rule.test()::test);
        }
        ContainedRules.find(Values.of("text", once));
        JsonLeaves.of(once);
        assertThat((System.nanoTime() - start) / 1_000_000).isLessThan(1_000);
    }
}
