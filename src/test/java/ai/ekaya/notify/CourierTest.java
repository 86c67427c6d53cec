package ai.ekaya.notify;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.egress.ScriptedHooks;
import ai.ekaya.egress.TestCertificates;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a mail server is waited for, and whom it must be. */
class CourierTest {
    private static final TestCertificates HERE = new TestCertificates("ip:127.0.0.1");

    private final ScriptedHooks world = new ScriptedHooks();
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);

    @AfterEach
    void close() {
        timer.shutdownNow();
        world.close();
    }

    private Sent send(ScriptedMail at, NotifySettings.Security security, Optional<Path> caFile, Duration most) {
        caFile.ifPresent(world::trusts);
        NotifySettings.MailServer mail = new NotifySettings.MailServer(
                "127.0.0.1", at.port(), security, Optional.empty(), "apps@example.com", List.of("example.com"));
        Limits limits = Limits.defaults().with(Limit.NOTIFY_MAIL_MILLIS, most.toMillis());
        Courier courier = new Courier(
                world.egress(),
                new NotifySettings(Optional.empty(), Optional.of(mail)),
                new NotifyThreads(Runnable::run, timer),
                limits,
                Clock.systemUTC());
        Letter letter =
                Letter.test(new UUID(0, 7), new ProjectId(new UUID(0, 1)), Instant.parse("2026-03-01T10:00:00Z"));
        return courier.send(new Target.Mail(List.of("ada@example.com")), letter, Settled.NOTHING);
    }

    private static String note(Sent sent) {
        return ((Sent.Failed) sent).note();
    }

    @ParameterizedTest
    @ValueSource(strings = {"greeting", "EHLO", "STARTTLS", "TLS EHLO", "TLS RCPT TO", "TLS DATA", "."})
    void a_mail_server_that_drips_is_left_when_the_mail_has_taken_its_time(String at) {
        try (ScriptedMail slow = new ScriptedMail(Optional.of(HERE.server()))) {
            // Two minutes of drips, each far sooner than a read gives up.
            slow.drips.put(at, 2_400);
            long began = System.nanoTime();
            Sent sent = send(slow, NotifySettings.Security.STARTTLS, Optional.of(HERE.pem()), Duration.ofMillis(3_000));
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(100));
            assertThat(note(sent)).isEqualTo("The mail server took longer than 3s");
        }
    }

    @Test
    void a_mail_server_that_takes_its_time_gets_the_mail_also_when_it_never_says_goodbye() {
        try (ScriptedMail slow = new ScriptedMail(Optional.of(HERE.server()))) {
            slow.drips.putAll(Map.of("greeting", 3, "TLS DATA", 3, ".", 3, "TLS QUIT", 2_400));
            Sent sent = send(slow, NotifySettings.Security.STARTTLS, Optional.of(HERE.pem()), Duration.ofSeconds(20));
            assertThat(sent.isTaken()).isTrue();
            assertThat(slow.count("DATA")).isEqualTo(1);
        }
    }

    @Test
    void a_mail_server_is_trusted_as_the_operator_says_and_what_is_wrong_is_told_apart() {
        TestCertificates elsewhere = new TestCertificates("dns:mail.example.org");
        assertThat(tested(HERE, Optional.empty())).contains("is not trusted", "ekaya.egress.ca-file");
        assertThat(tested(HERE, Optional.of(elsewhere.pem()))).contains("is not trusted");
        assertThat(tested(elsewhere, Optional.of(elsewhere.pem()))).contains("is for another host");
        try (ScriptedMail at = new ScriptedMail(Optional.of(HERE.server()))) {
            Sent sent = send(at, NotifySettings.Security.STARTTLS, Optional.of(HERE.pem()), Duration.ofMinutes(1));
            assertThat(sent.isTaken()).isTrue();
            assertThat(at.count("MAIL FROM")).isEqualTo(1);
        }
    }

    /** The note of what did not leave. */
    private String tested(TestCertificates shown, Optional<Path> caFile) {
        try (ScriptedMail at = new ScriptedMail(Optional.of(shown.server()))) {
            Sent sent = send(at, NotifySettings.Security.STARTTLS, caFile, Duration.ofMinutes(1));
            assertThat(at.count("MAIL FROM")).isZero();
            return note(sent);
        }
    }

    @Test
    void a_mail_server_that_offers_no_tls_gets_nothing_and_the_note_says_so() {
        try (ScriptedMail plain = new ScriptedMail()) {
            Sent sent = send(plain, NotifySettings.Security.STARTTLS, Optional.empty(), Duration.ofMinutes(1));
            assertThat(note(sent)).contains("does not offer STARTTLS");
            assertThat(plain.count("MAIL FROM")).isZero();
        }
    }

    @Test
    void a_mail_server_with_tls_from_the_first_byte_is_trusted_and_left_as_well() {
        try (ScriptedMail secured = ScriptedMail.secured(HERE.server())) {
            assertThat(note(send(secured, NotifySettings.Security.TLS, Optional.empty(), Duration.ofMinutes(1))))
                    .contains("is not trusted");
            assertThat(secured.count("MAIL FROM")).isZero();
            Sent sent = send(secured, NotifySettings.Security.TLS, Optional.of(HERE.pem()), Duration.ofMinutes(1));
            assertThat(sent.isTaken()).isTrue();
            secured.drips.put("greeting", 2_400);
            assertThat(note(send(secured, NotifySettings.Security.TLS, Optional.of(HERE.pem()), Duration.ofSeconds(3))))
                    .isEqualTo("The mail server took longer than 3s");
            assertThat(secured.count("MAIL FROM")).isEqualTo(1);
        }
    }
}
