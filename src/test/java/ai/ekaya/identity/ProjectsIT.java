package ai.ekaya.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.web.PageQuery;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Projects and their members. */
class ProjectsIT {
    private final IdentityRooms rooms = new IdentityRooms();

    @AfterEach
    void close() {
        rooms.close();
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
    void a_project_admin_moves_no_right_of_the_configuration_by_renaming() {
        Principal admin = rooms.admin();
        ProjectId toys = rooms.projects.make(admin, "toys").id();
        rooms.user("olga");
        rooms.members.put(admin, toys, "olga", Role.ADMIN);
        Principal olga = rooms.principal("olga");
        SessionToken ada = rooms.sso("ada", "demo-ops");
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
    void a_project_weighs_one_until_it_is_told_otherwise() {
        Principal admin = rooms.admin();
        assertThat(rooms.projects.make(admin, "demo").weight()).isEqualTo(1);
        assertThat(rooms.projects.weigh(admin, "demo", 5).weight()).isEqualTo(5);
        ProjectId demo = rooms.projects.resolve(admin, "demo");
        assertThat(rooms.projects.get(demo).weight()).isEqualTo(5);
        for (Integer wrong : Arrays.asList(0, 101, -1, null)) {
            assertThatThrownBy(() -> rooms.projects.weigh(admin, "demo", wrong))
                    .hasMessage("'weight' is " + wrong + ", expected a number from 1 to 100");
        }
        assertThat(rooms.projects.get(demo).weight()).isEqualTo(5);
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

    @Test
    void another_projects_service_is_to_an_admin_as_a_name_that_is_nobodys() {
        Principal admin = rooms.admin();
        ProjectId demo = rooms.projects.make(admin, "demo").id();
        ProjectId other = rooms.projects.make(admin, "other").id();
        rooms.user("olga");
        rooms.members.put(admin, demo, "olga", Role.ADMIN);
        Principal olga = rooms.principal("olga");
        Principal own = service(demo);
        Principal foreign = service(other);
        for (String named : List.of(
                foreign.name(),
                foreign.user().toString(),
                "nobody",
                UUID.randomUUID().toString())) {
            assertThatThrownBy(() -> rooms.members.put(olga, demo, named, Role.VIEWER))
                    .as(named)
                    .isInstanceOf(Refusal.class)
                    .hasMessage("There is no such user");
        }
        assertThat(rooms.members.list(demo, new PageQuery(Optional.empty(), 50)).items())
                .extracting(Member::name)
                .containsExactly(own.name(), "olga");
        rooms.members.put(olga, demo, own.name(), Role.VIEWER);
        assertThat(Access.roleOf(rooms.principal(own.name()), demo)).contains(Role.VIEWER);
    }

    private Principal service(ProjectId project) {
        Tokens.Made made = rooms.serviceTokens.make(rooms.admin(), project, "ci", Role.OPERATOR, Optional.empty());
        return rooms.tokens.authenticate(made.token()).orElseThrow();
    }

    @Test
    void taking_a_role_away_tells_nobody_from_who_is_no_member() {
        Principal admin = rooms.admin();
        ProjectId demo = rooms.projects.make(admin, "demo").id();
        rooms.user("olga");
        for (String named : List.of("olga", "nobody")) {
            assertThatThrownBy(() -> rooms.members.remove(admin, demo, named))
                    .hasMessage("The project has no member of this name or id");
        }
    }

    @Test
    void guessing_names_is_slowed_down_and_adding_people_is_not() {
        Principal admin = rooms.admin();
        ProjectId demo = rooms.projects.make(admin, "demo").id();
        for (int i = 0; i < 12; i++) {
            rooms.user("person " + i);
            rooms.members.put(admin, demo, "person " + i, Role.VIEWER);
        }
        rooms.user("olga");
        for (int i = 0; i < 10; i++) {
            String guess = "guess " + i;
            assertThatThrownBy(() -> rooms.members.put(admin, demo, guess, Role.VIEWER))
                    .hasMessage("There is no such user");
        }
        assertThatThrownBy(() -> rooms.members.put(admin, demo, "olga", Role.VIEWER))
                .as("also who is there, else the refusal would tell")
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.RATE_LIMITED));
        assertThat(rooms.principal("olga").roles()).isEmpty();
        rooms.clock.advance(Duration.ofSeconds(6));
        rooms.members.put(admin, demo, "olga", Role.VIEWER);
        assertThat(rooms.principal("olga").roles()).containsKey(demo);
    }

    @Test
    void a_token_renames_a_project_and_deletes_none() {
        Principal admin = rooms.admin();
        ProjectId toys = rooms.projects.make(admin, "toys").id();
        Principal token = rooms.tokens
                .authenticate(rooms.serviceTokens
                        .make(admin, toys, "ci", Role.ADMIN, Optional.empty())
                        .token())
                .orElseThrow();
        assertThat(rooms.projects.rename(token, toys, "games").name()).isEqualTo("games");
        assertThatThrownBy(() -> rooms.projects.remove(token, toys)).hasMessageContaining("a token is not enough");
        assertThat(rooms.projects.get(toys).name()).isEqualTo("games");
        rooms.projects.remove(admin, toys);
        assertThatThrownBy(() -> rooms.projects.resolve(admin, "games")).isInstanceOf(Refusal.class);
    }

    @Test
    void a_name_is_found_however_its_letters_were_typed_and_taken_only_once() {
        Principal admin = rooms.admin();
        rooms.projects.make(admin, "Büro");
        assertThat(rooms.projects.resolve(admin, "bu\u0308ro")).isEqualTo(rooms.projects.resolve(admin, "Büro"));
        assertThatThrownBy(() -> rooms.projects.make(admin, "BU\u0308RO")).hasMessageContaining("already");
        assertThatThrownBy(() -> rooms.projects.make(admin, "B\u0443ro")).hasMessageContaining("several alphabets");
    }
}
