package ai.ekaya.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.egress.ScriptedHooks.Hook;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.keys.Secret;
import ai.ekaya.keys.WebhookSecret;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What administrators write of channels, what is refused, and what is never shown. */
class ChannelsIT {
    private static final String ADDRESS = "https://hooks.example.com/in/secret-path?k=v";

    private final Channeled room =
            new Channeled(Limits.defaults().with(Limit.NOTIFY_CHANNELS_PER_PROJECT_COUNT, 2), Optional.empty());

    @AfterEach
    void close() {
        room.close();
    }

    private ChannelView write(NewChannel.Webhook webhook) {
        return room.channels
                .write(room.ada, room.project, "ops", new NewChannel(webhook, null, null))
                .channel();
    }

    private static NewChannel.Webhook to(@Nullable String url, @Nullable String secret, @Nullable Boolean fresh) {
        return new NewChannel.Webhook(url, null, secret, fresh);
    }

    @Test
    void a_secret_is_shown_once_and_address_and_secret_never_again() {
        ChannelView made = write(to(ADDRESS, null, null));
        String secret = made.secret().orElseThrow();
        assertThat(WebhookSecret.read(new Secret(secret))).isPresent();
        ChannelView seen = room.channels.get(room.project, "ops");
        assertThat(seen.secret()).isEmpty();
        assertThat(seen.webhook().orElseThrow().origin()).isEqualTo("https://hooks.example.com");
        assertThat(seen.toString()).doesNotContain("secret-path", "k=v", secret);
        assertThat(room.text("SELECT string_agg(c::text, ' ') FROM ekaya.notify_channel c"))
                .doesNotContain("hooks.example.com", "secret-path", secret);
        assertThat(room.text("SELECT string_agg(e::text, ' ') FROM ekaya.audit_event e"))
                .contains("CHANNEL_CHANGED")
                .doesNotContain("hooks.example.com", "secret-path", secret);
    }

    @Test
    void a_secret_stays_until_another_is_asked_for_or_the_receiver_is_another() {
        write(to(ADDRESS, null, null));
        assertThat(write(to(null, null, null)).secret()).isEmpty();
        assertThat(write(to("https://hooks.example.com/other", null, null)).secret())
                .isEmpty();
        assertThat(write(to(null, null, true)).secret()).isPresent();
        assertThat(write(to("https://other.example.com/in", null, null)).secret())
                .isPresent();
        String own = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        assertThat(write(to(null, own, null)).secret()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no address",
                "https://user:pw@hooks.example.com/x",
                "https://hooks.example.com\\x",
                "javascript:alert(1)",
                "https://hooks.example.com/\nx"
            })
    void an_address_of_another_form_is_refused_and_not_repeated(String url) {
        assertThatThrownBy(() -> write(to(url, null, null)))
                .isInstanceOf(Refusal.class)
                .hasMessageNotContaining("pw")
                .hasMessageNotContaining("alert");
        assertThat(room.channels.list(room.project)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "secret", "whsec_", "whsec_AAAA", "whsec_not base64 at all!!!!!!!!!!!!!!!!!!"})
    void a_secret_of_another_form_is_refused_and_not_repeated(String secret) {
        assertThatThrownBy(() -> write(to(ADDRESS, secret, null)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("'webhook.secret' has another form");
        assertThat(room.channels.list(room.project)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://hooks.example.com/in/secret-path",
                "https://127.0.0.1/in/secret-path",
                "https://10.0.0.7:8443/in/secret-path",
                "https://169.254.169.254/in/secret-path",
                "https://[::1]/in/secret-path",
                "https://[::ffff:192.168.1.1]/in/secret-path"
            })
    void an_address_that_would_not_be_called_is_refused_when_it_is_written(String url) {
        write(to(ADDRESS, null, null));
        assertThatThrownBy(() -> write(to(url, null, null)))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.NOT_PERMITTED))
                .hasMessageMatching(".*(is not https|has an address that is not public).*")
                .hasMessageNotContaining("secret-path");
        assertThat(room.channels
                        .get(room.project, "ops")
                        .webhook()
                        .orElseThrow()
                        .origin())
                .isEqualTo("https://hooks.example.com");
        assertThat(room.world.connected()).isEmpty();
    }

    @Test
    void a_public_address_is_taken_in_the_place_of_a_name() {
        assertThat(write(to("https://93.184.215.14/in", null, null))
                        .webhook()
                        .orElseThrow()
                        .origin())
                .isEqualTo("https://93.184.215.14");
    }

    @Test
    void a_test_goes_out_at_once_and_stands_in_the_log() {
        Hook hook = room.world.hook("hooks.example.com");
        write(to(ADDRESS, null, null));
        DeliveryView tested = room.channels.test(room.project, "ops");
        assertThat(tested.state()).isEqualTo(DeliveryView.State.SENT);
        assertThat(hook.received()).hasSize(1);
        assertThat(hook.received().get(0).body()).contains("\"type\":\"test\"");
        assertThat(room.deliveries("ops")).containsExactly(tested);
        hook.answers(400);
        assertThat(room.channels.test(room.project, "ops").note())
                .contains("The receiver answered 400, expected 200 to 299");
    }

    @Test
    void another_projects_channel_is_not_found_and_stays() {
        write(to(ADDRESS, null, null));
        ProjectId other = new ProjectId(UUID.randomUUID());
        room.project(other);
        assertThat(room.channels.list(other)).isEmpty();
        assertThatThrownBy(() -> room.channels.get(other, "ops")).hasMessageContaining("no channel of this name");
        assertThatThrownBy(() -> room.channels.test(other, "ops")).hasMessageContaining("no channel of this name");
        assertThatThrownBy(() -> room.channels.remove(room.ada, other, "ops"))
                .hasMessageContaining("no channel of this name");
        assertThat(room.channels.list(room.project)).hasSize(1);
    }

    @Test
    void a_project_has_so_many_and_a_channel_one_kind() {
        room.webhook("one", "hooks.example.com");
        room.webhook("two", "hooks.example.com");
        assertThatThrownBy(() -> room.webhook("three", "hooks.example.com")).hasMessageContaining("the most");
        room.webhook("two", "other.example.com");
        assertThat(room.channels.list(room.project)).hasSize(2);
        NewChannel both =
                new NewChannel(to(ADDRESS, null, null), new NewChannel.Mail(List.of("ada@example.com")), null);
        assertThatThrownBy(() -> room.channels.write(room.ada, room.project, "one", both))
                .hasMessageContaining("either 'webhook' or 'mail'");
        assertThatThrownBy(() -> room.webhook("Not A Name", "hooks.example.com"))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void rules_that_are_none_are_refused_in_a_sentence() {
        NewChannel none =
                new NewChannel(to(ADDRESS, null, null), null, java.util.Arrays.asList((NewChannel.Rule) null));
        assertThatThrownBy(() -> room.channels.write(room.ada, room.project, "one", none))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("'rules' has null");
    }

    @Test
    void mail_is_refused_where_the_server_sends_none() {
        NewChannel mail = new NewChannel(null, new NewChannel.Mail(List.of("ada@example.com")), null);
        assertThatThrownBy(() -> room.channels.write(room.ada, room.project, "mail", mail))
                .hasMessageContaining("ekaya.mail.host");
        assertThat(room.channels.list(room.project)).isEmpty();
    }
}
