package ai.ekaya.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.identity.Principal.Kind;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AccessTest {
    private static final ProjectId MINE = new ProjectId(UUID.randomUUID());
    private static final ProjectId OTHER = new ProjectId(UUID.randomUUID());

    private static Principal member(Kind kind, Role role) {
        return new Principal(kind, new UserId(UUID.randomUUID()), "olga", false, Map.of(MINE, role));
    }

    private static Principal platformAdmin(Kind kind) {
        return new Principal(kind, new UserId(UUID.randomUUID()), "root", true, Map.of());
    }

    private static Stream<Action> inProjects() {
        return Arrays.stream(Action.values()).filter(Action::inProject);
    }

    private static Stream<Action> onPlatform() {
        return Arrays.stream(Action.values()).filter(action -> !action.inProject());
    }

    private static boolean may(Principal principal, Action action, Place place) {
        return Access.decide(principal, action, place).allowed();
    }

    @Test
    void a_project_does_not_exist_for_who_is_no_member_whatever_is_asked() {
        Principal admin = member(Kind.USER, Role.ADMIN);
        assertThat(inProjects())
                .allSatisfy(action -> assertThat(Access.decide(admin, action, OTHER))
                        .isInstanceOf(Decision.Absent.class)
                        .isEqualTo(Access.decide(admin, action, OTHER)));
        assertThat(inProjects())
                .allSatisfy(action -> assertThat(may(admin, action, MINE)).isTrue());
    }

    @Test
    void a_larger_role_never_loses_what_a_smaller_one_may() {
        assertThat(inProjects()).allSatisfy(action -> {
            for (Role role : Role.values()) {
                assertThat(may(member(Kind.USER, role), action, MINE))
                        .as("%s as %s", action, role)
                        .isEqualTo(role.includes(action.atLeast()));
            }
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"TOKEN", "SCHEDULE"})
    void what_gives_rights_needs_a_person_also_of_an_admin(Kind kind) {
        assertThat(Stream.of(Action.MANAGE_MEMBERS, Action.REMOVE_PROJECT))
                .allSatisfy(action ->
                        assertThat(may(member(kind, Role.ADMIN), action, MINE)).isFalse());
        assertThat(onPlatform().filter(Action::inPerson))
                .contains(Action.MANAGE_USERS, Action.MANAGE_OWN_TOKENS, Action.CHANGE_OWN_PASSWORD)
                .allSatisfy(action -> assertThat(may(platformAdmin(kind), action, Place.PLATFORM))
                        .isFalse());
        // The legal twin: an admin's token does the daily work.
        assertThat(may(member(kind, Role.ADMIN), Action.MANAGE_DATASOURCE, MINE))
                .isTrue();
    }

    @Test
    void the_platform_is_for_platform_admins_alone() {
        Stream<Action> ofAdmins = onPlatform().filter(action -> action.level() == Action.Level.PLATFORM_ADMIN);
        assertThat(ofAdmins).isNotEmpty().allSatisfy(action -> {
            assertThat(may(member(Kind.USER, Role.ADMIN), action, Place.PLATFORM))
                    .isFalse();
            assertThat(may(platformAdmin(Kind.USER), action, Place.PLATFORM)).isTrue();
        });
    }

    @Test
    void a_refusal_says_which_role_is_needed_and_which_there_is() {
        assertThatThrownBy(() -> Access.require(member(Kind.USER, Role.VIEWER), Action.RUN_APP, MINE))
                .isInstanceOf(Refusal.class)
                .hasMessage("This needs role operator, yours is viewer")
                .extracting(thrown -> ((Refusal) thrown).code())
                .isEqualTo(RefusalCode.NOT_PERMITTED);
    }

    @Test
    void nobody_gives_more_than_they_have() {
        Principal operator = member(Kind.USER, Role.OPERATOR);
        Access.requireToGive(operator, MINE, Role.VIEWER);
        Access.requireToGive(operator, MINE, Role.OPERATOR);
        assertThatThrownBy(() -> Access.requireToGive(operator, MINE, Role.AUTHOR))
                .hasMessage("This needs role author, yours is operator");
        assertThatThrownBy(() -> Access.requireToGive(operator, OTHER, Role.VIEWER))
                .hasMessageContaining("There is no project");
    }

    @Test
    void an_action_is_done_to_what_it_is_for() {
        Principal admin = platformAdmin(Kind.USER);
        assertThatThrownBy(() -> Access.decide(admin, Action.RUN_APP, Place.PLATFORM))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Access.decide(admin, Action.MANAGE_USERS, MINE))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
