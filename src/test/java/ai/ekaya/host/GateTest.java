package ai.ekaya.host;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.appdb.AppId;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.identity.Role;
import ai.ekaya.identity.UserId;
import ai.ekaya.leak.Detector;
import ai.ekaya.leak.KnownValue;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T10:00:00Z"), ZoneOffset.UTC);

    private final AtomicInteger effects = new AtomicInteger();
    private final List<String> seen = new ArrayList<>();
    private final Watcher watcher = new Watcher();
    private Limits limits = Limits.defaults();
    private CallRates rates = (scope, function) -> {};
    private Detector detector = Detector.of(List.of());

    /** Has an effect that a test can count, and does what its argument says. */
    private final class Effect implements HostFunction {
        @Override
        public String name() {
            return "effect";
        }

        @Override
        public Optional<String> query(RunCalls run, Arguments arguments) {
            return arguments.optionalText("query", 100);
        }

        @Override
        public Answer call(RunCalls run, Arguments arguments) {
            effects.incrementAndGet();
            switch (arguments.optionalText("do", 100).orElse("")) {
                case "break" -> throw new IllegalStateException("secret of the platform");
                case "refuse" -> throw new Refusal(RefusalCode.CONFLICT, "Version is 2, expected 1");
                case "flood" -> {
                    return Answer.of(JsonNodeFactory.instance.textNode("x".repeat(2_000)));
                }
                default -> {
                    return new Answer(JsonNodeFactory.instance.numberNode(7), 3);
                }
            }
        }
    }

    /** Names a secret, as {@link SecretExists} does. */
    private final class Asking implements HostFunction {
        @Override
        public String name() {
            return "asking";
        }

        @Override
        public Optional<String> secret(Arguments arguments) {
            return Optional.of(arguments.text("name", 64));
        }

        @Override
        public Answer call(RunCalls run, Arguments arguments) {
            effects.incrementAndGet();
            return Answer.of(JsonNodeFactory.instance.booleanNode(true));
        }
    }

    /** Names a tool, as {@link McpToolInvoke} does. */
    private final class Invoking implements HostFunction {
        @Override
        public String name() {
            return "invoking";
        }

        @Override
        public Optional<String> tool(Arguments arguments) {
            return Optional.of(arguments.text("tool", 64));
        }

        @Override
        public Answer call(RunCalls run, Arguments arguments) {
            effects.incrementAndGet();
            return Answer.of(
                    JsonNodeFactory.instance.textNode(run.scope().tools().get(arguments.text("tool", 64))));
        }
    }

    /** Keeps what it saw, as text. */
    private final class Watcher implements RunWatcher {
        @Override
        public void logged(LogEntry entry) {
            seen.add("log " + entry.sequence() + " " + entry.message());
        }

        @Override
        public void called(CallRecord call) {
            seen.add("call " + call.sequence() + " " + call.function() + " " + call.code());
        }

        @Override
        public void progressed(RunProgress progress) {
            seen.add("progress " + progress.fraction() + " " + progress.text());
        }

        @Override
        public void answering(int call, int from, String text) {
            seen.add("answering " + call + " " + from + " " + text);
        }
    }

    private BoundGate gate(Set<String> declared, Set<String> granted) {
        ProjectId project = new ProjectId(new UUID(0, 1));
        Principal principal = new Principal(
                Principal.Kind.USER, new UserId(new UUID(0, 2)), "ada", false, Map.of(project, Role.OPERATOR));
        CallScope scope = new CallScope(
                project,
                new AppId(new UUID(0, 3)),
                "my-app",
                new RunId(new UUID(0, 4)),
                Optional.empty(),
                principal,
                JsonNodeFactory.instance.objectNode().put("kind", "manual"),
                declared,
                granted,
                Set.of("granted-query"),
                Set.of("slack_webhook"),
                Map.of("schema", "get_schema"),
                Map.of(),
                HttpReach.NOTHING,
                DataReach.NOTHING,
                1_000_000,
                42,
                5);
        return new Gate(
                        limits,
                        CLOCK,
                        new Effects(null, null, CLOCK),
                        rates,
                        anybody -> Map.of(),
                        List.of(
                                new Effect(),
                                new Asking(),
                                new Invoking(),
                                new Log(),
                                new Progress(limits),
                                new GetAuthContext(),
                                new NowMillis(),
                                new RandomBytes(limits)))
                .boundTo(scope, new Cancellation(), watcher, detector);
    }

    private BoundGate open() {
        Set<String> all = Set.of(
                "effect", "asking", "invoking", "log", "progress", "get_auth_context", "now_millis", "random_bytes");
        return gate(all, all);
    }

    @Test
    void a_call_too_many_in_a_minute_is_refused_and_others_are_not() {
        AtomicInteger asked = new AtomicInteger();
        rates = (scope, function) -> {
            assertThat(scope.appSlug() + " " + function).isEqualTo("my-app effect");
            if (asked.incrementAndGet() > 1) {
                throw new Refusal(RefusalCode.RATE_LIMITED, "There were 1 calls");
            }
        };
        BoundGate gate = gate(Set.of("effect"), Set.of("effect"));
        assertThat(gate.call("effect", "{}")).contains("\"ok\":true");
        assertThat(gate.call("effect", "{}"))
                .contains("\"code\":\"RATE_LIMITED\"")
                .contains("\"retryable\":true")
                .contains("There were 1 calls");
        assertThat(gate.call("asking", "{}")).contains("NOT_PERMITTED");
        assertThat(effects).hasValue(1);
        assertThat(asked).as("what may not be called counts for no rate").hasValue(2);
    }

    @Test
    void a_call_is_not_made_when_its_rate_is_not_known() {
        rates = (scope, function) -> {
            throw new IllegalStateException("The database is away");
        };
        assertThat(open().call("effect", "{}")).contains("INTERNAL").doesNotContain("database is away");
        assertThat(effects).hasValue(0);
    }

    @Test
    void answers_and_records_a_call_that_may_be_made() {
        BoundGate gate = open();
        assertThat(gate.call("effect", "{}")).isEqualTo("{\"ok\":true,\"result\":7}");
        assertThat(effects).hasValue(1);
        assertThat(gate.calls()).singleElement().satisfies(call -> {
            assertThat(call.function()).isEqualTo("effect");
            assertThat(call.code()).isEqualTo("OK");
            assertThat(call.rows()).isEqualTo(3);
            assertThat(call.argumentsHash()).hasSize(64);
        });
    }

    @Test
    void progress_is_kept_and_is_no_host_call() {
        BoundGate gate = open();
        for (int i = 0; i <= 100; i++) {
            assertThat(gate.call("progress", "{\"fraction\": " + i / 100.0 + ", \"text\": \"" + i + " of 100\"}"))
                    .isEqualTo("{\"ok\":true,\"result\":null}");
        }
        assertThat(gate.progress()).contains(new RunProgress(1, "100 of 100"));
        assertThat(gate.calls()).isEmpty();
        assertThat(gate.callCount()).isZero();
        assertThat(gate.call("effect", "{}")).isEqualTo("{\"ok\":true,\"result\":7}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.001", "1.001", "1e400", "\"0.5\"", "null", "true", "[0.5]"})
    void refuses_a_progress_that_is_none_and_keeps_the_one_before(String fraction) {
        BoundGate gate = open();
        gate.call("progress", "{\"fraction\": 0.25}");
        assertThat(gate.call("progress", "{\"fraction\": " + fraction + "}")).contains("BAD_ARGUMENT", "0 to 1");
        assertThat(gate.progress()).contains(new RunProgress(0.25, ""));
        assertThat(seen).containsExactly("progress 0.25 ", "call 1 progress BAD_ARGUMENT");
    }

    @Test
    void a_progress_that_was_not_granted_is_refused() {
        BoundGate gate = gate(Set.of("log"), Set.of("log"));
        assertThat(gate.call("progress", "{\"fraction\": 0.5}")).contains("NOT_PERMITTED");
        assertThat(gate.progress()).isEmpty();
    }

    @Test
    void the_text_of_a_progress_is_cut() {
        BoundGate gate = open();
        gate.call("progress", "{\"fraction\": 0.5, \"text\": \"" + "ä".repeat(1_000) + "\"}");
        assertThat(gate.progress().orElseThrow().text()).endsWith("… (cut)").hasSizeBetween(90, 110);
    }

    @Test
    void who_looks_on_sees_what_is_listed_in_its_order() {
        BoundGate gate = open();
        gate.call("log", "{\"message\": \"begins\"}");
        gate.call("effect", "{}");
        gate.call("unknown", "{}");
        gate.call("log", "{\"level\": \"loud\"}");
        assertThat(seen)
                .containsExactly(
                        "log 1 begins", "call 1 effect OK", "call 2 unknown NOT_FOUND", "call 3 log BAD_ARGUMENT");
    }

    @Test
    void refuses_a_query_that_was_not_granted() {
        assertThat(open().call("effect", "{\"query\": \"other-query\"}"))
                .contains("NOT_PERMITTED", "did not grant the query 'other-query'");
        assertThat(effects).hasValue(0);
        assertThat(open().call("effect", "{\"query\": \"granted-query\"}")).isEqualTo("{\"ok\":true,\"result\":7}");
    }

    @Test
    void refuses_a_secret_that_was_not_granted_without_looking_for_it() {
        for (String name : List.of("other", "SLACK_WEBHOOK2", "slack_webhook ", "", "x".repeat(64))) {
            assertThat(open().call("asking", "{\"name\": \"" + name + "\"}"))
                    .isEqualTo(
                            "{\"ok\":false,\"error\":{\"code\":\"NOT_PERMITTED\",\"message\":\"The project did not grant the secret '"
                                    + name
                                    + "' to this app; a package asks for it by name in capabilities.json, secrets\",\"retryable\":false}}");
        }
        assertThat(open().call("asking", "{\"name\": \"" + "x".repeat(65) + "\"}"))
                .contains("LIMIT");
        assertThat(open().call("asking", "{}")).contains("BAD_ARGUMENT");
        assertThat(effects).hasValue(0);
        assertThat(open().call("asking", "{\"name\": \"Slack_Webhook\"}")).isEqualTo("{\"ok\":true,\"result\":true}");
        assertThat(effects).hasValue(1);
    }

    @Test
    void refuses_a_tool_that_was_not_granted() {
        for (String alias : List.of("other", "get_schema", "SCHEMA", "")) {
            assertThat(open().call("invoking", "{\"tool\": \"" + alias + "\"}"))
                    .contains("NOT_PERMITTED", "did not grant the tool '" + alias + "'");
        }
        assertThat(open().call("invoking", "{}")).contains("BAD_ARGUMENT");
        assertThat(effects).hasValue(0);
        assertThat(open().call("invoking", "{\"tool\": \"schema\"}"))
                .isEqualTo("{\"ok\":true,\"result\":\"get_schema\"}");
        assertThat(effects).hasValue(1);
    }

    @Test
    void refuses_a_function_that_does_not_exist() {
        assertThat(open().call("drop_everything", "{}")).contains("NOT_FOUND", "drop_everything");
    }

    @Test
    void refuses_a_function_the_package_did_not_declare() {
        assertThat(gate(Set.of("log"), Set.of("effect")).call("effect", "{}")).contains("NOT_PERMITTED", "declare");
        assertThat(effects).hasValue(0);
    }

    @Test
    void counts_what_a_run_may_not_by_function_and_reason_and_made_up_names_as_one() {
        BoundGate gate = gate(Set.of("effect", "log"), Set.of("log"));
        for (int i = 0; i < 1_000; i++) {
            gate.call("effect", "{}");
            gate.call("made_up_" + i, "{}");
            gate.call("log", "no json");
        }
        assertThat(gate.refusals())
                .extracting(CallRefusal::function, CallRefusal::code, CallRefusal::count)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("effect", "NOT_PERMITTED", 1_000L),
                        org.assertj.core.groups.Tuple.tuple("unknown", "NOT_FOUND", 1_000L));
        assertThat(effects).hasValue(0);
    }

    @Test
    void refuses_a_function_the_project_did_not_grant() {
        assertThat(gate(Set.of("effect"), Set.of("log")).call("effect", "{}")).contains("NOT_PERMITTED", "grant");
        assertThat(effects).hasValue(0);
    }

    @Test
    void takes_arguments_at_the_bound_and_refuses_one_byte_more() {
        limits = limits.with(Limit.HOST_ARGUMENTS_BYTES, 10);
        assertThat(open().call("effect", "{        }")).contains("\"ok\":true");
        assertThat(open().call("effect", "{         }")).contains("LIMIT", "10B");
        assertThat(effects).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    [1]
                    null
                    {"a":
                    {"a": 1, "a": 2}
                    {} {}
                    NaN
                    """)
    void refuses_what_is_no_json_object(String arguments) {
        assertThat(open().call("effect", arguments)).contains("BAD_ARGUMENT");
        assertThat(effects).hasValue(0);
    }

    @Test
    void refuses_arguments_that_are_nested_too_deep() {
        String deep = "{\"a\":" + "[".repeat(70) + "]".repeat(70) + "}";
        assertThat(open().call("effect", deep))
                .contains("BAD_ARGUMENT", "Arguments are nested too deep, expected nested at most 64 deep");
        assertThat(effects).hasValue(0);
        assertThat(open().call("effect", "{\"a\":" + "[".repeat(63) + "]".repeat(63) + "}"))
                .contains("\"ok\":true");
    }

    @Test
    void says_which_rule_the_arguments_broke() {
        assertThat(open().call("effect", "{\"a\":1,\"a\":2}")).contains("Arguments have a key twice in one object at");
        assertThat(open().call("effect", "{\"a\":" + "1".repeat(401) + "}"))
                .contains("Arguments have a number of more than 400 characters");
        assertThat(open().call("effect", "{\"" + "k".repeat(50_001) + "\":1}")).contains("a key of more than 50000");
        assertThat(open().call("effect", "{} {}"))
                .contains("Arguments are no JSON object, or something comes after it at");
        assertThat(effects).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":\"\\ud800\"}", "{\"a\":[[\"x\\udc00\"]]}", "{\"a\":{\"b\":\"\\ude00\\ud83d\"}}"})
    void refuses_half_a_character_wherever_it_stands(String arguments) {
        assertThat(open().call("effect", arguments)).contains("BAD_ARGUMENT", "Arguments hold half a character");
        assertThat(effects).hasValue(0);
    }

    @Test
    void takes_an_escaped_character_that_is_whole() {
        assertThat(open().call("effect", "{\"a\\u00e9\":[\"\\ud83d\\ude00\"]}")).contains("\"ok\":true");
        assertThat(effects).hasValue(1);
    }

    @Test
    void refuses_the_call_after_the_last_one_of_a_run() {
        BoundGate gate = open();
        for (int i = 0; i < 5; i++) {
            assertThat(gate.call("effect", "{}")).contains("\"ok\":true");
        }
        assertThat(gate.call("effect", "{}")).contains("LIMIT", "its 5 host calls; ask for more in capabilities.json");
        assertThat(effects).hasValue(5);
        assertThat(gate.callCount()).isEqualTo(5);
        assertThat(gate.calls()).hasSize(6);
        assertThat(gate.call("log", "{\"message\": \"still heard\"}")).contains("\"ok\":true");
    }

    @Test
    void a_storm_of_refusals_is_counted_and_not_listed() {
        BoundGate gate = gate(Set.of(), Set.of());
        for (int i = 0; i < 10_000; i++) {
            gate.call("effect", "{}");
        }
        assertThat(gate.calls()).hasSize(100);
        assertThat(gate.callCount()).isZero();
        assertThat(gate.log())
                .singleElement()
                .satisfies(entry -> assertThat(entry.message()).startsWith("9900 further refused"));
        assertThat(effects).hasValue(0);
    }

    @Test
    void a_bug_reaches_the_guest_without_its_text() {
        assertThat(open().call("effect", "{\"do\": \"break\"}"))
                .contains("INTERNAL")
                .doesNotContain("secret");
    }

    @Test
    void a_refusal_reaches_the_guest_with_its_text() {
        assertThat(open().call("effect", "{\"do\": \"refuse\"}"))
                .isEqualTo("{\"ok\":false,\"error\":{\"code\":\"CONFLICT\",\"message\":\"Version is 2, expected 1\","
                        + "\"retryable\":false}}");
    }

    @Test
    void an_answer_that_is_too_large_is_refused() {
        limits = limits.with(Limit.HOST_ANSWER_BYTES, 1_000);
        assertThat(open().call("effect", "{\"do\": \"flood\"}"))
                .contains("LIMIT")
                .hasSizeLessThan(1_000);
    }

    @Test
    void the_same_seed_gives_the_same_random_bytes() {
        String first = open().call("random_bytes", "{\"count\": 40}");
        assertThat(first).isEqualTo(open().call("random_bytes", "{\"count\": 40}"));
        assertThat(open().call("random_bytes", "{\"count\": 65537}")).contains("BAD_ARGUMENT", "65536");
    }

    @Test
    void the_clock_of_a_run_starts_at_its_recorded_start() {
        assertThat(open().call("now_millis", "{}")).isEqualTo("{\"ok\":true,\"result\":1000000}");
    }

    @Test
    void tells_for_whom_it_runs() {
        assertThat(open().call("get_auth_context", "{}"))
                .contains(
                        "\"appId\":\"my-app\"", "\"roles\":[\"operator\"]", "\"kind\":\"manual\"", "\"name\":\"ada\"");
    }

    @Test
    void a_long_log_entry_is_cut_visibly() {
        BoundGate gate = open();
        gate.call("log", "{\"message\": \"" + "ä".repeat(5_000) + "\"}");
        String kept = gate.log().get(0).message();
        assertThat(kept).endsWith("(cut)");
        assertThat(kept.getBytes(java.nio.charset.StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(4_096);
    }

    @Test
    void a_misspelt_argument_is_named() {
        assertThat(open().call("random_bytes", "{\"count\": 1, \"size\": 2}")).contains("BAD_ARGUMENT", "size");
    }

    @Test
    void an_argument_with_u0000_is_refused_by_name() {
        BoundGate gate = open();
        assertThat(gate.call("effect", "{\"do\": \"a\\u0000b\"}")).contains("BAD_ARGUMENT", "U+0000 in 'do'");
        assertThat(gate.call("effect", "{\"params\": [{\"\\u0000\": 1}]}")).contains("BAD_ARGUMENT", "'params'");
        assertThat(effects).hasValue(0);
        assertThat(gate.call("effect", "{\"do\": \"a\\\\u0000b\"}")).contains("\"ok\":true");
        assertThat(gate.call("log", "{\"message\": \"a\\u0000b\"}")).contains("\"ok\":true");
    }

    /** Pieces of one secret, reversed, as neither is known alone; in arguments as functions take them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"url\": \"https://a.example\", \"headers\": {\"X-A\": \"%s\", \"X-B\": \"%s\"}}",
                "{\"title\": \"%s\", \"body\": \"%s\"}",
                "{\"key\": \"%s\", \"value\": [\"%s\"]}",
                "{\"tool\": \"schema\", \"arguments\": {\"a\": \"%s\", \"b\": \"%s\"}}",
                "{\"messages\": [{\"role\": \"user\", \"content\": \"%s\"}, {\"content\": \"%s\"}]}",
                "{\"%s\": \"%s\"}",
                "{\"%s\": [], \"%s\": []}"
            })
    void of_a_secret_in_pieces_no_piece_is_listed(String arguments) {
        String first = "dHc6Yb3Zw8Tr";
        String second = "4Lp9Xm2Kv7Nq";
        detector = Detector.of(List.of(new KnownValue("CRM_KEY", "qN7vK2mX9pL4rT8wZ3bY6cHd")));
        BoundGate leaking = open();
        assertThat(leaking.call("effect", arguments.formatted(first, second))).contains("LEAK");
        BoundGate refused = gate(Set.of(), Set.of());
        assertThat(refused.call("effect", arguments.formatted(first, second))).contains("NOT_PERMITTED");
        assertThat(refused.call("effect", arguments.formatted(first, second) + "}"))
                .contains("NOT_PERMITTED");
        assertThat(effects).hasValue(0);
        for (BoundGate gate : List.of(leaking, refused)) {
            assertThat(gate.calls())
                    .isNotEmpty()
                    .allSatisfy(call -> assertThat(call.arguments())
                            .contains("CRM_KEY")
                            .doesNotContain(first)
                            .doesNotContain(second));
        }
        // What has no secret stays readable, made or refused.
        String harmless = arguments.formatted("Zt5hW8nQ1xJ6", "sD3fG7kM2pRv");
        BoundGate legal = open();
        assertThat(legal.call("effect", harmless)).contains("\"ok\":true");
        BoundGate bare = gate(Set.of(), Set.of());
        assertThat(bare.call("effect", harmless)).contains("NOT_PERMITTED");
        assertThat(legal.calls())
                .singleElement()
                .satisfies(call -> assertThat(call.arguments()).isEqualTo(harmless));
        assertThat(bare.calls())
                .singleElement()
                .satisfies(call -> assertThat(call.arguments()).isEqualTo(harmless));
    }

    @Test
    void the_names_of_the_arguments_of_a_call_that_leaks_stay() {
        detector = Detector.of(List.of(new KnownValue("CRM_KEY", "qN7vK2mX9pL4rT8wZ3bY6cHd")));
        BoundGate gate = open();
        gate.call("effect", "{\"title\": \"qN7vK2mX9pL4\", \"body\": \"rT8wZ3bY6cHd\"}");
        assertThat(gate.calls())
                .singleElement()
                .satisfies(call -> assertThat(call.arguments())
                        .isEqualTo("{\"title\":\"[redacted: CRM_KEY]\",\"body\":\"[redacted: CRM_KEY]\"}"));
    }

    @Test
    void a_second_half_is_not_listed_whose_first_one_left_before() {
        detector = Detector.of(List.of(new KnownValue("CRM_KEY", "qN7vK2mX9pL4rT8wZ3bY6cHd")));
        BoundGate gate = open();
        assertThat(gate.call("effect", "{\"a\": \"dHc6Yb3Zw8Tr\"}")).contains("\"ok\":true");
        assertThat(gate.call("effect", "{\"a\": \"4Lp9Xm2Kv7Nq\"}")).contains("LEAK");
        assertThat(gate.calls().get(1).arguments()).isEqualTo("{\"redacted\":\"CRM_KEY\"}");
    }

    /** Arguments of notes are looked at by the note itself, which refuses some before. */
    @Test
    void a_refused_note_is_listed_without_a_secret() {
        detector = Detector.of(List.of(new KnownValue("CRM_KEY", "qN7vK2mX9pL4rT8wZ3bY6cHd")));
        BoundGate gate = open();
        assertThat(gate.call("progress", "{\"fraction\": 2, \"text\": \"qN7vK2mX9pL4rT8wZ3bY6cHd\"}"))
                .contains("BAD_ARGUMENT");
        assertThat(gate.call("progress", "{\"fraction\": 2, \"text\": \"half\"}"))
                .contains("BAD_ARGUMENT");
        assertThat(gate.calls().get(0).arguments())
                .contains("redacted: CRM_KEY")
                .doesNotContain("qN7v");
        assertThat(gate.calls().get(1).arguments()).contains("half");
    }
}
