package ai.ekaya.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.audit.Actor;
import ai.ekaya.boot.local.TestShop;
import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.web.Page;
import ai.ekaya.web.PageQuery;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What breaks when a column goes, on a real schema. */
class QueryReferencesIT {
    @TempDir
    private static Path home;

    private static Project project;

    @BeforeAll
    static void open() {
        project = new Project(home, TestShop.fresh(), Limits.defaults());
        project.approved(project.reading("fees", "SELECT sum(shipping_fee) FROM orders", "[]"));
        project.approved(project.reading("totals", "SELECT items_total FROM order_totals", "[]"));
        project.suggest(project.reading("everything", "SELECT * FROM categories", "[]"));
        project.approved(project.reading("unread", "SELECT name FROM products NEW SYNTAX OF (x) TOMORROW", "[]"));
        project.approved(project.reading("misspelt", "SELECT nonsuch FROM orders", "[]"));
    }

    @AfterAll
    static void close() {
        project.close();
    }

    private static List<QueryReference> reading(String table, String column) {
        return project.rooms
                .queries()
                .reading(
                        project.id,
                        new QueryReferences.Asked(table, Optional.of(column), Optional.of(project.datasource)));
    }

    private static List<String> names(String table, String column) {
        return reading(table, column).stream()
                .map(each -> each.name() + " " + each.state().text() + " " + each.certainty())
                .toList();
    }

    @Test
    void names_the_queries_that_read_a_column_and_those_that_nobody_could_read() {
        assertThat(names("orders", "shipping_fee"))
                .containsExactly("fees approved resolved", "totals approved resolved", "unread approved unknown");
        assertThat(names("public.orders", "shipping_fee")).hasSize(3);
        assertThat(names("orders", "nonsuch")).containsExactly("misspelt approved partial", "unread approved unknown");
        assertThat(names("categories", "name")).containsExactly("everything draft resolved", "unread approved unknown");
    }

    private static ThrowableAssertAlternative<Refusal> assertMissing(String table, String column) {
        return assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> reading(table, column))
                .matches(e -> e.code() == RefusalCode.NOT_FOUND);
    }

    @Test
    void a_name_that_no_schema_has_is_not_read_by_nobody() {
        assertMissing("orders", "shiping_fee")
                .withMessage(
                        "There is no column 'shiping_fee' of public.orders in the last snapshot of datasource shop;"
                                + " did you mean shipping_fee?; POST …/datasources/{id}/snapshots takes a new one");
        assertMissing("archive.orders", "shipping_fee")
                .withMessageStartingWith("There is no table or view 'archive.orders'");
        assertMissing("oders", "id").withMessageContaining("did you mean orders?");
        assertMissing("public.oders", "id").withMessageContaining("did you mean public.orders?");
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> project.rooms
                        .queries()
                        .listReading(
                                project.id, new QueryReferences.Asked("oders", Optional.empty(), Optional.empty())))
                .matches(e -> e.code() == RefusalCode.NOT_FOUND);
        assertThat(names("payments", "id")).containsExactly("unread approved unknown");
    }

    @Test
    void a_datasource_that_the_project_has_not_is_not_one_without_queries() {
        DatasourceId foreign = new DatasourceId(UUID.randomUUID());
        PageQuery page = new PageQuery(Optional.empty(), 2);
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> project.rooms.queries().listAsking(project.id, foreign, page))
                .matches(e -> e.code() == RefusalCode.NOT_FOUND);
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> project.rooms
                        .queries()
                        .listReading(
                                project.id,
                                new QueryReferences.Asked("orders", Optional.empty(), Optional.of(foreign))))
                .matches(e -> e.code() == RefusalCode.NOT_FOUND);
        Page<QueryView> first = project.rooms.queries().listAsking(project.id, project.datasource, page);
        assertThat(first.items()).extracting(QueryView::name).containsExactly("everything", "fees");
        assertThat(first.next()).isPresent();
        assertThat(project.rooms
                        .queries()
                        .listAsking(project.id, project.add("beside"), page)
                        .items())
                .isEmpty();
    }

    @Test
    void follows_a_view_and_names_it() {
        QueryReference through = reading("order_items", "discount").get(0);
        assertThat(through.name()).isEqualTo("totals");
        assertThat(through.table()).contains("public.order_items");
        assertThat(through.through()).containsExactly("public.order_totals");
        assertThat(names("order_totals", "items_total"))
                .containsExactly("totals approved resolved", "unread approved unknown");
    }

    @Test
    void a_star_stands_for_the_columns_of_the_last_state_that_was_seen() {
        assertMissing("categories", "colour");
        project.superuser("ALTER TABLE categories ADD colour text");
        assertMissing("categories", "colour");
        project.rooms.history.refresh(Actor.SYSTEM, project.id, project.datasource, new Cancellation());
        assertThat(names("categories", "colour"))
                .containsExactly("everything draft resolved", "unread approved unknown");
    }

    @Test
    void a_list_can_be_narrowed_to_them() {
        assertThat(project.rooms
                        .queries()
                        .listReading(
                                project.id,
                                new QueryReferences.Asked("orders", Optional.of("shipping_fee"), Optional.empty()))
                        .items())
                .extracting(QueryView::name)
                .containsExactly("fees", "totals", "unread");
        assertThatThrownBy(() -> new QueryReferences.Asked(" ", Optional.empty(), Optional.empty()))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void a_check_names_what_was_not_found_and_what_may_have_been_meant() {
        JsonNode said = project.rooms.check.of(
                project.id, project.reading("new", "SELECT o.totl, shiping_fee, o.id FROM orders o, pruducts", "[]"));
        assertThat(said.at("/references/certainty").asText()).isEqualTo("partial");
        assertThat(said.path("notFound").toString())
                .isEqualTo("[{\"name\":\"o.totl\",\"nearest\":[]},{\"name\":\"pruducts\",\"nearest\":[\"products\"]}]");
        JsonNode one = project.rooms.check.of(
                project.id, project.reading("new", "SELECT Shiping_Fee FROM public.orders", "[]"));
        assertThat(one.path("notFound").toString())
                .isEqualTo("[{\"name\":\"shiping_fee\",\"nearest\":[\"shipping_fee\"]}]");
        JsonNode right =
                project.rooms.check.of(project.id, project.reading("new", "SELECT shipping_fee FROM orders", "[]"));
        assertThat(right.has("notFound")).isFalse();
        assertThat(right.at("/references/certainty").asText()).isEqualTo("resolved");
    }

    @Test
    void a_check_tells_them_without_saving() {
        JsonNode said = project.rooms.check.of(
                project.id,
                project.reading("new", "SELECT id FROM orders WHERE status = {{s}}", "[{\"name\": \"s\"}]"));
        assertThat(said.path("accepted").asBoolean()).isTrue();
        assertThat(said.path("parameters").toString()).isEqualTo("[\"s\"]");
        assertThat(said.at("/references/tables/0/columns").toString()).isEqualTo("[\"id\",\"status\"]");
        JsonNode refused = project.rooms.check.of(
                project.id, project.reading("new", "SELECT 1\n, '{{s}}'", "[{\"name\": \"s\"}]"));
        assertThat(refused.path("accepted").asBoolean()).isFalse();
        assertThat(refused.at("/refusal/message").asText()).contains("in line 2 stands inside a string");
        assertThat(project.rooms.queries().find(project.id, "new")).isEmpty();
    }
}
