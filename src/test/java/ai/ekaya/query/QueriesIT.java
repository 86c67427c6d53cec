package ai.ekaya.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.boot.local.TestShop;
import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.web.Json;
import ai.ekaya.web.PageQuery;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a suggestion to an approval and on. */
class QueriesIT {
    private static final String OF_CUSTOMER = "SELECT id FROM orders WHERE customer_id = {{customer}} ORDER BY id";
    private static final String CUSTOMER = "[{\"name\": \"customer\", \"type\": \"integer\", \"min\": 1}]";

    @TempDir
    private Path home;

    private Project project;

    @BeforeEach
    void open() {
        project = new Project(home, TestShop.shared(), Limits.defaults());
    }

    @AfterEach
    void close() {
        project.close();
    }

    private static void assertRefused(RefusalCode code, Throwable refusal) {
        assertThat(refusal)
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void runs_once_it_is_approved_and_not_before() {
        QueryView made = project.suggest(project.reading("of-customer", OF_CUSTOMER, CUSTOMER));
        assertThat(made.state()).isEqualTo(QueryState.DRAFT);
        assertThat(made.latest().read()).isTrue();
        assertThatThrownBy(() -> project.execute("of-customer", "{\"customer\": 1}"))
                .satisfies(e -> assertRefused(RefusalCode.NOT_PERMITTED, e))
                .hasMessage("Query of-customer is not approved yet; an administrator approves it under the project's"
                        + " queries");
        project.approve("of-customer", 1, false);
        QueryView approved = project.rooms.queries().get(project.id, made.id().toString());
        assertThat(approved.state()).isEqualTo(QueryState.APPROVED);
        assertThat(approved.latest().decided().orElseThrow().name()).isEqualTo("admin");
        assertThat(approved.latest().suggested().name()).isEqualTo("author");
        assertThat(approved.latest().ownApproval()).isFalse();
        assertThat(project.rows("of-customer", "{\"customer\": 1}").size())
                .isEqualTo(Integer.parseInt(project.shop("SELECT count(*) FROM orders WHERE customer_id = 1")));
        assertThat(project.rows(made.id().toString(), "{\"customer\": 1}")).isNotEmpty();
    }

    @Test
    void a_change_waits_while_the_approved_wording_runs_on_unchanged() {
        project.approved(project.reading("of-customer", OF_CUSTOMER, CUSTOMER));
        String before = project.stored("SELECT sql || parameters || hash FROM query_version WHERE number = 1");
        QueryView changed = project.rooms.suggestions.change(
                project.author,
                project.id,
                "of-customer",
                Project.text("SELECT count(*) FROM orders WHERE customer_id = {{customer}}"));
        assertThat(changed.state()).isEqualTo(QueryState.APPROVED);
        assertThat(changed.latest().number()).isEqualTo(2);
        assertThat(changed.latest().state()).isEqualTo(VersionState.DRAFT);
        assertThat(changed.approved().orElseThrow().number()).isEqualTo(1);
        assertThat(project.rows("of-customer", "{\"customer\": 1}")).hasSizeGreaterThan(1);
        project.approve("of-customer", 2, false);
        assertThat(project.rows("of-customer", "{\"customer\": 1}")).hasSize(1);
        assertThat(project.stored("SELECT sql || parameters || hash FROM query_version WHERE number = 1"))
                .isEqualTo(before);
        assertThat(project.rooms
                        .queries()
                        .versions(project.id, "of-customer", new PageQuery(Optional.empty(), 10))
                        .items())
                .extracting(VersionView::number, VersionView::state)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(2, VersionState.APPROVED),
                        org.assertj.core.groups.Tuple.tuple(1, VersionState.REPLACED));
    }

    @Test
    void the_same_wording_again_is_no_version() {
        project.approved(project.reading("of-customer", OF_CUSTOMER, CUSTOMER));
        QueryView same =
                project.rooms.suggestions.change(project.author, project.id, "of-customer", Project.text(OF_CUSTOMER));
        assertThat(same.latest().number()).isEqualTo(1);
    }

