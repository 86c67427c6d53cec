package ai.ekaya.run;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.egress.Peer;
import ai.ekaya.host.RunId;
import ai.ekaya.identity.Principal;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.llm.ScriptedModel;
import ai.ekaya.pack.Packages;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Scheduled runs that ask a model, which is not there for now, or will not be there before somebody sets it. */
class AwayModelIT {
    private static final String ASKS = "(await host.llm.generate('How many cups?')).text";

    private final Platform platform = Platform.open();
    private final Peer model =
            platform.internet.https("api.example.com").answers(ScriptedModel.openAi("Four ", "cups"));

    @AfterEach
    void close() {
        platform.runs.stopAll();
        platform.internet.close();
        platform.close();
    }

    private void choose() {
        key("the-api-key-4711-of-the-project");
        platform.models.choose(platform.admin, platform.project);
    }

    private void key(String value) {
        platform.secrets.write(platform.admin, platform.project, "model-key", value);
    }

    private Run scheduled(String gives) {
        InstalledApp app = platform.install(Packages.minimal()
                .with("app.js", "export default async ({ host }) => " + gives)
                .allowing("llm_generate"));
        Principal owner = new Principal(Principal.Kind.SCHEDULE, app.owner(), app.slug(), false, Map.of());
        NewRun asked = new NewRun(app, owner, Trigger.schedule(platform.clock.instant(), 0), "{}", Optional.empty());
        try (RunSlot slot = platform.runs.reserve(1).get(0)) {
            RunId id = platform.store
                    .inProject(platform.project.value(), transaction -> slot.insert(transaction, asked))
                    .orElseThrow();
            slot.start(owner);
            return platform.ended(id);
        }
    }

    private Run later(Run run) {
        platform.clock.advance(Duration.ofMinutes(11));
        platform.runs.beat();
        return platform.ended(run.id());
    }

    private void isOver(Run run) {
        assertThat(run.state()).isEqualTo(Run.State.ENDED);
        assertThat(run.outcome().map(Outcome::name)).contains(Outcome.Name.FAILED);
        assertThat(run.attempt()).isOne();
        assertThat(platform.count("SELECT count(*) FROM ekaya.run_attempt")).isZero();
        assertThat(platform.text("SELECT away FROM ekaya.run")).isEqualTo("f");
    }

    @Test
    void a_run_of_a_project_without_a_model_has_one_attempt() {
        Run run = scheduled(ASKS);
        isOver(run);
        assertThat(run.outcome().orElseThrow().error().orElseThrow().message())
                .contains("The project has no language model");
        choose();
        assertThat(later(run).attempt()).isOne();
        assertThat(model.asked()).isEmpty();
    }

    static Stream<Arguments> settings() {
        return Stream.of(
                Arguments.of("key", ScriptedModel.error(401, "invalid_api_key")),
                Arguments.of("credit", ScriptedModel.error(429, "insufficient_quota")),
                Arguments.of("rights", ScriptedModel.error(403, "not_allowed")),
                Arguments.of("model", ScriptedModel.error(404, "model_not_found")),
                Arguments.of("address", Peer.redirect(302, "https://elsewhere.example.com/")),
                Arguments.of("protocol", Peer.text("HTTP/1.1 200 OK\r\nContent-Type: text/html", "<p>Hello</p>")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("settings")
    void what_is_set_wrong_is_asked_once(String what, Peer.Script answer) {
        choose();
        model.answers(answer);
        isOver(scheduled(ASKS));
        assertThat(model.asked()).hasSize(1);
    }

    @Test
    void a_key_that_fits_no_header_is_not_waited_for() {
        choose();
        key("two\nlines");
        isOver(scheduled(ASKS));
        assertThat(model.asked()).isEmpty();
    }

    @Test
    void a_key_that_is_gone_is_not_waited_for() {
        choose();
        platform.secrets.remove(platform.admin, platform.project, "model-key");
        isOver(scheduled(ASKS));
        assertThat(model.asked()).isEmpty();
    }

    @Test
    void a_model_that_is_down_is_asked_again_later() {
        choose();
        model.answers(ScriptedModel.error(503, "overloaded"));
        // After these its circuit is open.
        Run waiting = scheduled(
                "{ for (let i = 0; i < 2; i++) await host.llm.generate('a').catch(() => 0); return " + ASKS + " }");
        assertThat(waiting.state()).isEqualTo(Run.State.WAITING);
        model.answers(ScriptedModel.openAi("Four ", "cups"));
        Run run = later(waiting);
        assertThat(platform.output(run)).isEqualTo("\"Four cups\"");
        assertThat(run.attempt()).isEqualTo(2);
    }

    @Test
    void an_app_learns_that_trying_again_by_itself_does_not_help() {
        assertThat(platform.output(scheduled("host.llm.generate('a').catch(e => [e.code, e.retryable])")))
                .isEqualTo("[\"UNAVAILABLE\",false]");
    }
}
