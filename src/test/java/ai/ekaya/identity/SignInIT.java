package ai.ekaya.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.audit.AuditLog;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.web.Spoken;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Signing in with a password, sessions, and the slowing down of guesses. */
class SignInIT {
    private final IdentityRooms rooms = new IdentityRooms();

    @AfterEach
    void close() {
        rooms.close();
    }

    @Test
    void makes_the_first_admin_once_and_shows_a_generated_password_once() {
        FirstAdmin first =
                new FirstAdmin(rooms.store, rooms.limits, rooms.users, rooms.principals, new AuditLog(rooms.clock));
        Optional<String> shown = first.ensure(Optional.empty());
        assertThat(shown).isPresent();
        assertThat(first.ensure(Optional.empty())).isEmpty();
        assertThat(first.ensure(Optional.of("another-password"))).isEmpty();
        assertThat(rooms.of(rooms.local("Admin", shown.get(), IdentityRooms.ADDRESS)))
                .hasValueSatisfying(admin -> assertThat(admin.platformAdmin()).isTrue());
        assertThatThrownBy(() -> rooms.local("admin", "another-password", IdentityRooms.ADDRESS))
                .isInstanceOf(Spoken.class);
    }

    @Test
    void ends_a_session_when_idle_when_old_and_at_sign_out() {
        Principal admin = rooms.admin();
        SessionToken idle = rooms.session();
        rooms.clock.advance(Duration.ofHours(2).minusSeconds(1));
        assertThat(rooms.of(idle)).isPresent();
        rooms.clock.advance(Duration.ofHours(2).plusSeconds(1));
        assertThat(rooms.of(idle)).isEmpty();

        SessionToken used = rooms.session();
        for (int hour = 0; hour < 11; hour++) {
            rooms.clock.advance(Duration.ofHours(1));
            assertThat(rooms.of(used)).isPresent();
        }
        rooms.clock.advance(Duration.ofHours(1));
        assertThat(rooms.of(used)).isEmpty();

        SessionToken left = rooms.session();
        rooms.signIn.out(admin, left);
        assertThat(rooms.of(left)).isEmpty();
        assertThat(rooms.of(new SessionToken("guessed"))).isEmpty();
    }

    @Test
    void slows_down_guessing_by_user_and_address_and_lets_others_in() {
        rooms.admin();
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> rooms.local("admin", "guess", IdentityRooms.ADDRESS))
                    .isInstanceOf(Spoken.class);
        }
        // Also with the right password, else the refusal would tell which one is right.
        assertThatThrownBy(rooms::session).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(RefusalCode.RATE_LIMITED);
            assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(30));
        });
        assertThat(rooms.local("admin", "correct-horse-battery", "192.0.2.8")).isNotNull();
        rooms.clock.advance(Duration.ofSeconds(31));
        assertThatThrownBy(() -> rooms.local("admin", "guess", IdentityRooms.ADDRESS))
                .isInstanceOf(Spoken.class);
        assertThatThrownBy(rooms::session)
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(60)));
        rooms.clock.advance(Duration.ofSeconds(61));
        assertThat(rooms.session()).isNotNull();
        assertThat(rooms.session()).as("the count starts anew").isNotNull();
    }

    @Test
    void counts_guesses_from_one_network_of_ipv6_together() {
        rooms.admin();
        for (int i = 0; i < 5; i++) {
            String address = "2001:db8:1:2:0:0:0:" + i;
            assertThatThrownBy(() -> rooms.local("admin", "guess", address)).isInstanceOf(Spoken.class);
        }
        assertThatThrownBy(() -> rooms.local("admin", "guess", "2001:db8:1:2:0:0:0:99"))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.RATE_LIMITED));
        assertThat(rooms.local("admin", "correct-horse-battery", "2001:db8:1:3:0:0:0:1"))
                .isNotNull();
    }

    @Test
    void lets_nobody_in_with_local_credentials_once_they_are_off() {
        Principal admin = rooms.admin();
        ProjectId demo = rooms.projects.make(admin, "demo").id();
        SessionToken before = rooms.session();
        String token = rooms.tokens
                .make(admin, "script", demo, Role.VIEWER, Optional.empty())
                .token();
        IdentityRooms.Off off = rooms.withoutLocalAccounts();
        assertThatThrownBy(() -> off.signIn()
                        .withPassword("admin", "correct-horse-battery", IdentityRooms.ADDRESS, Optional.empty()))
                .hasMessageContaining("switched off");
        assertThat(off.of(before)).isEmpty();
        assertThat(off.tokens().authenticate(token)).isEmpty();
        SessionToken ada = off.signIn().withIdentityProvider(rooms.external("ada"), Optional.empty());
        assertThat(off.of(ada)).isPresent();
        assertThat(off.store()
                        .<Optional<Principal>>acrossProjects(
                                transaction -> off.principals().of(transaction, admin.user())))
                .as("for schedules")
                .isPresent();
    }

    @Test
    void signing_in_again_ends_the_session_that_the_browser_had() {
        rooms.admin();
        rooms.user("olga");
        SessionToken planted = rooms.local("olga", "long-enough-password", IdentityRooms.ADDRESS);
        SessionToken elsewhere = rooms.session();
        SessionToken after = rooms.signIn.withPassword(
                "admin", "correct-horse-battery", IdentityRooms.ADDRESS, Optional.of(planted));
        assertThat(rooms.of(planted)).isEmpty();
        assertThat(after).as("nobody chooses it").isNotEqualTo(planted);
        assertThat(rooms.of(after).orElseThrow().name()).isEqualTo("admin");
        assertThat(rooms.of(elsewhere)).as("another browser").isPresent();
        SessionToken bySso = rooms.signIn.withIdentityProvider(rooms.external("ada"), Optional.of(after));
        assertThat(rooms.of(after)).isEmpty();
        assertThat(rooms.of(bySso).orElseThrow().name()).isEqualTo("ada");
    }

    @Test
    void a_sign_in_that_fails_or_comes_with_an_unknown_session_ends_none() {
        rooms.admin();
        SessionToken before = rooms.session();
        assertThatThrownBy(
                        () -> rooms.signIn.withPassword("admin", "guess", IdentityRooms.ADDRESS, Optional.of(before)))
                .isInstanceOf(Spoken.class);
        assertThat(rooms.of(before)).isPresent();
        SessionToken made = new SessionToken("made up by somebody else");
        SessionToken after =
                rooms.signIn.withPassword("admin", "correct-horse-battery", IdentityRooms.ADDRESS, Optional.of(made));
        assertThat(after).isNotEqualTo(made);
        assertThat(rooms.of(made)).as("it does not come to count").isEmpty();
        assertThat(rooms.of(before)).isPresent();
    }
}
