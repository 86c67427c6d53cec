package ai.ekaya.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mail by a real conversation with a scripted mail server. */
class MailIT {
    private final ScriptedMail server = new ScriptedMail();
    private final Channeled room = room(NotifySettings.Security.NONE);

    @AfterEach
    void close() {
        room.close();
        server.close();
    }

    private Channeled room(NotifySettings.Security security) {
        return new Channeled(
                Limits.defaults().with(Limit.NOTIFY_SEND_MILLIS, 2_000),
                Optional.of(new NotifySettings.MailServer(
                        "127.0.0.1",
                        server.port(),
                        security,
                        Optional.empty(),
                        "apps@example.com",
                        List.of("example.com"))));
    }

    private static void mail(Channeled room, String... to) {
        NewChannel channel = new NewChannel(null, new NewChannel.Mail(List.of(to)), null);
        room.channels.write(room.ada, room.project, "mail", channel);
    }

    private void tell(String title, String body) {
        room.store.transactIn(
                room.project.value(),
                transaction -> room.notifications.tell(
                        transaction,
                        new NewNotification(
                                room.project, Severity.CRITICAL, title, body, "watch", Optional.empty(), title)));
    }

    @Test
    void addresses_that_no_mail_reaches_are_refused_and_plain_ones_taken() {
        for (String wrong : List.of(
                "a..b@example.com", ".a@example.com", "a.@example.com", "a@-example.com", "a@example-", "a@b@c")) {
            assertThatThrownBy(() -> mail(room, wrong))
                    .as(wrong)
                    .hasMessageContaining("'mail.to' has what is no address");
        }
        assertThatThrownBy(() -> mail(room, "ada@example.com", "Ada@example.com"))
                .hasMessageContaining("one address twice");
        mail(room, "a.b+c@example.com", "o'neil_x@example.com");
    }

    @Test
    void a_mail_has_the_text_and_a_link() {
        mail(room, "ada@example.com", "bob@example.com");
        tell("Orders stand still", "None for 2 hours.\n.\nLook at the shop.");
        room.send();
        DeliveryView sent = room.deliveries("mail").get(0);
        assertThat(sent.state()).isEqualTo(DeliveryView.State.SENT);
        assertThat(server.lines)
                .contains(
                        "MAIL FROM:<apps@example.com>",
                        "RCPT TO:<ada@example.com>",
                        "RCPT TO:<bob@example.com>",
                        "Subject: [CRITICAL] Orders stand still",
                        "From: apps@example.com",
                        "Auto-Submitted: auto-generated",
                        "Message-ID: <" + sent.id() + "@example.com>",
                        "Content-Type: text/plain; charset=UTF-8",
                        "None for 2 hours.",
                        "Look at the shop.",
                        "App watch",
                        "https://apps.example.com/p/" + room.project + "/notifications");
    }

    @Test
    void a_title_makes_no_header_and_a_body_no_second_mail() {
        mail(room, "ada@example.com");
        tell("Hello\r\nBcc: eve@evil.example\r\n\r\nbody", "x\r\n.\r\nMAIL FROM:<eve@evil.example>\r\nGröße 📈");
        room.send();
        assertThat(server.lines).noneMatch(line -> line.startsWith("Bcc:"));
        // Within the message, where it is text: the dot before it was doubled.
        assertThat(server.lines).contains("..");
        assertThat(server.count("MAIL FROM")).isEqualTo(server.count("DATA")).isEqualTo(1);
        assertThat(server.count("RCPT TO")).isEqualTo(1);
        assertThat(room.deliveries("mail").get(0).state()).isEqualTo(DeliveryView.State.SENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "eve@evil.example",
                "ada@example.com.evil.example",
                "ada@evil.example@example.com",
                "ada@example.com\r\nRCPT TO:<eve@evil.example>",
                "ada@example.com, eve@evil.example",
                "\"eve@evil.example\"@example.com",
                "eve%evil.example",
                "<ada@example.com>",
                "staff: ada@example.com;",
                ""
            })
    void an_address_that_is_none_or_of_another_domain_is_refused(String address) {
        assertThatThrownBy(() -> mail(room, address)).hasMessageNotContaining("evil");
        assertThat(room.channels.list(room.project)).isEmpty();
    }

