package ai.ekaya.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.boot.Waiting;
import ai.ekaya.host.RunId;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.Role;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.install.NewInstall;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.pack.PackageReader;
import ai.ekaya.pack.Packages;
import ai.ekaya.pack.ReadResult;
import ai.ekaya.tools.CallPath;
import ai.ekaya.tools.Face;
import ai.ekaya.tools.ToolSpec;
import ai.ekaya.tools.Tools;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tools that apps offer, and apps that call tools. */
class ToolRunsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static Platform platform;

    @BeforeAll
    static void open() {
        // One run at a time: who waits for another one must not wait for ever.
        platform = Platform.open(
                Limits.read(key -> key.equals("ekaya.run.concurrent-count") ? Optional.of("1") : Optional.empty()));
        install(
                "greeter",
                """
                export default async ({input, trigger}) => ({hello: input.name, trigger});""",
                "[]",
                "[{\"tool\": \"greet\", \"description\": \"Greets\", \"inputSchema\": {\"properties\": {\"name\":"
                        + " {\"type\": \"string\"}}, \"required\": [\"name\"], \"additionalProperties\": false}},"
                        + " {\"tool\": \"secretly\", \"description\": \"For authors\", \"role\": \"author\"}]");
        install(
                "asker",
                """
                export default async ({input, host}) => {
                  try { return await host.tools.invoke(input.tool, input.args ?? {}) }
                  catch (e) { return {code: e.code, message: e.message} }
                }""",
                "{\"greet\": \"greeter__greet\", \"self\": \"asker__ask\", \"sleep\": \"sleeper__sleep\", \"run\": \"run_app\", \"note\": \"note\","
                        + " \"via\": \"middle__ask\", \"missing\": \"nobody__greet\"}",
                "[{\"tool\": \"ask\", \"description\": \"Asks on\"}]");
        install(
                "sleeper",
                "export default () => { while (true); }",
                "{}",
                "[{\"tool\": \"sleep\", \"description\": \"Never ends\"}]");
        install(
                "middle",
                """
                export default async ({input, host}) => {
                  try { return await host.tools.invoke(input.then, input.args ?? {}) }
                  catch (e) { return {code: e.code, message: e.message} }
                }""",
                "{\"back\": \"asker__ask\", \"greet\": \"greeter__greet\", \"on\": \"last__ask\"}",
                "[{\"tool\": \"ask\", \"description\": \"Asks on\"}]");
        install("last", """
                export default async ({host}) => {
                  try { return await host.tools.invoke('greet', {name: 'deep'}) }
                  catch (e) { return {code: e.code, message: e.message} }
                }""", "{\"greet\": \"greeter__greet\"}", "[{\"tool\": \"ask\", \"description\": \"Asks on\"}]");
    }

    private static InstalledApp install(String id, String source, String tools, String exports) {
        Packages packages = Packages.minimal()
                .with("app.js", source)
                .with(
                        "manifest.json",
                        "{\"id\": \"" + id + "\", \"name\": \"" + id + "\", \"version\": \"1.0.0\", \"exports\": "
                                + exports + "}")
                .with(
                        "capabilities.json",
                        "{\"hostFunctions\": [\"log\", \"mcp_tool_invoke\"], \"tools\": " + tools + "}");
        return platform.installer.install(platform.admin, platform.project, NewInstall.of(packages.zip()));
    }

    @AfterAll
    static void close() {
        platform.close();
    }

    private static ObjectNode ask(Principal by, String tool, String arguments) throws IOException {
        return platform.tools
                .decide(new Tools.Asked(
                        by, platform.project, tool, (ObjectNode) JSON.readTree(arguments), Face.MCP, CallPath.OUTSIDE))
                .call(new Cancellation());
    }

    @Test
    void a_tool_of_an_app_is_a_run_of_it() throws IOException {
        ObjectNode answer = ask(platform.admin, "greeter__greet", "{\"name\": \"Ada\"}");
        assertThat(answer.at("/output/hello").asText()).isEqualTo("Ada");
        assertThat(answer.at("/output/trigger").toString())
                .isEqualTo("{\"kind\":\"tool\",\"tool\":\"greet\",\"calledBy\":[]}");
        Run run = platform.history.require(platform.project, answer.path("run").asText());
        assertThat(run.entry()).isEqualTo("tool:greet");
        assertThat(run.outcome().orElseThrow().name()).isEqualTo(Outcome.Name.SUCCEEDED);
        // It is not what the app gave last.
        assertThat(platform.history
                        .lastOutput(platform.apps.require(platform.project, "greeter"))
                        .map(output -> output.run().toString()))
                .isNotEqualTo(Optional.of(answer.path("run").asText()));
    }

    @Test
    void arguments_that_do_not_fit_start_no_run() {
        long before = platform.count("SELECT count(*) FROM ekaya.run");
        for (String wrong : new String[] {"{}", "{\"name\": 7}", "{\"name\": \"Ada\", \"more\": 1}"}) {
            assertThatThrownBy(() -> ask(platform.admin, "greeter__greet", wrong))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("greeter__greet, arguments#");
        }
        assertThat(platform.count("SELECT count(*) FROM ekaya.run")).isEqualTo(before);
    }

    @Test
    void a_tool_that_was_called_as_often_as_it_may_be_is_not_called_again() throws IOException {
        platform.sql("INSERT INTO ekaya.usage_rate (project_id, app, function, tool, per_minute) VALUES ('"
                + platform.project + "', '', '', 'note', 1)");
        // Other tests have called it in this minute.
        platform.clock.advance(Duration.ofMinutes(1));
        try (Platform server = platform.another("two")) {
            Tools.Asked asked = new Tools.Asked(
                    platform.admin,
                    platform.project,
                    "note",
                    (ObjectNode) JSON.readTree("{\"text\": \"rated\"}"),
                    Face.REST,
                    CallPath.OUTSIDE);
            server.tools.decide(asked).call(new Cancellation());
            assertThatThrownBy(() -> server.tools.decide(asked))
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            refusal -> assertThat(refusal.retryAfter()).isPresent())
                    .hasMessageStartingWith("Tool note was called 1 times");
            assertThat(server.noter.noted).containsExactly("rated");
        } finally {
            platform.sql("DELETE FROM ekaya.usage_rate");
            platform.clock.advance(Duration.ofMinutes(1));
        }
    }

    @Test
    void each_sees_and_calls_what_their_role_may() {
        Principal viewer = platform.user("vera", Role.VIEWER);
        Principal operator = platform.user("otto", Role.OPERATOR);
        assertThat(names(viewer)).containsExactly("get_run");
        assertThat(names(operator))
                .contains("get_run", "run_app", "greeter__greet")
                .doesNotContain("greeter__secretly", "note");
        assertThat(names(platform.admin)).contains("note", "run_app", "greeter__greet", "greeter__secretly");
        long before = platform.count("SELECT count(*) FROM ekaya.run");
        assertThatThrownBy(() -> ask(viewer, "greeter__greet", "{\"name\": \"Vera\"}"))
                .hasMessage("This needs role operator, yours is viewer");
        assertThatThrownBy(() -> ask(operator, "greeter__secretly", "{}"))
                .hasMessage("This needs role author, yours is operator");
        assertThatThrownBy(() -> ask(operator, "note", "{\"text\": \"x\"}"))
                .hasMessage("This needs role admin, yours is operator");
        assertThat(platform.count("SELECT count(*) FROM ekaya.run")).isEqualTo(before);
        assertThat(platform.noter.noted).doesNotContain("x");
    }

    private static List<String> names(Principal by) {
        return platform.tools.listed(by, platform.project).stream()
                .map(ToolSpec::name)
                .toList();
    }

    private static String asker(Principal by, String input) {
        InstalledApp app = platform.apps.require(platform.project, "asker");
        Run ended =
                platform.ended(platform.runs.submit(new NewRun(app, by, Trigger.manual(), input, Optional.empty())));
        assertThat(ended.outcome().orElseThrow().name()).as("%s", ended).isEqualTo(Outcome.Name.SUCCEEDED);
        return platform.output(ended);
    }

    @Test
    void a_run_calls_another_app_though_it_holds_the_only_place() {
        assertThat(asker(platform.admin, "{\"tool\": \"greet\", \"args\": {\"name\": \"Bob\"}}"))
                .contains("\"hello\":\"Bob\"", "\"calledBy\":[\"asker\"]");
    }

    /** Else an app would run as many as it likes at once, beside all queues. */
    @Test
    void what_a_run_starts_and_does_not_wait_for_waits_for_its_turn() throws IOException {
        JsonNode started = JSON.readTree(asker(
                platform.admin,
                "{\"tool\": \"run\", \"args\": {\"app\": \"greeter\", \"input\": {\"name\": \"Eve\"}}}"));
        assertThat(started.at("/run/state").asText()).isEqualTo("QUEUED");
        assertThat(started.at("/run/entry").asText()).isEqualTo("main");
        Run ended =
                platform.ended(new RunId(UUID.fromString(started.at("/run/id").asText())));
        assertThat(platform.output(ended)).contains("\"hello\":\"Eve\"", "\"tool\":\"run_app\"");
    }

    @Test
    void what_was_not_granted_or_is_not_there_is_refused() {
        assertThat(asker(platform.admin, "{\"tool\": \"greeter__greet\", \"args\": {\"name\": \"Bob\"}}"))
                .contains("NOT_PERMITTED", "did not grant the tool");
        assertThat(asker(platform.admin, "{\"tool\": \"missing\"}")).contains("NOT_FOUND", "nobody__greet");
    }

    @Test
    void an_app_does_not_reach_itself_through_another() {
        long before = platform.count("SELECT count(*) FROM ekaya.run");
        assertThat(asker(platform.admin, "{\"tool\": \"self\"}")).contains("NOT_PERMITTED", "is calling already");
        assertThat(asker(platform.admin, "{\"tool\": \"run\", \"args\": {\"app\": \"asker\"}}"))
                .contains("NOT_PERMITTED", "is calling already");
        assertThat(platform.count("SELECT count(*) FROM ekaya.run")).isEqualTo(before + 2);
        assertThat(asker(platform.admin, "{\"tool\": \"via\", \"args\": {\"then\": \"back\"}}"))
                .contains("NOT_PERMITTED", "asker → middle");
        assertThat(platform.count("SELECT count(*) FROM ekaya.run")).isEqualTo(before + 4);
    }

    @Test
    void two_apps_call_each_other_in_a_row_and_no_third() {
        assertThat(asker(
                        platform.admin,
                        "{\"tool\": \"via\", \"args\": {\"then\": \"greet\", \"args\": {\"name\": \"Cleo\"}}}"))
                .contains("\"hello\":\"Cleo\"", "\"calledBy\":[\"asker\",\"middle\"]");
        assertThat(asker(platform.admin, "{\"tool\": \"via\", \"args\": {\"then\": \"on\"}}"))
                .contains("NOT_PERMITTED", "asker → middle → last", "at most 2");
    }

    @Test
    void a_run_may_do_by_a_tool_what_its_user_may() {
        Principal operator = platform.user("olga", Role.OPERATOR);
        assertThat(asker(operator, "{\"tool\": \"note\", \"args\": {\"text\": \"no\"}}"))
                .contains("NOT_PERMITTED", "This needs role admin");
        assertThat(platform.noter.noted).doesNotContain("no");
        assertThat(asker(platform.admin, "{\"tool\": \"note\", \"args\": {\"text\": \"yes\"}}"))
                .contains("count");
        assertThat(platform.noter.noted).contains("yes");
    }

    @Test
    void a_run_that_is_stopped_stops_the_one_that_it_waits_for() {
        InstalledApp app = platform.apps.require(platform.project, "asker");
        RunId parent = platform.runs.submit(
                new NewRun(app, platform.admin, Trigger.manual(), "{\"tool\": \"sleep\"}", Optional.empty()));
        String running = "ekaya.run WHERE app_slug = 'sleeper' AND state = 'RUNNING'";
        Waiting.until("the other app runs", 30, () -> platform.count("SELECT count(*) FROM " + running) == 1);
        RunId waitedFor = new RunId(UUID.fromString(platform.text("SELECT id FROM " + running)));
        platform.runs.cancel(
                platform.admin, platform.history.find(platform.project, parent).orElseThrow());
        assertThat(platform.ended(parent).outcome().orElseThrow().name()).isEqualTo(Outcome.Name.CANCELLED);
        assertThat(platform.ended(waitedFor).outcome().orElseThrow().name()).isEqualTo(Outcome.Name.CANCELLED);
    }

    @Test
    void what_a_tool_changed_is_written_down_with_the_run() {
        String done =
                "SELECT count(*) FROM ekaya.run_effect WHERE function = 'mcp_tool_invoke' AND done_at IS NOT NULL";
        String open = "SELECT count(*) FROM ekaya.run_effect WHERE function = 'mcp_tool_invoke' AND done_at IS NULL";
        long doneBefore = platform.count(done);
        long openBefore = platform.count(open);
        asker(platform.admin, "{\"tool\": \"note\", \"args\": {\"text\": \"kept\"}}");
        assertThat(platform.count(done)).isEqualTo(doneBefore + 1);
        asker(platform.admin, "{\"tool\": \"note\", \"args\": {\"text\": \"busy\"}}");
        asker(platform.admin, "{\"tool\": \"note\", \"args\": {}}");
        assertThat(platform.count(done)).isEqualTo(doneBefore + 1);
        assertThat(platform.count(open)).isEqualTo(openBefore);
        asker(platform.admin, "{\"tool\": \"note\", \"args\": {\"text\": \"late\"}}");
        assertThat(platform.count(open)).isEqualTo(openBefore + 1);
    }

    private static final String TWO_EXPORTS =
            "[{\"tool\": \"good\", \"description\": \"x\"}, {\"tool\": \"bad\", \"description\": \"x\","
                    + " \"inputSchema\": {\"properties\": {\"a\": %s}}}]";

    private static List<String> listed() {
        return platform.tools.listed(platform.admin, platform.project).stream()
                .map(ToolSpec::name)
                .toList();
    }

    /** What an app is made of becomes a package that an older server took. */
    private static void storeInstead(InstalledApp app, byte[] zip) {
        String hash = switch (new PackageReader(Limits.defaults(), "1.0.0").readStored(zip)) {
            case ReadResult.Verified verified -> verified.appPackage().hash().hex();
            case ReadResult.Rejected rejected -> throw new AssertionError(rejected.findings());
        };
        platform.sql("INSERT INTO ekaya.app_package (project_id, package_hash, bytes, stored_at) VALUES ('"
                + platform.project + "', '" + hash + "', decode('"
                + HexFormat.of().formatHex(zip)
                + "', 'hex'), now())");
        platform.sql("UPDATE ekaya.installed_app SET package_hash = '" + hash + "' WHERE slug = '" + app.slug() + "'");
    }

    @Test
    void a_tool_whose_schema_cannot_be_applied_is_left_out_and_all_others_go_on() throws IOException {
        for (String schema : List.of("{\"pattern\": \"(\"}", "{\"allOf\": [{\"$ref\": \"#/properties/a\"}]}", "true")) {
            String exports = TWO_EXPORTS.formatted(schema);
            assertThatThrownBy(() -> install("older", "export default () => 1", "{}", exports))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("manifest.json#/exports/1/inputSchema");
        }
        InstalledApp app = install("older", "export default () => 1", "{}", TWO_EXPORTS.formatted("{}"));
        assertThat(listed()).contains("older__good", "older__bad");
        storeInstead(
                app,
                Packages.minimal()
                        .with("app.js", "export default () => 2")
                        .with(
                                "manifest.json",
                                "{\"id\": \"older\", \"name\": \"older\", \"version\": \"1.0.0\", \"exports\": "
                                        + TWO_EXPORTS.formatted("{\"pattern\": \"(\"}") + "}")
                        .zip());
        assertThat(listed()).contains("older__good", "greeter__greet", "note").doesNotContain("older__bad");
        assertThat(ask(platform.admin, "older__good", "{}").path("output").asInt())
                .isEqualTo(2);
        assertThatThrownBy(() -> ask(platform.admin, "older__bad", "{}"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("There is no tool 'older__bad'");
    }

    @Test
    void a_run_in_progress_has_the_tools_that_its_user_has_today() {
        InstalledApp app = install("lasting", """
                export default async ({host}) => {
                  const told = [];
                  for (const [tool, args] of [
                    ['note', {text: 'rights 1'}], ['note', {text: 'rights 2'}], ['greet', {name: 'A'}], ['note', {text: 'rights 3'}]]) {
                    told.push(await host.tools.invoke(tool, args).then(() => 'done', e => e.code));
                  }
                  return told;
                }""", "{\"note\": \"note\", \"greet\": \"greeter__greet\"}", "[]");
        assertThat(lasting(app, Role.ADMIN, Optional.of(Role.ADMIN)))
                .isEqualTo("[\"done\",\"done\",\"done\",\"done\"]");
        assertThat(lasting(app, Role.ADMIN, Optional.of(Role.OPERATOR)))
                .isEqualTo("[\"done\",\"NOT_PERMITTED\",\"done\",\"NOT_PERMITTED\"]");
        assertThat(lasting(app, Role.ADMIN, Optional.empty()))
                .isEqualTo("[\"done\",\"NOT_PERMITTED\",\"NOT_PERMITTED\",\"NOT_PERMITTED\"]");
        assertThat(platform.noter.noted.stream().filter("rights 2"::equals))
                .as("nothing was noted any more")
                .hasSize(1);
    }

    /** Runs it for somebody who has another role, or none, from the first note on. */
    private static String lasting(InstalledApp app, Role role, Optional<Role> then) {
        Principal user = platform.user("changing", role);
        platform.noter.hears = text -> {
            if (text.equals("rights 1")) {
                then.ifPresentOrElse(
                        less -> platform.users.put(
                                user.user(),
                                new Principal(
                                        Principal.Kind.SCHEDULE,
                                        user.user(),
                                        user.name(),
                                        false,
                                        Map.of(platform.project, less))),
                        () -> platform.users.remove(user.user()));
                platform.clock.advance(Duration.ofSeconds(1));
            }
        };
        try {
            return platform.output(platform.ended(
                    platform.runs.submit(new NewRun(app, user, Trigger.manual(), "{}", Optional.empty()))));
        } finally {
            platform.noter.hears = text -> {};
        }
    }
}
