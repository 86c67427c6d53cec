package ai.ekaya.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Refusal;
import ai.ekaya.oidc.ExternalUser;
import ai.ekaya.oidc.SignedInUser;
import ai.ekaya.web.Spoken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** People of the identity provider: who they are here, and what their groups give them. */
class ExternalUsersIT {
    private final IdentityRooms rooms = new IdentityRooms();

    @AfterEach
    void close() {
        rooms.close();
    }

    @Test
    void takes_roles_from_the_identity_providers_groups_of_today() {
        Principal admin = rooms.admin();
        ProjectId demo = rooms.projects.make(admin, "demo").id();
        SessionToken first = rooms.sso("ada", "demo-ops", "others");
        assertThat(rooms.of(first)).hasValueSatisfying(ada -> {
            assertThat(ada.platformAdmin()).isFalse();
            assertThat(ada.roles()).containsOnly(Map.entry(demo, Role.OPERATOR));
        });
        rooms.sso("ada", "ekaya-admins");
        assertThat(rooms.of(first)).hasValueSatisfying(ada -> {
            assertThat(ada.platformAdmin()).isTrue();
            assertThat(ada.roles()).isEmpty();
        });
    }

    @Test
    void never_takes_a_person_of_the_identity_provider_for_a_local_user_of_the_same_name() {
        Principal admin = rooms.admin();
        SessionToken token = rooms.sso("admin");
        assertThat(rooms.of(token)).hasValueSatisfying(other -> {
            assertThat(other.user()).isNotEqualTo(admin.user());
            assertThat(other.platformAdmin()).isFalse();
        });
        assertThatThrownBy(() -> rooms.local("admin (subject of admin)", "", IdentityRooms.ADDRESS))
                .isInstanceOf(Spoken.class);
    }

    @Test
    void an_older_token_does_not_bring_a_group_back() {
        ProjectId demo = rooms.projects.make(rooms.admin(), "demo").id();
        SessionToken token = rooms.sso("ada", "demo-ops");
        assertThat(rooms.of(token).orElseThrow().roles()).containsKey(demo);
        rooms.clock.advance(Duration.ofMinutes(1));
        rooms.sso("ada");
        Instant older = rooms.clock.instant().minusSeconds(30);
        rooms.store.transact(
                transaction -> rooms.externalUsers.seen(transaction, IdentityRooms.said(older, "ada", "demo-ops")));
        assertThat(rooms.of(token).orElseThrow().roles()).isEmpty();
    }

    @Test
    void a_project_gives_roles_to_groups_and_takes_them_back_at_once() {
        Principal admin = rooms.admin();
        ProjectId demo = rooms.projects.make(admin, "demo").id();
        ProjectId other = rooms.projects.make(admin, "other").id();
        SessionToken token = rooms.sso("ada", "data team", "team/lead");
        GroupRole team = rooms.groupRoles.make(admin, demo, " data team ", Role.VIEWER);
        assertThat(rooms.of(token).orElseThrow().roles()).containsOnly(Map.entry(demo, Role.VIEWER));
        rooms.groupRoles.make(admin, demo, "/team/lead", Role.AUTHOR);
        assertThat(rooms.of(token).orElseThrow().roles()).containsOnly(Map.entry(demo, Role.AUTHOR));
        rooms.groupRoles.change(admin, demo, team.id(), Role.ADMIN);
        assertThat(rooms.of(token).orElseThrow().roles()).containsOnly(Map.entry(demo, Role.ADMIN));
        assertThatThrownBy(() -> rooms.groupRoles.remove(admin, other, team.id()))
                .as("of another project")
                .isInstanceOf(Refusal.class);
        rooms.groupRoles.remove(admin, demo, team.id());
        assertThat(rooms.of(token).orElseThrow().roles()).containsOnly(Map.entry(demo, Role.AUTHOR));
        assertThat(rooms.groupRoles.list(demo)).extracting(GroupRole::group).containsExactly("team/lead");
        assertThatThrownBy(() -> rooms.groupRoles.make(admin, demo, "team/lead", Role.VIEWER))
                .hasMessageContaining("has a role already");
        for (String wrong : List.of("", "  ", "/", "a\nb", "x".repeat(257))) {
            assertThatThrownBy(() -> rooms.groupRoles.make(admin, demo, wrong, Role.VIEWER))
                    .hasMessageContaining("'group'");
        }
    }

    @Test
    void a_group_whose_name_ends_in_a_new_line_is_not_the_one_without() {
        SessionToken token = rooms.sso("ada", "ekaya-admins\n", "demo-ops\r\n");
        assertThat(rooms.of(token)).hasValueSatisfying(ada -> {
            assertThat(ada.platformAdmin()).isFalse();
            assertThat(ada.roles()).isEmpty();
        });
    }

    @Test
    void nobody_keeps_a_person_out_by_taking_the_name_they_would_get() {
        rooms.admin();
        rooms.sso("admin (subject of admin)");
        SessionToken token = rooms.sso("admin");
        assertThat(rooms.of(token)).hasValueSatisfying(other -> {
            assertThat(other.name()).startsWith("admin (");
            assertThat(other.platformAdmin()).isFalse();
        });
    }

    @Test
    void who_has_a_name_that_does_not_do_here_comes_in_under_another() {
        rooms.admin();
        for (String name : List.of("\u0430dmin", "DOMAIN\\ada", "a\u200Bda")) {
            SessionToken token = rooms.signIn.withIdentityProvider(
                    new SignedInUser(
                            new ExternalUser(
                                    "https://id.example",
                                    "subject " + name.length() + name.hashCode(),
                                    name,
                                    List.of(),
                                    rooms.clock.instant()),
                            Optional.empty(),
                            Optional.empty()),
                    Optional.empty());
            assertThat(rooms.of(token).orElseThrow().name()).startsWith("user subject ");
        }
    }
}