    @Test
    void a_server_that_offers_no_tls_gets_no_mail_unless_the_operator_says_so() {
        try (Channeled strict = room(NotifySettings.Security.STARTTLS)) {
            mail(strict, "ada@example.com");
            DeliveryView tested = strict.channels.test(strict.project, "mail");
            assertThat(tested.state()).isEqualTo(DeliveryView.State.FAILED);
            assertThat(tested.note().orElseThrow()).contains("does not offer STARTTLS");
            assertThat(server.count("MAIL FROM")).isZero();
        }
        mail(room, "ada@example.com");
        assertThat(room.channels.test(room.project, "mail").state()).isEqualTo(DeliveryView.State.SENT);
    }

    @Test
    void what_the_mail_server_says_is_not_shown_and_is_tried_again() {
        mail(room, "ada@example.com");
        server.answers.put("RCPT TO", "451 4.3.0 the peer's own words");
        tell("a", "");
        room.send();
        DeliveryView failed = room.deliveries("mail").get(0);
        assertThat(failed.state()).isEqualTo(DeliveryView.State.WAITING);
        assertThat(failed.note()).contains("The mail server refused the sender, all addresses or the message");
        server.answers.clear();
        room.clock.advance(Duration.ofSeconds(13));
        room.send();
        assertThat(room.deliveries("mail").get(0).state()).isEqualTo(DeliveryView.State.SENT);
        assertThat(server.message()).contains("Message-ID: <" + failed.id() + "@example.com>");
    }

    private void tellThree() {
        mail(room, "ada@example.com", "bad@example.com", "zoe@example.com");
        tell("a", "");
    }

    @Test
    void an_address_that_is_refused_for_good_takes_the_mail_from_nobody_else() {
        server.answers.put("RCPT TO:<bad@", "550 5.1.1 the peer's own words");
        tellThree();
        room.send();
        DeliveryView sent = room.deliveries("mail").get(0);
        assertThat(sent.state()).isEqualTo(DeliveryView.State.SENT);
        assertThat(sent.note()).contains("1 of 3 addresses was refused: bad@example.com");
        room.clock.advance(Duration.ofHours(2));
        room.send();
        assertThat(server.count("DATA")).isEqualTo(1);
        assertThat(server.count("RCPT TO:<bad@")).isEqualTo(1);
        assertThat(room.channels.test(room.project, "mail").note())
                .contains("1 of 3 addresses was refused: bad@example.com");
    }

    @Test
    void an_address_that_is_refused_for_now_gets_the_mail_later_and_the_others_get_it_once() {
        server.answers.put("RCPT TO:<bad@", "550 no");
        server.answers.put("RCPT TO:<zoe@", "451 later");
        tellThree();
        room.send();
        DeliveryView some = room.deliveries("mail").get(0);
        assertThat(some.state()).isEqualTo(DeliveryView.State.WAITING);
        assertThat(some.note())
                .contains("1 of 3 addresses was refused: bad@example.com;"
                        + " 1 of 3 addresses was refused for now: zoe@example.com");
        // What is told meanwhile does not wait.
        server.answers.remove("RCPT TO:<zoe@");
        tell("b", "");
        room.send();
        assertThat(server.count("DATA")).isEqualTo(2);
        room.clock.advance(Duration.ofSeconds(13));
        room.send();
        assertThat(room.deliveries("mail"))
                .hasSize(2)
                .allSatisfy(one -> assertThat(one.state()).isEqualTo(DeliveryView.State.SENT))
                .allSatisfy(one -> assertThat(one.note()).contains("1 of 3 addresses was refused: bad@example.com"));
        assertThat(server.count("DATA")).isEqualTo(3);
        assertThat(server.count("RCPT TO:<ada@")).isEqualTo(2);
        assertThat(server.count("RCPT TO:<bad@")).isEqualTo(2);
        assertThat(server.count("RCPT TO:<zoe@")).isEqualTo(3);
    }

    @Test
    void a_mail_that_is_refused_for_all_for_good_is_given_up_at_once() {
        server.answers.put("RCPT TO", "550 no");
        tellThree();
        room.send();
        room.clock.advance(Duration.ofHours(2));
        room.send();
        DeliveryView failed = room.deliveries("mail").get(0);
        assertThat(failed.state()).isEqualTo(DeliveryView.State.FAILED);
        assertThat(failed.attempts()).isEqualTo(1);
        assertThat(failed.note())
                .contains("3 of 3 addresses were refused: ada@example.com, bad@example.com, zoe@example.com");
        assertThat(server.count("DATA")).isZero();
        assertThat(room.text("SELECT count(*) FROM ekaya.audit_event WHERE type = 'NOTICE_GIVEN_UP'"))
                .isEqualTo("1");
    }
}
