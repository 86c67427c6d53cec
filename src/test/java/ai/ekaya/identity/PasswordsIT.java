package ai.ekaya.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.audit.AuditLog;
import ai.ekaya.store.Sql;
import ai.ekaya.web.Spoken;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of passwords. */
class PasswordsIT {
    private final IdentityRooms rooms = new IdentityRooms();

    @AfterEach
    void close() {
        rooms.close();
    }

    @Test
    void knows_a_generated_password_until_it_is_changed() {
        FirstAdmin first =
                new FirstAdmin(rooms.store, rooms.limits, rooms.users, rooms.principals, new AuditLog(rooms.clock));
        String shown = first.ensure(Optional.empty()).orElseThrow();
        Principal admin = rooms.principal("admin");
        assertThat(mustChange(admin)).isTrue();
        assertThatThrownBy(() -> rooms.passwords.change(admin, Optional.empty(), shown, shown, IdentityRooms.ADDRESS))
                .hasMessageContaining("expected another");
        rooms.passwords.change(admin, Optional.empty(), shown, "correct-horse-battery", IdentityRooms.ADDRESS);
        assertThat(mustChange(admin)).isFalse();
        assertThat(rooms.session()).isNotNull();
    }

    @Test
    void makes_passwords_for_who_has_none_or_forgot_theirs() {
        Principal admin = rooms.admin();
        String made = rooms.userChanges.make(admin, "olga", null).generated().orElseThrow();
        SessionToken session = rooms.local("olga", made, IdentityRooms.ADDRESS);
        assertThat(mustChange(rooms.principal("olga"))).isTrue();
        String another = rooms.userChanges.resetPassword(admin, "olga").generated();
        assertThat(rooms.of(session)).isEmpty();
        assertThatThrownBy(() -> rooms.local("olga", made, IdentityRooms.ADDRESS))
                .isInstanceOf(Spoken.class);
        assertThat(rooms.local("olga", another, IdentityRooms.ADDRESS)).isNotNull();
        assertThat(rooms.userChanges.make(admin, "otto", "long-enough-password").generated())
                .isEmpty();
        assertThat(mustChange(rooms.principal("otto"))).isFalse();
        rooms.sso("ada");
        assertThatThrownBy(() -> rooms.userChanges.resetPassword(admin, "ada"))
                .hasMessageContaining("identity provider");
    }

    private boolean mustChange(Principal principal) {
        return rooms.store.inTransaction(
                transaction -> rooms.principals.mustChangePassword(transaction, principal.user()));
    }

    @Test
    void another_password_by_an_admin_ends_sessions_and_personal_tokens() {
        Principal admin = rooms.admin();
        ProjectId demo = rooms.projects.make(admin, "demo").id();
        ProjectId other = rooms.projects.make(admin, "other").id();
        rooms.user("olga");
        rooms.members.put(admin, demo, "olga", Role.VIEWER);
        rooms.members.put(admin, other, "olga", Role.VIEWER);
        Principal olga = rooms.principal("olga");
        List<String> texts = Stream.of(demo, other)
                .map(project -> rooms.tokens
                        .make(olga, "script", project, Role.VIEWER, Optional.empty())
                        .token())
                .toList();
        Tokens.Made ofAdmin = rooms.tokens.make(admin, "mine", demo, Role.VIEWER, Optional.empty());
        Tokens.Made ofProject = rooms.serviceTokens.make(admin, demo, "ci", Role.VIEWER, Optional.empty());
        SessionToken session = rooms.local("olga", "long-enough-password", IdentityRooms.ADDRESS);
        assertThat(rooms.userChanges.resetPassword(admin, "olga").tokensRevoked())
                .isEqualTo(2);
        assertThat(texts)
                .allSatisfy(text -> assertThat(rooms.tokens.authenticate(text)).isEmpty());
        assertThat(rooms.of(session)).isEmpty();
        assertThat(rooms.tokens.authenticate(ofAdmin.token())).isPresent();
        assertThat(rooms.tokens.authenticate(ofProject.token()))
                .as("the project's")
                .isPresent();
        for (ProjectId project : List.of(demo, other)) {
            assertThat(told(project, "TOKEN_REVOKED")).hasSize(1);
        }
    }

    @Test
    void ones_own_change_ends_other_sessions_and_keeps_tokens() {
        Principal admin = rooms.admin();
        ProjectId demo = rooms.projects.make(admin, "demo").id();
        String token = rooms.tokens
                .make(admin, "script", demo, Role.VIEWER, Optional.empty())
                .token();
        SessionToken here = rooms.session();
        SessionToken elsewhere = rooms.session();
        assertThatThrownBy(() -> change(admin, here, "not-the-password")).hasMessageContaining("'old'");
        assertThat(rooms.of(elsewhere)).as("a wrong password ends nothing").isPresent();
        List<String> guessed = rooms.store.inTransaction(transaction -> Sql.list(
                transaction,
                "SELECT actor_name FROM ekaya.audit_event WHERE type = 'SIGN_IN_FAILED'",
                row -> row.getString(1)));
        assertThat(guessed).as("and is told").containsExactly("admin");
        assertThat(change(admin, here, "correct-horse-battery")).isEqualTo(1);
        assertThat(rooms.of(here)).isPresent();
        assertThat(rooms.of(elsewhere)).isEmpty();
        assertThat(rooms.tokens.authenticate(token)).isPresent();
    }

    private int change(Principal who, SessionToken here, String old) {
        return rooms.passwords.change(who, Optional.of(here), old, "another-long-password", IdentityRooms.ADDRESS);
    }

    private List<String> told(ProjectId project, String type) {
        return rooms.store.inProject(
                project.value(),
                transaction -> Sql.list(
                        transaction,
                        "SELECT actor_name FROM ekaya.audit_event WHERE type = ?",
                        row -> row.getString(1),
                        type));
    }
}
