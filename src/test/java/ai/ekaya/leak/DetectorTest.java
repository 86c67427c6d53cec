package ai.ekaya.leak;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DetectorTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);
    private static final String SECRET = "qN7vK2mX9pL4rT8wZ3bY6cHd";
    private static final Detector ONE = Detector.of(List.of(new KnownValue("CRM_KEY", SECRET)));

    private final RunExits exits = exits(ONE);

    private static RunExits exits(Detector detector) {
        return new RunExits(detector, Limits.defaults(), CLOCK);
    }

    @Test
    void finds_secrets_in_whatever_form_they_leave() {
        long seed = new java.security.SecureRandom().nextLong();
        LeakCorpus corpus = new LeakCorpus(seed);
        List<String> secrets = corpus.secrets(60);
        Detector detector = detector(secrets);
        List<String> missed = new ArrayList<>();
        int cases = 0;
        for (int i = 0; i < secrets.size(); i++) {
            for (Map.Entry<String, Function<String, String>> disguise :
                    corpus.disguises().entrySet()) {
                String text = disguise.getValue().apply(secrets.get(i));
                String name = "S" + i;
                cases += 2;
                if (!names(exits(detector).text(Exit.LOG, text)).equals(name)) {
                    missed.add(disguise.getKey() + " in text: " + secrets.get(i) + " → " + text);
                }
                if (!names(exits(detector).json(Exit.OUTPUT, json(text))).equals(name)) {
                    missed.add(disguise.getKey() + " in json: " + secrets.get(i) + " → " + text);
                }
            }
        }
        assertThat(missed).as("seed " + seed + ", missed of " + cases).hasSizeLessThanOrEqualTo(cases / 1_000);
    }

    private static Detector detector(List<String> secrets) {
        List<KnownValue> values = new ArrayList<>();
        for (int i = 0; i < secrets.size(); i++) {
            values.add(new KnownValue("S" + i, secrets.get(i)));
        }
        return Detector.of(values);
    }

    private static String names(Checked checked) {
        return checked.leak().map(leak -> leak.finding().name()).orElse("nothing");
    }

    private static String token(int number) {
        return UUID.nameUUIDFromBytes(new byte[] {(byte) number}).toString();
    }

    private static String json(String text) {
        return com.fasterxml.jackson.databind.node.JsonNodeFactory.instance
                .objectNode()
                .put("rows", 7)
                .put("text", text)
                .toString();
    }

    @Test
    void lets_pass_what_is_innocent() {
        long seed = new java.security.SecureRandom().nextLong();
        LeakCorpus corpus = new LeakCorpus(seed);
        Detector detector = detector(corpus.secrets(200));
        List<String> blocked = new ArrayList<>();
        for (int i = 0; i < 6_000; i++) {
            String text = i % 6 == 0 ? corpus.foreign() : corpus.benign();
            exits(detector).text(Exit.LOG, text).leak().ifPresent(leak -> blocked.add(leak.message() + ": " + text));
            exits(detector)
                    .json(Exit.OUTPUT, json(text))
                    .leak()
                    .ifPresent(leak -> blocked.add(leak.message() + ": " + text));
        }
        assertThat(blocked).as("seed " + seed).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ｑＮ７ｖＫ２ｍＸ９ｐＬ４ｒＴ８ｗＺ３ｂＹ６ｃＨｄ",
                "qN7vK2mX9ｐL4rT8wZ3bY6cHd",
                "qN⁷vK²mX⁹pL⁴rT⁸wZ³bY⁶cHd",
                "ꞯɴ7ᴠᴋ2ᴍx9ᴘʟ4ʀᴛ8ᴡᴢ3ʙʏ6ᴄʜᴅ",
                "qN７v\u200bK2\u2060mX9pL4r\ufeffT8wZ3bY6cHd",
                "qN7vК2mХ9рL4rТ8wZ3bУ6сHd",
                "%u0071N7vK2mX9pL4rT8wZ3bY6cH%u0064",
                "qN%EF%BC%97vK2mX9pL4rT8wZ3bY6cHd",
                "\\uff51N7vK2mX9pL4rT8wZ3bY6cHd",
                "qN7vK2mX9pL4rT8wZ3bY6cH\\ud835\\udc1d",
                "％71％4e7vK2mX9pL4rT8wZ3bY6cHd",
                "➐qN7vK2mX9pL4rT8wZ➂bY6cHd",
                "🅠🅝7🅥🅚2🅜🅧9🅟🅛4🅡🅣8🅦🅩3🅑🅨6🅒🅗🅓"
            })
    void finds_a_secret_in_other_letters(String text) {
        assertThat(names(exits.text(Exit.LOG, "with " + text + " in it"))).isEqualTo("CRM_KEY");
        assertThat(names(exits(ONE).json(Exit.OUTPUT, json(text)))).isEqualTo("CRM_KEY");
    }

    @Test
    void takes_out_a_secret_in_other_letters_and_leaves_the_rest() {
        String wide = "ｑＮ７ｖＫ２ｍＸ９ｐＬ４ｒＴ８ｗＺ３ｂＹ６ｃＨｄ";
        Checked checked = exits.text(Exit.LOG, "№ ５, ünd " + wide + ", " + SECRET + "　ｅｎｄ");
        assertThat(checked.safe()).isEqualTo("№ ５, ünd [redacted: CRM_KEY], [redacted: CRM_KEY]　ｅｎｄ");
        assertThat(checked.leak().orElseThrow().message()).contains("'CRM_KEY'");
        assertThat(exits.counts().stream().mapToLong(LeakCount::count).sum()).isEqualTo(2);
    }

    @Test
    void finds_a_value_with_letters_of_its_own_and_one_letter_by_letter_with_unseen_ones_in_it() {
        Detector detector =
                Detector.of(List.of(new KnownValue("OWN", "Żółw-Größe_2024x"), new KnownValue("FAIR", "Sommer-2024d")));
        for (String text : List.of(
                "Żółw-Größe_2024x",
                "Z\u0307o\u0301lw-Gro\u0308ße_2024x",
                "Żółw-Größe＿２０２４ｘ",
                "%C5%BBółw-Größe_2024x")) {
            assertThat(names(exits(detector).text(Exit.LOG, text))).as(text).isEqualTo("OWN");
        }
        for (String text : List.of("Sommer\u00ad-2024d", "𝐒ommer-2024d", "Sommer－２０２４d", "So\u200bmm\ufe0fer-2024d")) {
            assertThat(names(exits(detector).text(Exit.LOG, text))).as(text).isEqualTo("FAIR");
        }
        assertThat(exits(detector).text(Exit.LOG, "Sommer ２０２４d, Größe").leak()).isEmpty();
    }

    @Test
    void finds_keys_of_well_known_kinds_and_not_their_names() {
        long seed = new java.security.SecureRandom().nextLong();
        LeakCorpus corpus = new LeakCorpus(seed);
        Detector nothing = Detector.of(List.of());
        for (int i = 0; i < 50; i++) {
            corpus.keys().forEach((kind, key) -> {
                assertThat(exits(nothing)
                                .text(Exit.LOG, "with " + key + " in it")
                                .leak())
                        .as("seed %s: %s: %s", seed, kind, key)
                        .isPresent();
                assertThat(exits(nothing).json(Exit.OUTPUT, json(key)).leak())
                        .as("seed %s: %s: %s", seed, kind, key)
                        .isPresent();
            });
        }
        assertThat(exits(nothing)
                        .text(Exit.LOG, "Tokens such as ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx or AKIA")
                        .leak())
                .isEmpty();
    }

    @Test
    void finds_halves_in_two_fields() {
        String json = "{\"a\":\"" + SECRET.substring(0, 11) + "\",\"b\":[1,\"" + SECRET.substring(11) + "\"]}";
        Leak leak = exits.json(Exit.OUTPUT, json).leak().orElseThrow();
        assertThat(leak.finding()).isEqualTo(new Finding("CRM_KEY", Encoding.PLAIN));
        assertThat(leak.pointer()).contains("/b/1");
        assertThat(exits.json(Exit.OUTPUT, json.replace(SECRET.substring(11), "and that is all"))
                        .leak())
                .isEmpty();
    }

    @Test
    void finds_a_half_in_a_key_and_the_other_in_its_value_and_what_a_key_says_of_its_value() {
        String first = SECRET.substring(0, 11);
        assertThat(names(exits.json(Exit.OUTPUT, "{\"n\":1,\"" + first + "\" : \"" + SECRET.substring(11) + "\"}")))
                .isEqualTo("CRM_KEY");
        assertThat(exits.json(Exit.OUTPUT, "{\"n\":1,\"" + first + "\" : \"" + first + "\"}")
                        .leak())
                .isEmpty();
        String key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzz9q8w7e6R";
        assertThat(exits.json(Exit.OUTPUT, "{\"aws_secret_access_key\":\"" + key + "\"}")
                        .leak())
                .isPresent();
        assertThat(exits.json(Exit.OUTPUT, "{\"digest\":\"" + key + "\",\"aws_secret_access_key\":\"none\"}")
                        .leak())
                .isEmpty();
    }

    @Test
    void finds_halves_in_two_lines_and_at_two_exits() {
        exits.text(Exit.LOG, "first " + SECRET.substring(0, 11));
        exits.json(Exit.DATABASE, "{\"sql\":\"SELECT 1\"}");
        assertThat(exits.text(Exit.LOG, SECRET.substring(11) + " second").safe())
                .isEqualTo("[redacted: CRM_KEY] second");
        exits.text(Exit.LOG, SECRET.substring(0, 11));
        assertThat(exits.json(Exit.OUTPUT, "[\"" + SECRET.substring(11) + "\"]").leak())
                .isPresent();
        // The legal twin: each half alone.
        assertThat(exits(ONE).text(Exit.LOG, SECRET.substring(11)).leak()).isEmpty();
    }

    @Test
    void finds_a_long_stretch_wherever_its_other_half_is() {
        assertThat(names(exits.text(Exit.LOG, "part one: " + SECRET.substring(0, 17))))
                .isEqualTo("CRM_KEY");
    }

    @Test
    void finds_a_secret_in_a_key_and_as_character_codes() {
        assertThat(names(exits.json(Exit.OUTPUT, "{\"n\":1,\"" + SECRET + "\":true}")))
                .isEqualTo("CRM_KEY");
        StringBuilder codes = new StringBuilder();
        SECRET.chars().forEach(c -> codes.append(codes.isEmpty() ? "" : ", ").append(c));
        assertThat(names(exits.json(Exit.OUTPUT, "{\"codes\":[" + codes + "]}")))
                .isEqualTo("CRM_KEY");
    }

    @Test
    void takes_out_what_it_found_and_leaves_the_rest() {
        Checked checked = exits.text(Exit.LOG, "key " + SECRET + " and " + SECRET + ", ünd das");
        assertThat(checked.safe()).isEqualTo("key [redacted: CRM_KEY] and [redacted: CRM_KEY], ünd das");
        Checked json = exits.json(Exit.LOG, "{\"a\":\"x " + SECRET + "\",\"b\":{\"c\":[1,true,null,\"y\"]}}");
        assertThat(json.safe()).isEqualTo("{\"a\":\"x [redacted: CRM_KEY]\",\"b\":{\"c\":[1,true,null,\"y\"]}}");
        assertThat(exits.counts())
                .hasSize(1)
                .first()
                .satisfies(count -> assertThat(count.count()).isEqualTo(3));
    }

    @Test
    void says_what_is_where_without_the_value() {
        Leak leak = exits.json(
                        Exit.OUTPUT, "{\"rows\":[{\"a/b\":\"" + LeakCorpus.base64(SECRET.getBytes(UTF_8)) + "\"}]}")
                .leak()
                .orElseThrow();
        assertThat(leak.message())
                .isEqualTo(
                        "'/rows/0/a~1b' of its output has 'CRM_KEY' as base64, a secret of the project; secrets do not leave a"
                                + " run, so leave it out");
        assertThat(ONE.toString() + leak).doesNotContain(SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "admin123", "short", "12345678", "aaaaaaaaaaaaaaaaa", "Hamburg", "2026-11-23"})
    void does_not_look_for_what_any_text_may_have(String value) {
        assertThat(Detector.watches(value)).isFalse();
        Detector detector = Detector.of(List.of(new KnownValue("WEAK", value)));
        assertThat(exits(detector)
                        .text(Exit.LOG, "a text with " + value + " in it")
                        .leak())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sommer-2024",
                "p@$$w0rd!#%&*",
                "correct horse battery staple",
                "пароль-длинный-7",
                "hunter2hunter"
            })
    void finds_what_people_make_up_letter_by_letter_only(String value) {
        Detector detector = Detector.of(List.of(new KnownValue("FAIR", value)));
        assertThat(names(exits(detector).text(Exit.LOG, "a text with " + value + " in it")))
                .isEqualTo("FAIR");
        assertThat(names(exits(detector).json(Exit.OUTPUT, json("x" + value)))).isEqualTo("FAIR");
        assertThat(names(exits(detector).text(Exit.LOG, LeakCorpus.base64(("x" + value).getBytes(UTF_8)))))
                .isEqualTo("FAIR");
        assertThat(exits(detector)
                        .text(Exit.LOG, "a text with " + value.substring(0, 5) + "~" + value.substring(5))
                        .leak())
                .isEmpty();
    }

    @Test
    void finds_the_password_within_a_connection_string_and_the_key_within_a_file() {
        Detector detector = Detector.of(List.of(
                new KnownValue("DB", "postgres://shop:Xk29vQ7mTz4w@db.example.com/shop"),
                new KnownValue("FILE", "{\"type\": \"service_account\", \"private_key_id\": \"" + SECRET + "\"}")));
        assertThat(names(exits(detector).text(Exit.LOG, "password Xk29vQ7mTz4w")))
                .isEqualTo("DB");
        assertThat(names(exits(detector).text(Exit.LOG, "id " + SECRET))).isEqualTo("FILE");
        assertThat(exits(detector)
                        .text(Exit.LOG, "type service_account at db.example.com/shop")
                        .leak())
                .isEmpty();
    }

    @Test
    void finds_the_password_within_a_list_of_settings() {
        for (String setting : List.of(
                "Password=Xk29vQ7mTz4w;",
                "pwd = 'Xk29vQ7mTz4w'",
                "PASSWORD=\"Xk29vQ7mTz4w\"",
                "AccountKey=Xk29vQ7mTz4w")) {
            Detector detector =
                    Detector.of(List.of(new KnownValue("DB", "Server=db.example.com;User Id=shop;" + setting)));
            assertThat(names(exits(detector).text(Exit.LOG, "it was Xk29vQ7mTz4w")))
                    .as(setting)
                    .isEqualTo("DB");
            assertThat(exits(detector)
                            .text(Exit.LOG, "the Password= of User Id=shop at db.example.com")
                            .leak())
                    .as(setting)
                    .isEmpty();
        }
    }

    @Test
    void finds_what_came_up_in_the_run_beside_the_projects_secrets_and_only_the_newest() {
        RunExits exits = exits(ONE);
        KnownValue first = new KnownValue("access token of crm", "tok-0-Qm9vYmFyQmF6");
        exits.know(first);
        assertThat(names(exits.text(Exit.OUTPUT, first.value()))).isEqualTo("access token of crm");
        assertThat(names(exits.json(Exit.OUTPUT, json(SECRET)))).isEqualTo("CRM_KEY");
        for (int i = 1; i <= Limit.LEAK_OBTAINED_PER_RUN_COUNT.defaultValue(); i++) {
            exits.know(new KnownValue("token " + i, token(i)));
        }
        assertThat(exits.text(Exit.OUTPUT, first.value()).leak()).isEmpty();
        assertThat(names(exits.text(Exit.OUTPUT, token(9)))).isEqualTo("token 9");
        assertThat(names(exits.text(Exit.OUTPUT, "ghp_16C7e42F292c6912E7710c838347Ae178B4a")))
                .contains("GitHub");
    }

    @Test
    void no_escape_before_a_secret_hides_it() {
        for (String before : List.of("%", "\\", "\\u", "\\n", "&", "&#", "%25", "\\\\", "&amp", "%4", "\\u004")) {
            assertThat(names(exits(ONE).text(Exit.LOG, before + SECRET)))
                    .as(before)
                    .isEqualTo("CRM_KEY");
            assertThat(names(exits(ONE).json(Exit.OUTPUT, json(before + SECRET))))
                    .as(before)
                    .isEqualTo("CRM_KEY");
        }
    }

    @Test
    void finds_what_ends_with_an_escape_that_comes_alone() {
        RunExits parts = exits(Detector.of(List.of(new KnownValue("FAIR", "Sommer-2024d"))));
        assertThat(parts.text(Exit.LOG, "Sommer-2024").leak()).isEmpty();
        assertThat(names(parts.text(Exit.LOG, "%64"))).isEqualTo("FAIR");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "see https://example.com:8443,somebody@example.com",
                "https://example.com:443/a@b",
                "git@github.com:a/b"
            })
    void an_address_without_a_password_is_none(String text) {
        assertThat(exits(Detector.of(List.of())).text(Exit.LOG, text).leak()).isEmpty();
    }

    @Test
    void reads_any_bytes_without_failing() {
        long seed = new java.security.SecureRandom().nextLong();
        java.util.Random random = new java.util.Random(seed);
        String odd = "\"\\{}[]:,%&#;u x0A1f";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(60); n > 0; n--) {
                text.append(
                        random.nextInt(8) == 0
                                ? (char) random.nextInt(0x10000)
                                : odd.charAt(random.nextInt(odd.length())));
            }
            String shown = "seed " + seed + ": " + text;
            assertThat(exits.text(Exit.LOG, text.toString()).leak()).as(shown).isEmpty();
            assertThat(exits.json(Exit.OUTPUT, text.toString()).leak())
                    .as(shown)
                    .isEmpty();
        }
    }

    @Test
    void what_is_nearly_a_key_takes_time_in_proportion_to_its_length() {
        long seed = new java.security.SecureRandom().nextLong();
        LeakCorpus corpus = new LeakCorpus(seed);
        List<String> secrets = corpus.secrets(50);
        Detector detector = detector(secrets);
        NearMisses.of(corpus, secrets).forEach((kind, miss) -> {
            long best = Long.MAX_VALUE;
            for (int i = 0; i < 3; i++) {
                long start = cpuNanos();
                exits(detector).text(Exit.LOG, NearMisses.repeated(miss, 100_000));
                best = Math.min(best, cpuNanos() - start);
            }
            assertThat(best / 1_000_000).as("ms of %s, seed %s", kind, seed).isLessThan(100);
        });
    }

    /** Of this thread: what others do on the machine does not count. */
    private static long cpuNanos() {
        return java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    @Test
    void looks_at_bodies_as_text_and_as_json() {
        String halves = "{\"a\":\"" + SECRET.substring(0, 11) + "\",\"b\":\"" + SECRET.substring(11) + "\"}";
        for (String body : List.of("key=" + SECRET + "&n=1", halves)) {
            org.assertj.core.api.Assertions.assertThatThrownBy(
                            () -> exits(ONE).require(Exit.HTTP_REQUEST, body.getBytes(UTF_8)))
                    .hasMessageContaining("'CRM_KEY'");
            exits(ONE)
                    .require(
                            Exit.HTTP_REQUEST,
                            body.replace('K', 'x').replace('8', 'y').getBytes(UTF_8));
        }
    }

    @Test
    void stops_answering_who_asks_too_often_what_a_secret_is() {
        String guess = "{\"guess\":\"" + SECRET + "\"}";
        for (int i = 0; i < 10; i++) {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> exits.require(Exit.DATABASE, guess))
                    .hasMessageContaining("'/guess' of the call's arguments has 'CRM_KEY' as it is");
        }
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> exits.require(Exit.DATABASE, "{\"guess\":\"another\"}"))
                .hasMessage("This run tried to let out secrets 10 times, so nothing leaves it any more");
        exits(ONE).require(Exit.DATABASE, "{\"guess\":\"another\"}");
    }
}