    @Test
    void an_approval_is_of_the_version_that_was_read() {
        project.suggest(project.reading("of-customer", OF_CUSTOMER, CUSTOMER));
        project.rooms.suggestions.change(
                project.author, project.id, "of-customer", Project.text(OF_CUSTOMER + " LIMIT 1"));
        assertThatThrownBy(() -> project.approve("of-customer", 1, false))
                .satisfies(e -> assertRefused(RefusalCode.CONFLICT, e))
                .hasMessage(
                        "Version 1 of query of-customer does not wait for a decision; version 2 does, read it first");
        assertThatThrownBy(() -> project.approve("of-customer", 3, false))
                .satisfies(e -> assertRefused(RefusalCode.CONFLICT, e));
        assertThat(project.rooms.queries().get(project.id, "of-customer").state())
                .isEqualTo(QueryState.DRAFT);
        project.approve("of-customer", 2, false);
        assertThat(project.rows("of-customer", "{\"customer\": 1}")).hasSize(1);
    }

    @Test
    void of_two_administrators_at_once_one_approves() {
        project.suggest(project.reading("of-customer", OF_CUSTOMER, CUSTOMER));
        List<CompletableFuture<String>> racing = new ArrayList<>();
        for (var who : List.of(project.admin, project.other)) {
            racing.add(CompletableFuture.supplyAsync(() -> {
                try {
                    project.rooms.approvals.approve(
                            who, project.id, "of-customer", new Approvals.Approval(1, false, Optional.empty()));
                    return "approved";
                } catch (Refusal e) {
                    return e.code().name();
                }
            }));
        }
        assertThat(racing.stream().map(CompletableFuture::join)).containsExactlyInAnyOrder("approved", "CONFLICT");
        assertThat(project.stored("SELECT count(*) FROM audit_event WHERE type = 'QUERY_APPROVED'"))
                .isEqualTo("1");
    }

    @Test
    void a_rejected_version_stays_rejected_and_says_why() {
        project.suggest(project.reading("of-customer", OF_CUSTOMER, CUSTOMER));
        assertThatThrownBy(() -> project.rooms.approvals.reject(project.admin, project.id, "of-customer", 1, ""))
                .hasMessageContaining("'reason' is empty");
        project.rooms.approvals.reject(project.admin, project.id, "of-customer", 1, "Too wide");
        QueryView rejected = project.rooms.queries().get(project.id, "of-customer");
        assertThat(rejected.latest().state()).isEqualTo(VersionState.REJECTED);
        assertThat(rejected.latest().reason()).contains("Too wide");
        assertThatThrownBy(() -> project.approve("of-customer", 1, false))
                .hasMessageContaining("the latest is 1, rejected by admin");
        assertThatThrownBy(() -> project.execute("of-customer", "{\"customer\": 1}"))
                .satisfies(e -> assertRefused(RefusalCode.NOT_PERMITTED, e));
        project.rooms.suggestions.change(
                project.author, project.id, "of-customer", Project.text(OF_CUSTOMER + " LIMIT 1"));
        project.approve("of-customer", 2, false);
        assertThat(project.rows("of-customer", "{\"customer\": 1}")).hasSize(1);
    }

    @Test
    void a_disabled_query_does_not_run_until_it_is_approved_again() {
        project.approved(project.reading("of-customer", OF_CUSTOMER, CUSTOMER));
        project.rooms.approvals.disable(project.admin, project.id, "of-customer");
        assertThatThrownBy(() -> project.execute("of-customer", "{\"customer\": 1}"))
                .satisfies(e -> assertRefused(RefusalCode.NOT_PERMITTED, e))
                .hasMessageContaining("is disabled");
        assertThatThrownBy(() -> project.rooms.approvals.disable(project.admin, project.id, "of-customer"))
                .satisfies(e -> assertRefused(RefusalCode.CONFLICT, e));
        project.approve("of-customer", 1, false);
        assertThat(project.rows("of-customer", "{\"customer\": 1}")).isNotEmpty();
    }

    @Test
    void who_approves_what_they_suggested_is_told_apart() {
        project.rooms.suggestions.suggest(
                project.admin, project.id, project.reading("of-customer", OF_CUSTOMER, CUSTOMER));
        project.approve("of-customer", 1, false);
        assertThat(project.rooms
                        .queries()
                        .get(project.id, "of-customer")
                        .latest()
                        .ownApproval())
                .isTrue();
        assertThat(project.stored("SELECT details->>'ownSuggestion' FROM audit_event WHERE type = 'QUERY_APPROVED'"))
                .isEqualTo("true");
    }

