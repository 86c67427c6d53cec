package ai.ekaya.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Refusal;
import ai.ekaya.store.Sql;
import ai.ekaya.web.PageQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Personal tokens and those of projects. */
class TokensIT {
    private final IdentityRooms rooms = new IdentityRooms();

    @AfterEach
    void close() {
        rooms.close();
    }

    @Test
    void a_token_gives_one_project_at_most_its_role_and_no_more_than_its_owner_has_today() {
        Principal admin = rooms.admin();
        ProjectId demo = rooms.projects.make(admin, "demo").id();
        rooms.user("olga");
        rooms.members.put(admin, demo, "olga", Role.AUTHOR);
        Principal olga = rooms.principal("olga");
        assertThatThrownBy(() -> rooms.tokens.make(olga, "t", demo, Role.ADMIN, Optional.empty()))
                .hasMessage("This needs role admin, yours is author");
        String text = rooms.tokens
                .make(olga, "t", demo, Role.OPERATOR, Optional.empty())
                .token();
        assertThat(text).startsWith("eka_");
        assertThat(role(text, demo)).contains(Role.OPERATOR);
        rooms.members.put(admin, demo, "olga", Role.VIEWER);
        assertThat(role(text, demo)).contains(Role.VIEWER);
        rooms.members.remove(admin, demo, "olga");
        assertThat(role(text, demo)).isEmpty();

        String ofAdmin = rooms.tokens
                .make(admin, "t", demo, Role.ADMIN, Optional.empty())
                .token();
        assertThat(rooms.tokens.authenticate(ofAdmin)).hasValueSatisfying(principal -> {
            assertThat(principal.platformAdmin()).isFalse();
            assertThat(principal.roles()).containsOnlyKeys(demo);
        });
    }

    private Optional<Role> role(String token, ProjectId project) {
        return Access.roleOf(rooms.tokens.authenticate(token).orElseThrow(), project);
    }

    @Test
    void a_token_ends_when_it_expires_is_revoked_or_its_owner_is_disabled() {
        Principal admin = rooms.admin();
        ProjectId demo = rooms.projects.make(admin, "demo").id();
        Tokens.Made made = rooms.tokens.make(
                admin, "t", demo, Role.VIEWER, Optional.of(rooms.clock.instant().plusSeconds(60)));
        assertThat(rooms.tokens.authenticate(made.token())).isPresent();
        rooms.clock.advance(Duration.ofSeconds(61));
        assertThat(rooms.tokens.authenticate(made.token())).isEmpty();

        Tokens.Made second = rooms.tokens.make(admin, "t", demo, Role.VIEWER, Optional.empty());
        assertThatThrownBy(() -> rooms.tokens.revoke(rooms.user("olga"), second.id()))
                .hasMessage("You have no such token");
        rooms.tokens.revoke(admin, second.id());
        assertThat(rooms.tokens.authenticate(second.token())).isEmpty();

        Tokens.Made third = rooms.tokens.make(admin, "t", demo, Role.VIEWER, Optional.empty());
        disable("admin");
        assertThat(rooms.tokens.authenticate(third.token())).isEmpty();
        assertThat(rooms.scheduled(admin)).isEmpty();
    }

    private void disable(String name) {
        rooms.store.transact(
                transaction -> rooms.users.byName(transaction, name).orElseThrow().disabled = true);
    }

    @Test
    void bounds_the_tokens_of_a_user_and_their_life() {
        Principal admin = rooms.admin();
        ProjectId demo = rooms.projects.make(admin, "demo").id();
        Tokens two = new Tokens(
                rooms.store,
                rooms.limits.with(Limit.IDENTITY_TOKENS_PER_USER_COUNT, 2),
                rooms.clock,
                rooms.principals,
                rooms.audit);
        two.make(admin, "a", demo, Role.VIEWER, Optional.empty());
        two.make(admin, "b", demo, Role.VIEWER, Optional.empty());
        assertThatThrownBy(() -> two.make(admin, "c", demo, Role.VIEWER, Optional.empty()))
                .hasMessageContaining("You have 2 tokens");
        assertThatThrownBy(() -> rooms.tokens.make(
                        admin,
                        "long",
                        demo,
                        Role.VIEWER,
                        Optional.of(rooms.clock.instant().plus(Duration.ofDays(367)))))
                .hasMessageContaining("'expiresAt'");
    }

    @Test
    void forgets_expired_tokens_also_those_for_other_projects() {
        Principal admin = rooms.admin();
        ProjectId first = rooms.projects.make(admin, "first").id();
        ProjectId second = rooms.projects.make(admin, "second").id();
        Instant soon = rooms.clock.instant().plus(Duration.ofHours(1));
        rooms.tokens.make(admin, "ends", first, Role.VIEWER, Optional.of(soon));
        rooms.tokens.make(admin, "stays", first, Role.VIEWER, Optional.empty());
        rooms.clock.advance(Duration.ofHours(2));
        rooms.tokens.make(admin, "new", second, Role.VIEWER, Optional.empty());
        assertThat(rooms.store.<List<String>>inProject(
                        first.value(), t -> Sql.list(t, "SELECT name FROM ekaya.api_token", row -> row.getString(1))))
                .containsExactly("stays");
    }

