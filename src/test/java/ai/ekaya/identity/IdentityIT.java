package ai.ekaya.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.oidc.ExternalUser;
import ai.ekaya.oidc.SignedInUser;
import ai.ekaya.store.Sql;
import ai.ekaya.web.PageQuery;
import ai.ekaya.web.Spoken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IdentityIT {
    private static final String ADDRESS = "192.0.2.7";
    private final IdentityRooms rooms = new IdentityRooms();

    @AfterEach
    void close() {
        rooms.close();
    }

    @Test
    void makes_the_first_admin_once_and_shows_a_generated_password_once() {
        FirstAdmin first = new FirstAdmin(
                rooms.store, rooms.limits, rooms.users, rooms.principals, new ai.ekaya.audit.AuditLog(rooms.clock));
        Optional<String> shown = first.ensure(Optional.empty());
        assertThat(shown).isPresent();
        assertThat(first.ensure(Optional.empty())).isEmpty();
        assertThat(first.ensure(Optional.of("another-password"))).isEmpty();
        assertThat(rooms.of(rooms.signIn.withPassword("Admin", shown.get(), ADDRESS)))
                .hasValueSatisfying(admin -> assertThat(admin.platformAdmin()).isTrue());
        assertThatThrownBy(() -> rooms.signIn.withPassword("admin", "another-password", ADDRESS))
                .isInstanceOf(Spoken.class);
    }

    @Test
    void ends_a_session_when_idle_when_old_and_at_sign_out() {
        Principal admin = rooms.admin();
        SessionToken idle = session();
        rooms.clock.advance(Duration.ofHours(2).minusSeconds(1));
        assertThat(rooms.of(idle)).isPresent();
        rooms.clock.advance(Duration.ofHours(2).plusSeconds(1));
        assertThat(rooms.of(idle)).isEmpty();

        SessionToken used = session();
        for (int hour = 0; hour < 11; hour++) {
            rooms.clock.advance(Duration.ofHours(1));
            assertThat(rooms.of(used)).isPresent();
        }
        rooms.clock.advance(Duration.ofHours(1));
        assertThat(rooms.of(used)).isEmpty();

        SessionToken left = session();
        rooms.signIn.out(admin, left);
        assertThat(rooms.of(left)).isEmpty();
        assertThat(rooms.of(new SessionToken("guessed"))).isEmpty();
    }

    private SessionToken session() {
        return rooms.signIn.withPassword("admin", "correct-horse-battery", ADDRESS);
    }

    @Test
    void slows_down_guessing_by_user_and_address_and_lets_others_in() {
        rooms.admin();
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> rooms.signIn.withPassword("admin", "guess", ADDRESS))
                    .isInstanceOf(Spoken.class);
        }
        // Also with the right password, else the refusal would tell which one is right.
        assertThatThrownBy(this::session).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(RefusalCode.RATE_LIMITED);
            assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(30));
        });
        assertThat(rooms.signIn.withPassword("admin", "correct-horse-battery", "192.0.2.8"))
                .isNotNull();
        rooms.clock.advance(Duration.ofSeconds(31));
        assertThatThrownBy(() -> rooms.signIn.withPassword("admin", "guess", ADDRESS))
                .isInstanceOf(Spoken.class);
        assertThatThrownBy(this::session)
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(60)));
        rooms.clock.advance(Duration.ofSeconds(61));
        assertThat(session()).isNotNull();
        assertThat(session()).as("the count starts anew").isNotNull();
    }

    @Test
    void counts_guesses_from_one_network_of_ipv6_together() {
        rooms.admin();
        for (int i = 0; i < 5; i++) {
            String address = "2001:db8:1:2:0:0:0:" + i;
            assertThatThrownBy(() -> rooms.signIn.withPassword("admin", "guess", address))
                    .isInstanceOf(Spoken.class);
        }
        assertThatThrownBy(() -> rooms.signIn.withPassword("admin", "guess", "2001:db8:1:2:0:0:0:99"))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.RATE_LIMITED));
        assertThat(rooms.signIn.withPassword("admin", "correct-horse-battery", "2001:db8:1:3:0:0:0:1"))
                .isNotNull();
    }

    @Test
    void finds_a_project_by_id_and_name_for_members_only() {
        Principal admin = rooms.admin();
        Project demo = rooms.projects.make(admin, "demo");
        assertThat(rooms.projects.resolve(admin, "Demo")).isEqualTo(demo.id());
        Principal olga = rooms.user("olga");
        for (String named : List.of(
                "demo", demo.id().toString(), "nothing", UUID.randomUUID().toString())) {
            assertThatThrownBy(() -> rooms.projects.resolve(olga, named))
                    .isInstanceOf(Refusal.class)
                    .hasMessage("There is no such project for you");
        }
        rooms.members.put(admin, demo.id(), "olga", Role.OPERATOR);
        assertThat(rooms.projects.resolve(rooms.principal("olga"), "demo")).isEqualTo(demo.id());
        rooms.members.remove(admin, demo.id(), "olga");
        assertThatThrownBy(() -> rooms.projects.resolve(rooms.principal("olga"), "demo"))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void refuses_a_project_name_that_is_taken_or_looks_like_an_id() {
        Principal admin = rooms.admin();
        rooms.projects.make(admin, "demo");
        assertThatThrownBy(() -> rooms.projects.make(admin, "DEMO"))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.CONFLICT));
        assertThatThrownBy(() -> rooms.projects.make(admin, UUID.randomUUID().toString()))
                .hasMessageContaining("form of an id");
    }

    @Test
    void lists_projects_in_pages_and_only_ones_own() {
        Principal admin = rooms.admin();
        for (String name : List.of("a", "b", "c")) {
            rooms.projects.make(admin, name);
        }
        PageQuery first = PageQuery.of(rooms.limits, null, 2);
        var page = rooms.projects.list(admin, first);
        assertThat(page.items()).extracting(Project::name).containsExactly("a", "b");
        var rest = rooms.projects.list(
                admin, PageQuery.of(rooms.limits, page.next().orElseThrow(), 2));
        assertThat(rest.items()).extracting(Project::name).containsExactly("c");
        assertThat(rest.next()).isEmpty();
        assertThat(rooms.projects.list(rooms.user("olga"), first).items()).isEmpty();
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
        assertThat(rooms.principals.of(admin.user())).isEmpty();
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
    void takes_roles_from_the_identity_providers_groups_of_today() {
        Principal admin = rooms.admin();
        ProjectId demo = rooms.projects.make(admin, "demo").id();
        SessionToken first = rooms.signIn.withIdentityProvider(external("ada", "demo-ops", "others"));
        assertThat(rooms.of(first)).hasValueSatisfying(ada -> {
            assertThat(ada.platformAdmin()).isFalse();
            assertThat(ada.roles()).containsOnly(Map.entry(demo, Role.OPERATOR));
        });
        rooms.signIn.withIdentityProvider(external("ada", "ekaya-admins"));
        assertThat(rooms.of(first)).hasValueSatisfying(ada -> {
            assertThat(ada.platformAdmin()).isTrue();
            assertThat(ada.roles()).isEmpty();
        });
    }

    @Test
    void never_takes_a_person_of_the_identity_provider_for_a_local_user_of_the_same_name() {
        Principal admin = rooms.admin();
        SessionToken token = rooms.signIn.withIdentityProvider(external("admin"));
        assertThat(rooms.of(token)).hasValueSatisfying(other -> {
            assertThat(other.user()).isNotEqualTo(admin.user());
            assertThat(other.platformAdmin()).isFalse();
        });
        assertThatThrownBy(() -> rooms.signIn.withPassword("admin (subject of admin)", "", ADDRESS))
                .isInstanceOf(Spoken.class);
    }

    private SignedInUser external(String name, String... groups) {
        return new SignedInUser(said(rooms.clock.instant(), name, groups), Optional.empty(), Optional.empty());
    }

    private static ExternalUser said(Instant at, String name, String... groups) {
        return new ExternalUser("https://id.example", "subject of " + name, name, List.of(groups), at);
    }

    @Test
    void an_older_token_does_not_bring_a_group_back() {
        ProjectId demo = rooms.projects.make(rooms.admin(), "demo").id();
        SessionToken token = rooms.signIn.withIdentityProvider(external("ada", "demo-ops"));
        assertThat(rooms.of(token).orElseThrow().roles()).containsKey(demo);
        rooms.clock.advance(Duration.ofMinutes(1));
        rooms.signIn.withIdentityProvider(external("ada"));
        Instant older = rooms.clock.instant().minusSeconds(30);
        rooms.store.transact(transaction -> rooms.users.seen(transaction, said(older, "ada", "demo-ops")));
        assertThat(rooms.of(token).orElseThrow().roles()).isEmpty();
    }

    @Test
    void a_project_gives_roles_to_groups_and_takes_them_back_at_once() {
        Principal admin = rooms.admin();
        ProjectId demo = rooms.projects.make(admin, "demo").id();
        ProjectId other = rooms.projects.make(admin, "other").id();
        SessionToken token = rooms.signIn.withIdentityProvider(external("ada", "data team", "team/lead"));
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
    void lets_nobody_in_with_local_credentials_once_they_are_off() {
        Principal admin = rooms.admin();
        ProjectId demo = rooms.projects.make(admin, "demo").id();
        SessionToken before = session();
        String token = rooms.tokens
                .make(admin, "script", demo, Role.VIEWER, Optional.empty())
                .token();
        IdentityRooms.Off off = rooms.withoutLocalAccounts();
        assertThatThrownBy(() -> off.signIn().withPassword("admin", "correct-horse-battery", ADDRESS))
                .hasMessageContaining("switched off");
        assertThat(off.of(before)).isEmpty();
        assertThat(off.tokens().authenticate(token)).isEmpty();
        SessionToken ada = off.signIn().withIdentityProvider(external("ada"));
        assertThat(off.of(ada)).isPresent();
        assertThat(off.principals().of(admin.user())).as("for schedules").isPresent();
    }

    @Test
    void knows_a_generated_password_until_it_is_changed() {
        FirstAdmin first = new FirstAdmin(
                rooms.store, rooms.limits, rooms.users, rooms.principals, new ai.ekaya.audit.AuditLog(rooms.clock));
        String shown = first.ensure(Optional.empty()).orElseThrow();
        Principal admin = rooms.principal("admin");
        assertThat(mustChange(admin)).isTrue();
        assertThatThrownBy(() -> rooms.passwords.change(admin, Optional.empty(), shown, shown, ADDRESS))
                .hasMessageContaining("expected another");
        rooms.passwords.change(admin, Optional.empty(), shown, "correct-horse-battery", ADDRESS);
        assertThat(mustChange(admin)).isFalse();
        assertThat(session()).isNotNull();
    }

    @Test
    void makes_passwords_for_who_has_none_or_forgot_theirs() {
        Principal admin = rooms.admin();
        String made = rooms.users.make(admin, "olga", null).generated().orElseThrow();
        SessionToken session = rooms.signIn.withPassword("olga", made, ADDRESS);
        assertThat(mustChange(rooms.principal("olga"))).isTrue();
        String another = rooms.users.resetPassword(admin, "olga").generated().orElseThrow();
        assertThat(rooms.of(session)).isEmpty();
        assertThatThrownBy(() -> rooms.signIn.withPassword("olga", made, ADDRESS))
                .isInstanceOf(Spoken.class);
        assertThat(rooms.signIn.withPassword("olga", another, ADDRESS)).isNotNull();
        assertThat(rooms.users.make(admin, "otto", "long-enough-password").generated())
                .isEmpty();
        assertThat(mustChange(rooms.principal("otto"))).isFalse();
        rooms.signIn.withIdentityProvider(external("ada"));
        assertThatThrownBy(() -> rooms.users.resetPassword(admin, "ada")).hasMessageContaining("identity provider");
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
        assertThat(rooms.principals.of(ci.user())).as("for schedules").isPresent();
        assertThat(rooms.serviceTokens.list(demo))
                .extracting(ApiToken::prefix)
                .containsExactly(made.token().substring(0, 10));
        assertThat(rooms.serviceTokens.list(other)).isEmpty();
        assertThat(rooms.users.list(new PageQuery(Optional.empty(), 50)).items())
                .extracting(User::name)
                .containsExactly("admin");
        assertThatThrownBy(() -> rooms.serviceTokens.make(ci, demo, "more", Role.VIEWER, Optional.empty()))
                .hasMessageContaining("a token is not enough");
        assertThatThrownBy(() -> rooms.serviceTokens.revoke(admin, other, made.id()))
                .isInstanceOf(Refusal.class);
        rooms.serviceTokens.revoke(admin, demo, made.id());
        assertThat(rooms.tokens.authenticate(made.token())).isEmpty();
        assertThat(rooms.principals.of(ci.user())).as("its schedules stop").isEmpty();
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
        Users few = new Users(
                rooms.store,
                rooms.limits.with(Limit.IDENTITY_USERS_COUNT, 2),
                rooms.clock,
                rooms.audit,
                rooms.sessions);
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
        assertThat(few.make(admin, "olga", "long-enough-password").user().name())
                .isEqualTo("olga");
        assertThatThrownBy(() -> few.make(admin, "otto", "long-enough-password"))
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
    void a_project_admin_moves_no_right_of_the_configuration_by_renaming() {
        Principal admin = rooms.admin();
        ProjectId toys = rooms.projects.make(admin, "toys").id();
        rooms.user("olga");
        rooms.members.put(admin, toys, "olga", Role.ADMIN);
        Principal olga = rooms.principal("olga");
        SessionToken ada = rooms.signIn.withIdentityProvider(external("ada", "demo-ops"));
        assertThatThrownBy(() -> rooms.projects.rename(olga, toys, "DEMO")).hasMessageContaining("OIDC_GROUP_ROLES");
        assertThat(rooms.projects.get(toys).name()).isEqualTo("toys");
        assertThat(rooms.of(ada).orElseThrow().roles()).isEmpty();
        assertThat(rooms.projects.rename(olga, toys, "games").name()).isEqualTo("games");

        rooms.projects.rename(admin, toys, "Demo");
        assertThatThrownBy(() -> rooms.projects.rename(olga, toys, "games")).hasMessageContaining("OIDC_GROUP_ROLES");
        assertThat(rooms.of(ada).orElseThrow().roles()).containsOnly(Map.entry(toys, Role.OPERATOR));
        assertThat(rooms.projects.rename(olga, toys, "demo").name())
                .as("the same name in another case")
                .isEqualTo("demo");
    }

    @Test
    void a_group_whose_name_ends_in_a_new_line_is_not_the_one_without() {
        SessionToken token = rooms.signIn.withIdentityProvider(external("ada", "ekaya-admins\n", "demo-ops\r\n"));
        assertThat(rooms.of(token)).hasValueSatisfying(ada -> {
            assertThat(ada.platformAdmin()).isFalse();
            assertThat(ada.roles()).isEmpty();
        });
    }

    @Test
    void nobody_keeps_a_person_out_by_taking_the_name_they_would_get() {
        rooms.admin();
        rooms.signIn.withIdentityProvider(external("admin (subject of admin)"));
        SessionToken token = rooms.signIn.withIdentityProvider(external("admin"));
        assertThat(rooms.of(token)).hasValueSatisfying(other -> {
            assertThat(other.name()).startsWith("admin (");
            assertThat(other.platformAdmin()).isFalse();
        });
    }

    private boolean mustChange(Principal principal) {
        return rooms.store.inTransaction(
                transaction -> rooms.principals.mustChangePassword(transaction, principal.user()));
    }

    @Test
    void removes_an_empty_project_with_its_members() {
        Principal admin = rooms.admin();
        ProjectId demo = rooms.projects.make(admin, "demo").id();
        rooms.user("olga");
        rooms.members.put(admin, demo, "olga", Role.VIEWER);
        rooms.projects.remove(admin, demo);
        assertThat(rooms.principal("olga").roles()).isEmpty();
        assertThatThrownBy(() -> rooms.projects.resolve(admin, "demo")).isInstanceOf(Refusal.class);
    }
}
