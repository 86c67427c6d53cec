package ai.ekaya.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.ekaya.egress.Peer;
import ai.ekaya.egress.TestCertificates;
import ai.ekaya.egress.TestProxy;
import ai.ekaya.leak.Exit;
import ai.ekaya.leak.KnownSecrets;
import ai.ekaya.leak.RunExits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.web.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which model a project has, in each mode, on a real database and over real connections; what is refused, and what is never shown. */
class ModelSettingsIT {
    private final Modelled room = new Modelled();

    @AfterEach
    void close() {
        room.close();
    }

    private Refusal refused(Chosen chosen) {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> room.write(chosen.written()));
        assertThat(refusal).isNotNull();
        return refusal;
    }

    private Peer provider() {
        return room.internet.https("api.example.com").answers(ScriptedModel.openAi("yes"));
    }

    // No model.

    @Test
    void a_project_has_no_model_until_somebody_chooses_one() {
        assertThat(room.models.offer(room.project)).isEmpty();
        assertThat(room.settings.get(room.project).mode()).isEqualTo("none");
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> room.ask(room.project));
        assertThat(refusal.code()).isEqualTo(RefusalCode.UNAVAILABLE);
        assertThat(refusal.reason()).contains("has no language model");
        assertThatThrownBy(() -> room.settings.test(room.project)).hasMessageContaining("has no language model");
    }

    @Test
    void a_model_is_taken_away_again() {
        Peer peer = provider();
        room.write(Chosen.own().written());
        assertThat(room.ask(room.project).text()).isEqualTo("yes");
        assertThat(room.write(Chosen.mode("none").written()).mode()).isEqualTo("none");
        assertThatThrownBy(() -> room.ask(room.project)).hasMessageContaining("has no language model");
        assertThat(peer.asked()).hasSize(1);
    }

    // Own.

    @Test
    void an_own_model_is_asked_with_the_projects_secret() {
        Peer peer = provider();
        room.write(Chosen.own().prices("2.5", "10").written());
        assertThat(room.ask(room.project).costMicros()).isEqualTo(OptionalLong.of(98));
        assertThat(peer.asked().get(0).header("Authorization")).containsExactly("Bearer " + Modelled.KEY);
        ModelOffer offer = room.models.offer(room.project).orElseThrow();
        assertThat(offer.mode()).isEqualTo("own");
        assertThat(offer.model()).isEqualTo("small");
        assertThat(offer.communityTokensPerDay()).isEmpty();
    }

    @Test
    void a_providers_own_address_needs_not_be_written() {
        ModelSettingsView openAi = room.write(Chosen.own().baseUrl(null).written());
        assertThat(openAi.baseUrl()).contains("https://api.openai.com/v1");
        ModelSettingsView anthropic =
                room.write(Chosen.own().provider("anthropic").baseUrl(null).written());
        assertThat(anthropic.baseUrl()).contains("https://api.anthropic.com/");
        assertThat(refused(Chosen.own().provider("azure").baseUrl(null)).reason())
                .contains("'baseUrl' is missing");
    }

    @Test
    void another_secret_or_none_counts_from_the_next_ask_on() {
        Peer peer = provider();
        room.write(Chosen.own().written());
        room.ask(room.project);
        room.secrets.write(room.ada, room.project, "model-key", "another-key-5");
        room.ask(room.project);
        assertThat(peer.asked().get(1).header("Authorization")).containsExactly("Bearer another-key-5");
        room.secrets.remove(room.ada, room.project, "model-key");
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> room.ask(room.project));
        assertThat(refusal.code()).isEqualTo(RefusalCode.UNAVAILABLE);
        assertThat(refusal.reason()).contains("no secret 'model-key' any more");
        assertThat(peer.asked()).hasSize(2);
    }

    @Test
    void a_key_that_fits_in_no_header_is_told_and_not_sent() {
        Peer peer = provider();
        room.secrets.write(room.ada, room.project, "model-key", "two\nlines-4711");
        room.write(Chosen.own().written());
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> room.ask(room.project));
        assertThat(refusal.code()).isEqualTo(RefusalCode.UNAVAILABLE);
        assertThat(refusal.reason()).contains("printable ASCII").doesNotContain("4711");
        assertThat(peer.asked()).isEmpty();
    }

    @Test
    void a_key_that_the_provider_sends_back_is_known_to_who_looks_for_secrets() {
        provider()
                .answers((asked, out) -> ScriptedModel.openAi(
                                "Your key is " + asked.header("Authorization").get(0))
                        .play(asked, out));
        room.write(Chosen.own().written());
        String text = room.ask(room.project).text();
        assertThat(text).contains(Modelled.KEY);
        RunExits exits = new RunExits(
                new KnownSecrets(room.secrets.secrets(), room.limits).now(room.project), room.limits, room.clock);
        assertThat(exits.text(Exit.LOG, text).safe())
                .doesNotContain(Modelled.KEY)
                .contains("model-key");
    }

    @Test
    void what_is_kept_of_answers_is_of_these_settings_alone() {
        room.write(Chosen.own().written());
        String first = room.models.offer(room.project).orElseThrow().settingsKey();
        assertThat(room.models.offer(room.project).orElseThrow().settingsKey()).isEqualTo(first);
        room.write(Chosen.own().model("large").written());
        String second = room.models.offer(room.project).orElseThrow().settingsKey();
        assertThat(second).isNotEqualTo(first);
        room.write(Chosen.own().model("large").written());
        assertThat(room.models.offer(room.project).orElseThrow().settingsKey()).isNotEqualTo(second);
    }

    // Nothing is shown, and nothing of another project.

    @Test
    void a_key_stands_in_no_answer_no_row_and_no_audit_event() throws JsonProcessingException {
        provider();
        room.write(Chosen.own().written());
        room.ask(room.project);
        String shown = Json.mapper().writeValueAsString(room.settings.get(room.project));
        assertThat(shown).contains("model-key").doesNotContain(Modelled.KEY);
        assertThat(Json.mapper()
                        .writeValueAsString(room.settings.get(room.project).withoutSecrets()))
                .doesNotContain("model-key");
        assertThat(room.text("SELECT string_agg(m::text, ' ') FROM ekaya.project_model m"))
                .contains("model-key")
                .doesNotContain(Modelled.KEY);
        assertThat(room.text("SELECT string_agg(e::text, ' ') FROM ekaya.audit_event e"))
                .contains("MODEL_CHANGED", "https://api.example.com/v1")
                .doesNotContain(Modelled.KEY);
        assertThat(Chosen.own().written().toString()).isEqualTo("model settings");
    }

    @Test
    void a_change_is_in_the_audit_with_what_was_before_and_nothing_is_none() {
        room.write(Chosen.own().written());
        room.write(Chosen.own().model("large").written());
        room.write(Chosen.own().model("large").written());
        assertThat(room.text("SELECT count(*) FROM ekaya.audit_event WHERE type = 'MODEL_CHANGED'"))
                .isEqualTo("2");
        assertThat(room.text("SELECT string_agg(e::text, ' ') FROM ekaya.audit_event e"))
                .contains("small", "large");
    }

    @Test
    void two_projects_have_each_their_own_model_and_secret() {
        Peer peer = provider();
        room.write(Chosen.own().written());
        assertThat(room.models.offer(room.other)).isEmpty();
        assertThat(room.settings.get(room.other).mode()).isEqualTo("none");
        assertThatThrownBy(() -> room.ask(room.other)).hasMessageContaining("has no language model");
        assertThat(peer.asked()).isEmpty();
        // The other has no secret of this name.
        assertThatThrownBy(() ->
                        room.settings.write(room.ada, room.other, Chosen.own().written()))
                .hasMessageContaining("'keySecret' names no secret of the project");
        room.secrets.write(room.ada, room.other, "model-key", "key-of-the-other");
        room.settings.write(room.ada, room.other, Chosen.own().written());
        room.ask(room.other);
        room.ask(room.project);
        assertThat(peer.asked().get(0).header("Authorization")).containsExactly("Bearer key-of-the-other");
        assertThat(peer.asked().get(1).header("Authorization")).containsExactly("Bearer " + Modelled.KEY);
        room.settings.write(room.ada, room.other, Chosen.mode("none").written());
        assertThat(room.models.offer(room.project)).isPresent();
    }

    // Community.

    @Test
    void the_operators_model_is_there_where_the_operator_offers_one() {
        assertThat(refused(Chosen.mode("community")).code()).isEqualTo(RefusalCode.UNAVAILABLE);
        assertThat(room.settings.get(room.project).offered()).containsExactly("none", "own", "on-prem");
        room.start(Map.of(
                "LLM_BASE_URL", "https://api.example.com/v1", "LLM_API_KEY", "operators-key-1", "LLM_MODEL", "shared"));
        Peer peer = provider();
        ModelSettingsView view = room.write(Chosen.mode("community").written());
        assertThat(view.model()).contains("shared");
        assertThat(view.tokensPerDay()).contains(200_000L);
        assertThat(view.baseUrl()).isEmpty();
        assertThat(room.models.offer(room.project).orElseThrow().communityTokensPerDay())
                .isEqualTo(OptionalLong.of(200_000));
        room.ask(room.project);
        assertThat(peer.asked().get(0).header("Authorization")).containsExactly("Bearer operators-key-1");
        assertThat(refused(Chosen.mode("community").baseUrl("https://other.example.com/v1"))
                        .reason())
                .contains("Mode community has no 'baseUrl'");
        room.start(Map.of());
        assertThat(room.models.offer(room.project)).isEmpty();
        assertThatThrownBy(() -> room.ask(room.project)).hasMessageContaining("does not offer any more");
        assertThat(peer.asked()).hasSize(1);
    }

    // On the premises.

    private static String pem(TestCertificates certificates) {
        try {
            return Files.readString(Path.of(certificates.pem().toString()));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Peer onPremises(Peer peer) {
        room.internet.name("model.internal", List.of("10.20.0.5"));
        room.internet.plays("10.20.0.5:8443", peer);
        return peer.answers(ScriptedModel.openAi("yes"));
    }

    @Test
    void a_model_on_the_premises_is_reached_only_where_the_operator_opened_it() {
        TestCertificates own = new TestCertificates("dns:model.internal");
        Peer peer = onPremises(Peer.tls(own.server()));
        Chosen chosen = Chosen.onPrem("https://model.internal:8443/v1").trusting(pem(own));
        room.write(chosen.written());
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> room.ask(room.project));
        assertThat(refusal.code()).isEqualTo(RefusalCode.NOT_PERMITTED);
        assertThat(refusal.reason()).contains("at an address that may not be asked");
        assertThat(peer.asked()).isEmpty();
        room.internet.allowPrivate("model.internal:8443");
        room.start(Map.of());
        assertThat(room.ask(room.project).text()).isEqualTo("yes");
        assertThat(peer.asked().get(0).header("Authorization")).isEmpty();
    }

    @Test
    void a_model_on_the_premises_is_trusted_by_its_own_authority_alone() {
        TestCertificates own = new TestCertificates("dns:model.internal");
        Peer peer = onPremises(Peer.tls(own.server()));
        room.internet.allowPrivate("model.internal:8443");
        room.start(Map.of());
        Chosen chosen = Chosen.onPrem("https://model.internal:8443/v1");
        room.write(chosen.written());
        assertThatThrownBy(() -> room.ask(room.project))
                .hasMessageContaining("has a certificate that this server does not trust");
        room.write(
                chosen.trusting(pem(new TestCertificates("dns:model.internal"))).written());
        assertThatThrownBy(() -> room.ask(room.project))
                .hasMessageContaining("has a certificate that this server does not trust");
        assertThat(peer.asked()).isEmpty();
        room.write(chosen.trusting(pem(own)).written());
        assertThat(room.ask(room.project).text()).isEqualTo("yes");
    }

    @Test
    void a_model_that_asks_who_is_there_is_shown_the_projects_certificate() {
        TestCertificates own = new TestCertificates("dns:model.internal");
        TestCertificates client = new TestCertificates("dns:client.internal");
        Peer peer = onPremises(Peer.mutualTls(own.serverFor(client)));
        room.internet.allowPrivate("model.internal:8443");
        room.start(Map.of());
        room.secrets.write(room.ada, room.project, "client-key", client.keyPem());
        Chosen chosen = Chosen.onPrem("https://model.internal:8443/v1").trusting(pem(own));
        room.write(chosen.written());
        assertThatThrownBy(() -> room.ask(room.project)).isInstanceOf(Refusal.class);
        assertThat(peer.asked()).isEmpty();
        room.write(chosen.showing(pem(client), "client-key").written());
        assertThat(room.ask(room.project).text()).isEqualTo("yes");
        // A key of another certificate is told of, and nothing is sent.
        room.secrets.write(room.ada, room.project, "client-key", new TestCertificates("dns:client.internal").keyPem());
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> room.ask(room.project));
        assertThat(refusal.code()).isEqualTo(RefusalCode.UNAVAILABLE);
        assertThat(refusal.reason()).contains("key is of another certificate");
        room.secrets.write(room.ada, room.project, "client-key", "-----BEGIN RSA PRIVATE KEY-----\nAAAA");
        assertThatThrownBy(() -> room.ask(room.project)).hasMessageContaining("expected PKCS#8 in PEM");
        assertThat(peer.asked()).hasSize(1);
    }

    @Test
    void a_model_without_tls_is_asked_only_where_the_operator_named_its_host() {
        Chosen chosen = Chosen.onPrem("http://model.internal:8443/v1");
        Refusal refusal = refused(chosen);
        assertThat(refusal.code()).isEqualTo(RefusalCode.NOT_PERMITTED);
        assertThat(refusal.reason()).contains("is not https; an operator allows it");
        Peer peer = onPremises(Peer.plain());
        room.internet.allowPrivate("model.internal:8443");
        room.start(Map.of());
        room.write(chosen.keySecret("model-key").written());
        assertThat(room.ask(room.project).text()).isEqualTo("yes");
        assertThat(peer.asked().get(0).header("Authorization")).containsExactly("Bearer " + Modelled.KEY);
    }

    @Test
    void certificates_of_another_form_are_refused_when_they_are_written() {
        Chosen chosen = Chosen.onPrem("https://model.internal:8443/v1");
        assertThat(refused(chosen.trusting("sk-secret-4711")).reason())
                .contains("'caCertificates' has")
                .doesNotContain("4711");
        String pem = pem(new TestCertificates("dns:client.internal"));
        assertThat(refused(chosen.showing(pem, null)).reason()).contains("belong together");
        assertThat(refused(chosen.showing(null, "model-key")).reason()).contains("belong together");
        room.clock.advance(Duration.ofDays(31));
        assertThat(refused(chosen.trusting(pem)).reason()).contains("not valid now, by its dates");
        assertThat(room.models.offer(room.project)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1:8443/v1",
                "https://10.20.0.5:8443/v1",
                "https://192.168.1.7/v1",
                "https://169.254.169.254/v1",
                "https://[::1]:8443/v1",
                "https://[fd00::1]/v1",
                "https://[::ffff:10.20.0.5]/v1",
                "https://[64:ff9b::1]/v1"
            })
    void an_address_that_would_not_be_asked_is_refused_when_it_is_written(String baseUrl) {
        for (Chosen chosen : List.of(Chosen.onPrem(baseUrl), Chosen.own().baseUrl(baseUrl))) {
            Refusal refusal = refused(chosen);
            assertThat(refusal.code()).isEqualTo(RefusalCode.NOT_PERMITTED);
            assertThat(refusal.reason()).contains("has an address that is not public: ");
        }
        assertThat(room.text("SELECT count(*) FROM ekaya.project_model")).isEqualTo("0");
    }

    @Test
    void an_address_that_the_operator_opened_is_taken_and_so_is_a_public_one() {
        room.internet.allowPrivate("10.20.0.0/16");
        room.start(Map.of());
        room.write(Chosen.onPrem("https://10.20.0.5:8443/v1").written());
        assertThat(refused(Chosen.onPrem("https://10.21.0.5:8443/v1")).code()).isEqualTo(RefusalCode.NOT_PERMITTED);
        room.write(Chosen.own().baseUrl("https://93.184.215.14/v1").written());
        assertThat(room.settings.get(room.project).baseUrl()).contains("https://93.184.215.14/v1");
    }

    // Beside the server.

    @Test
    void a_model_beside_the_server_is_there_only_where_the_operator_says_so() {
        Chosen chosen = Chosen.mode("embedded").model("tiny");
        Refusal refusal = refused(chosen);
        assertThat(refusal.code()).isEqualTo(RefusalCode.UNAVAILABLE);
        assertThat(refusal.reason()).contains("ekaya.llm.embedded-url");
        Peer peer = Peer.plain().answers(ScriptedModel.openAiWhole("yes"));
        room.internet.plays("127.0.0.1:8081", peer);
        room.start(Map.of("ekaya.llm.embedded-url", "http://127.0.0.1:8081/v1"));
        room.write(chosen.written());
        assertThat(room.ask(room.project).text()).isEqualTo("yes");
        assertThat(room.settings.get(room.project).offered())
                .contains("embedded")
                .doesNotContain("community");
        room.start(Map.of());
        assertThatThrownBy(() -> room.ask(room.project)).hasMessageContaining("does not offer any more");
        assertThat(peer.asked()).hasSize(1);
    }

    @Test
    void a_model_beside_the_server_is_on_this_machine() {
        Peer peer = onPremises(Peer.plain());
        room.internet.allowPrivate("model.internal:8443");
        room.start(Map.of("ekaya.llm.embedded-url", "http://model.internal:8443/v1"));
        room.write(Chosen.mode("embedded").model("tiny").written());
        assertThatThrownBy(() -> room.ask(room.project)).hasMessageContaining("at an address that may not be asked");
        assertThat(peer.asked()).isEmpty();
    }

    @Test
    void no_other_mode_reaches_what_is_beside_the_server() {
        Peer peer = Peer.plain().answers(ScriptedModel.openAi("yes"));
        room.internet.plays("127.0.0.1:8081", peer);
        room.start(Map.of("ekaya.llm.embedded-url", "http://127.0.0.1:8081/v1"));
        assertThat(refused(Chosen.onPrem("http://127.0.0.1:8081/v1")).code()).isEqualTo(RefusalCode.NOT_PERMITTED);
        assertThat(refused(Chosen.onPrem("https://127.0.0.1:8081/v1")).code()).isEqualTo(RefusalCode.NOT_PERMITTED);
        room.internet.name("beside.example.com", List.of("127.0.0.1"));
        room.write(Chosen.onPrem("https://beside.example.com:8081/v1").written());
        assertThatThrownBy(() -> room.ask(room.project)).hasMessageContaining("at an address that may not be asked");
        assertThat(peer.asked()).isEmpty();
    }

    // Through a proxy.

    @Test
    void a_proxy_that_lets_nothing_through_is_asked_once_and_lasts() {
        Peer peer = provider();
        try (TestProxy proxy = new TestProxy(peer)) {
            room.internet.through(proxy);
            room.start(Map.of());
            room.write(Chosen.own().written());
            Refusal refusal = catchThrowableOfType(Refusal.class, () -> room.ask(room.project));
            assertThat(refusal.code()).isEqualTo(RefusalCode.UNAVAILABLE);
            assertThat(refusal.isLasting()).isTrue();
            assertThat(refusal.reason())
                    .startsWith("There is no way to the project's model;")
                    .doesNotContain("example.com");
            assertThat(proxy.heads).hasSize(1);
        }
        assertThat(peer.asked()).isEmpty();
    }

    // A test of the settings.

    @Test
    void a_test_asks_for_a_few_tokens_and_says_that_it_works() throws JsonProcessingException {
        Peer peer = provider();
        room.write(Chosen.own().written());
        ModelTestView tested = room.settings.test(room.project);
        assertThat(tested.works()).isTrue();
        assertThat(tested.note()).isEqualTo("The model answers");
        assertThat(tested.model()).contains("small-1");
        assertThat(tested.outputTokens()).isEqualTo(ScriptedModel.OUTPUT_TOKENS);
        assertThat(Json.mapper()
                        .readTree(peer.asked().get(0).text())
                        .path("max_tokens")
                        .asInt())
                .isEqualTo(16);
    }

    @ParameterizedTest
    @CsvSource({"401, does not take the project's key", "404, knows no model 'small'", "500, answered 500"})
    void a_test_says_in_words_what_is_wrong_and_asks_once(int status, String words) {
        Peer peer = provider().answers(ScriptedModel.error(status, "some_error"));
        room.write(Chosen.own().written());
        ModelTestView tested = room.settings.test(room.project);
        assertThat(tested.works()).isFalse();
        assertThat(tested.note()).contains(words).doesNotContain("PEERS-OWN-WORDS");
        assertThat(peer.asked()).hasSize(1);
    }

    @Test
    void a_test_tells_a_name_that_is_none_from_a_port_where_nobody_is() {
        room.write(Chosen.own().written());
        assertThat(room.settings.test(room.project).note()).isEqualTo("The host api.example.com has no address");
        room.internet.name("api.example.com", List.of("93.184.216.34"));
        room.clock.advance(Duration.ofSeconds(10));
        assertThat(room.settings.test(room.project).note())
                .isEqualTo("The host api.example.com takes no connection at port 443");
    }

    @Test
    void a_test_right_after_another_is_refused_and_asks_nobody() {
        Peer peer = provider();
        room.write(Chosen.own().written());
        room.settings.test(room.project);
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> room.settings.test(room.project));
        assertThat(refusal.code()).isEqualTo(RefusalCode.RATE_LIMITED);
        assertThat(peer.asked()).hasSize(1);
        room.clock.advance(Duration.ofSeconds(10));
        assertThat(room.settings.test(room.project).works()).isTrue();
    }

    @Test
    void of_two_who_test_at_the_same_moment_one_meets_the_pause() throws Exception {
        Peer peer = provider();
        room.write(Chosen.own().written());
        try (ExecutorService testers = Executors.newFixedThreadPool(2)) {
            for (int round = 1; round <= 10; round++) {
                CountDownLatch refused = new CountDownLatch(1);
                // The one test is under way for as long as the other is not refused.
                peer.answers((asked, out) -> {
                    awaited(refused);
                    ScriptedModel.openAi("yes").play(asked, out);
                });
                CyclicBarrier together = new CyclicBarrier(2);
                Callable<String> tester = () -> {
                    together.await(20, TimeUnit.SECONDS);
                    return tested(refused);
                };
                List<String> told = new ArrayList<>();
                for (Future<String> each : testers.invokeAll(List.of(tester, tester))) {
                    told.add(each.get());
                }
                assertThat(told).containsExactlyInAnyOrder("The model answers", "RATE_LIMITED");
                assertThat(peer.asked()).hasSize(round);
                room.clock.advance(Duration.ofSeconds(10));
            }
        }
    }

    private String tested(CountDownLatch refused) {
        try {
            return room.settings.test(room.project).note();
        } catch (Refusal refusal) {
            refused.countDown();
            return refusal.code().name();
        }
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