    @Test
    void a_service_token_belongs_to_the_project_and_ends_at_once() {
        Principal admin = rooms.admin();
        ProjectId demo = rooms.projects.make(admin, "demo").id();
        ProjectId other = rooms.projects.make(admin, "other").id();
        Tokens.Made made = rooms.serviceTokens.make(admin, demo, "ci", Role.OPERATOR, Optional.empty());
        Principal ci = rooms.tokens.authenticate(made.token()).orElseThrow();
        assertThat(ci.roles()).containsOnly(Map.entry(demo, Role.OPERATOR));
        assertThat(ci.platformAdmin()).isFalse();
        assertThat(ci.name()).startsWith("ci (service ");
        assertThat(rooms.withoutLocalAccounts().tokens().authenticate(made.token()))
                .as("a service is no local account")
                .isPresent();
        assertThat(rooms.scheduled(ci)).as("for schedules").isPresent();
        assertThat(rooms.serviceTokens.list(demo))
                .extracting(ApiToken::prefix)
                .containsExactly(made.token().substring(0, 10));
        assertThat(rooms.serviceTokens.list(other)).isEmpty();
        assertThat(rooms.users.list(new PageQuery(Optional.empty(), 50)).items())
                .extracting(User::name)
                .containsExactly("admin");
        assertThatThrownBy(() -> rooms.serviceTokens.make(ci, demo, "more", Role.VIEWER, Optional.empty()))
                .hasMessage("This needs role admin, yours is operator");
        assertThatThrownBy(() -> rooms.serviceTokens.revoke(admin, other, made.id()))
                .isInstanceOf(Refusal.class);
        rooms.serviceTokens.revoke(admin, demo, made.id());
        assertThat(rooms.tokens.authenticate(made.token())).isEmpty();
        assertThat(rooms.scheduled(ci)).as("its schedules stop").isEmpty();
        assertThat(rooms.serviceTokens.make(admin, demo, "ci", Role.VIEWER, Optional.empty()))
                .as("the name is free again")
                .isNotNull();
    }

    @Test
    void a_service_token_goes_with_its_project() {
        Principal admin = rooms.admin();
        ProjectId demo = rooms.projects.make(admin, "demo").id();
        String token = rooms.serviceTokens
                .make(admin, demo, "ci", Role.ADMIN, Optional.empty())
                .token();
        rooms.projects.remove(admin, demo);
        assertThat(rooms.tokens.authenticate(token)).isEmpty();
    }

    @Test
    void service_tokens_take_no_room_from_people_however_many_came_and_went() {
        Principal admin = rooms.admin();
        ProjectId demo = rooms.projects.make(admin, "demo").id();
        Users few = new Users(rooms.store, rooms.limits.with(Limit.IDENTITY_USERS_COUNT, 2), rooms.clock);
        UserChanges people = new UserChanges(rooms.store, rooms.limits, few, rooms.sessions, rooms.tokens, rooms.audit);
        ServiceTokens services = new ServiceTokens(rooms.store, rooms.limits, few, rooms.tokens, rooms.audit);
        for (int i = 0; i < 3; i++) {
            UUID id = services.make(admin, demo, "ci", Role.VIEWER, Optional.empty())
                    .id();
            services.revoke(admin, demo, id);
        }
        assertThat(rooms.store.<List<String>>inTransaction(
                        t -> Sql.list(t, "SELECT name FROM ekaya.app_user", row -> row.getString(1))))
                .containsExactly("admin");
        services.make(admin, demo, "ci", Role.VIEWER, Optional.empty());
        assertThat(people.make(admin, "olga", "long-enough-password").user().name())
                .isEqualTo("olga");
        assertThatThrownBy(() -> people.make(admin, "otto", "long-enough-password"))
                .hasMessageContaining("There are 2 users");
    }

    @Test
    void a_token_gives_nobody_a_right_that_would_outlive_it() {
        Principal admin = rooms.admin();
        ProjectId demo = rooms.projects.make(admin, "demo").id();
        rooms.user("olga");
        Principal token = rooms.tokens
                .authenticate(rooms.serviceTokens
                        .make(admin, demo, "ci", Role.ADMIN, Optional.empty())
                        .token())
                .orElseThrow();
        GroupRole team = rooms.groupRoles.make(admin, demo, "team", Role.VIEWER);
        for (ThrowingCallable attempt : List.<ThrowingCallable>of(
                () -> rooms.members.put(token, demo, "olga", Role.ADMIN),
                () -> rooms.groupRoles.make(token, demo, "crew", Role.ADMIN),
                () -> rooms.groupRoles.change(token, demo, team.id(), Role.ADMIN))) {
            assertThatThrownBy(attempt).hasMessageContaining("a token is not enough");
        }
        assertThat(rooms.principal("olga").roles()).isEmpty();
        assertThat(rooms.groupRoles.list(demo)).containsExactly(team);
        rooms.members.put(admin, demo, "olga", Role.VIEWER);
        rooms.members.remove(token, demo, "olga");
        rooms.groupRoles.remove(token, demo, team.id());
        assertThat(rooms.principal("olga").roles()).as("taking away is no gain").isEmpty();
    }

    @Test
    void a_schedule_in_the_name_of_a_service_goes_on_as_long_as_its_token_counts() {
        Principal admin = rooms.admin();
        ProjectId demo = rooms.projects.make(admin, "demo").id();
        Instant soon = rooms.clock.instant().plus(Duration.ofHours(1));
        Tokens.Made made = rooms.serviceTokens.make(admin, demo, "ci", Role.OPERATOR, Optional.of(soon));
        Principal ci = rooms.tokens.authenticate(made.token()).orElseThrow();
        rooms.clock.advance(Duration.ofMinutes(59));
        assertThat(rooms.scheduled(ci)).isPresent();
        rooms.clock.advance(Duration.ofMinutes(2));
        assertThat(rooms.tokens.authenticate(made.token())).isEmpty();
        assertThat(rooms.scheduled(ci)).isEmpty();
    }
}