    private static Suggestion description(String text) {
        return new Suggestion(
                Optional.empty(),
                Optional.of(text),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private String described() {
        return project.stored(
                "SELECT string_agg(changes::text, ' ' ORDER BY id) FROM audit_event WHERE type = 'QUERY_DESCRIBED'");
    }

    @Test
    void what_an_approved_query_is_for_only_administrators_reword() {
        project.approved(project.reading("of-customer", OF_CUSTOMER, CUSTOMER));
        assertThatThrownBy(() -> project.rooms.suggestions.change(
                        project.author, project.id, "of-customer", description("Harmless")))
                .satisfies(e -> assertRefused(RefusalCode.NOT_PERMITTED, e))
                .hasMessageContaining("administrators change it");
        assertThat(project.rooms.queries().get(project.id, "of-customer").description())
                .isEmpty();
        assertThat(described()).isEqualTo("null");
        QueryView reworded = project.rooms.suggestions.change(
                project.admin, project.id, "of-customer", description("Orders of one customer"));
        assertThat(reworded.description()).isEqualTo("Orders of one customer");
        assertThat(reworded.state()).isEqualTo(QueryState.APPROVED);
        assertThat(reworded.latest().number()).isEqualTo(1);
        assertThat(described()).contains("\"before\": \"\"", "\"after\": \"Orders of one customer\"");
        // The same words again are no change, from whomever.
        project.rooms.suggestions.change(
                project.author, project.id, "of-customer", description("Orders of one customer"));
        assertThat(described()).containsOnlyOnce("after");
    }

    @Test
    void an_approval_is_of_the_description_that_was_read() {
        project.suggest(project.reading("of-customer", OF_CUSTOMER, CUSTOMER));
        QueryView reworded = project.rooms.suggestions.change(
                project.author, project.id, "of-customer", description("Orders of one customer"));
        assertThat(reworded.latest().number()).isEqualTo(2);
        assertThat(reworded.latest().sql()).isEqualTo(OF_CUSTOMER);
        assertThat(described()).contains("Orders of one customer");
        assertThatThrownBy(() -> project.approve("of-customer", 1, false))
                .satisfies(e -> assertRefused(RefusalCode.CONFLICT, e));
        project.approve("of-customer", 2, false);
        assertThat(project.rows("of-customer", "{\"customer\": 1}")).isNotEmpty();
    }

    @Test
    void parameters_come_back_as_they_were_given_and_a_reading_query_has_no_row_limit() throws Exception {
        String given =
                "[{\"name\":\"customer\",\"type\":\"integer\",\"required\":true,\"min\":1,\"max\":\"9\",\"enum\":[1,2]}]";
        QueryView made = project.suggest(project.reading("of-customer", OF_CUSTOMER, given));
        assertThat(made.latest().parameters().toString()).isEqualTo(given);
        assertThat(project.rooms
                        .queries()
                        .get(project.id, "of-customer")
                        .latest()
                        .parameters()
                        .toString())
                .isEqualTo(given);
        assertThat(Json.mapper().writeValueAsString(made)).doesNotContain("rowLimit");
        assertThat(project.suggest(project.writing(
                                "change", "DELETE FROM orders WHERE id = {{a}}", "[{\"name\": \"a\"}]", 3))
                        .latest()
                        .rowLimit())
                .contains(3);
    }

    @Test
    void another_projects_query_is_unknown() {
        QueryView made = project.approved(project.reading("of-customer", OF_CUSTOMER, CUSTOMER));
        ProjectId stranger = new ProjectId(UUID.randomUUID());
        String id = made.id().toString();
        assertThat(project.rooms.queries().find(stranger, id)).isEmpty();
        assertThatThrownBy(() -> project.rooms.queries().get(stranger, id))
                .satisfies(e -> assertRefused(RefusalCode.NOT_FOUND, e));
        assertThatThrownBy(() -> project.rooms.approvals.disable(project.admin, stranger, id))
                .satisfies(e -> assertRefused(RefusalCode.NOT_FOUND, e));
        assertThatThrownBy(() -> project.rooms.suggestions.remove(project.admin, stranger, id))
                .satisfies(e -> assertRefused(RefusalCode.NOT_FOUND, e));
        assertThatThrownBy(() -> project.rooms
                        .execution()
                        .execute(
                                new QueryExecution.Asked(
                                        project.admin,
                                        stranger,
                                        id,
                                        Project.json("{\"customer\": 1}"),
                                        Optional.empty(),
                                        ai.ekaya.sql.Effect.READS,
                                        java.util.Map.of()),
                                new ai.ekaya.limits.Cancellation()))
                .satisfies(e -> assertRefused(RefusalCode.NOT_FOUND, e));
        assertThat(project.rows(id, "{\"customer\": 1}")).isNotEmpty();
    }

    @Test
    void a_datasource_of_another_project_is_unknown_and_one_that_is_asked_stays() {
        Suggestion foreign = new Suggestion(
                Optional.of("q"),
                Optional.empty(),
                Optional.of(new DatasourceId(UUID.randomUUID())),
                Optional.of("SELECT 1"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        assertThatThrownBy(() -> project.suggest(foreign)).satisfies(e -> assertRefused(RefusalCode.NOT_FOUND, e));
        project.approved(project.reading("of-customer", OF_CUSTOMER, CUSTOMER));
        assertThatThrownBy(() -> project.rooms.datasources().remove(project.admin, project.id, project.datasource))
                .satisfies(e -> assertRefused(RefusalCode.CONFLICT, e))
                .hasMessageContaining("is read by query of-customer");
        project.rooms.suggestions.remove(project.admin, project.id, "of-customer");
        project.rooms.datasources().remove(project.admin, project.id, project.datasource);
        assertThat(project.rooms.datasources().list(project.id)).isEmpty();
    }

    @Test
    void a_query_that_apps_may_run_stays_and_what_was_approved_needs_an_administrator() {
        project.approved(project.reading("of-customer", OF_CUSTOMER, CUSTOMER));
        project.rooms.users.add("churn");
        assertThatThrownBy(() -> project.rooms.suggestions.remove(project.admin, project.id, "of-customer"))
                .satisfies(e -> assertRefused(RefusalCode.CONFLICT, e))
                .hasMessage("Query of-customer is granted to app churn; remove those first, or disable the query");
        assertThat(project.rooms.queries().get(project.id, "of-customer").usedBy())
                .containsExactly("churn");
        project.rooms.users.clear();
        assertThatThrownBy(() -> project.rooms.suggestions.remove(project.author, project.id, "of-customer"))
                .satisfies(e -> assertRefused(RefusalCode.NOT_PERMITTED, e));
        project.rooms.suggestions.remove(project.admin, project.id, "of-customer");
        assertThat(project.stored("SELECT count(*) FROM query_version")).isEqualTo("0");
    }

    @Test
    void a_name_is_not_written_like_an_id() {
        String id = "deadbeef-dead-beef-dead-beefdeadbeef";
        assertThatThrownBy(() -> project.suggest(project.reading(id, "SELECT 1", "[]")))
                .satisfies(e -> assertRefused(RefusalCode.BAD_ARGUMENT, e))
                .hasMessageContaining("reads as an id");
        assertThat(project.stored("SELECT count(*) FROM query")).isEqualTo("0");
        project.suggest(project.reading("deadbeef-dead-beef-dead-beefdeadbeer", "SELECT 1", "[]"));
        assertThat(project.stored("SELECT count(*) FROM query")).isEqualTo("1");
    }

    @Test
    void names_are_taken_once_and_projects_have_a_bound() {
        project.close();
        project = new Project(home, TestShop.shared(), Limits.defaults().with(Limit.QUERY_PER_PROJECT_COUNT, 2));
        project.suggest(project.reading("one", "SELECT 1", "[]"));
        assertThatThrownBy(() -> project.suggest(project.reading("ONE", "SELECT 1", "[]")))
                .satisfies(e -> assertRefused(RefusalCode.CONFLICT, e));
        assertThatThrownBy(() -> project.suggest(project.reading("no name", "SELECT 1", "[]")))
                .satisfies(e -> assertRefused(RefusalCode.BAD_ARGUMENT, e));
        project.suggest(project.reading("two", "SELECT 1", "[]"));
        assertThatThrownBy(() -> project.suggest(project.reading("three", "SELECT 1", "[]")))
                .satisfies(e -> assertRefused(RefusalCode.LIMIT, e));
        assertThat(project.stored("SELECT count(*) FROM query")).isEqualTo("2");
        assertThat(project.rooms
                        .queries()
                        .list(project.id, new PageQuery(Optional.empty(), 1))
                        .items())
                .extracting(QueryView::name)
                .containsExactly("one");
    }
}
