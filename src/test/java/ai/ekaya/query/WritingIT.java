package ai.ekaya.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.boot.local.TestShop;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.sql.Effect;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queries that change data: approved as such, one change, so many rows, or nothing. */
class WritingIT {
    private static final String CANCEL =
            "UPDATE orders SET note = {{note}} WHERE customer_id = {{customer}} AND status <> 'delivered'";
    private static final String PARAMETERS =
            "[{\"name\": \"note\", \"maxLength\": 20}, {\"name\": \"customer\", \"type\": \"integer\"}]";

    @TempDir
    private Path home;

    private Project project;

    @BeforeEach
    void open() {
        project = new Project(home, TestShop.fresh(), Limits.defaults());
        project.superuser("UPDATE orders SET note = NULL");
        project.superuser("UPDATE orders SET customer_id = 7, status = 'paid' WHERE id IN (1, 2, 3)");
        project.superuser("UPDATE orders SET customer_id = 8 WHERE customer_id = 7 AND id NOT IN (1, 2, 3)");
    }

    @AfterEach
    void close() {
        project.close();
    }

    private String noted() {
        return project.shop("SELECT count(note) FROM orders");
    }

    @Test
    void changes_as_many_rows_as_approved_and_writes_it_down() {
        project.letWrite("SELECT, UPDATE ON orders");
        project.approved(project.writing("cancel", CANCEL, PARAMETERS, 3));
        JsonNode answer = project.execute("cancel", "{\"note\": \"it's off\", \"customer\": 7}")
                .json();
        assertThat(answer.path("changed").asInt()).isEqualTo(3);
        assertThat(noted()).isEqualTo("3");
        assertThat(project.stored(
                        "SELECT actor_name || ' ' || (details->>'name') || ' ' || (details->>'version') || ' '"
                                + " || (details->>'rows') FROM audit_event WHERE type = 'QUERY_WROTE'"))
                .isEqualTo("author cancel 1 3");
    }

    @Test
    void rolls_back_what_changes_more_rows_than_approved() {
        project.letWrite("SELECT, UPDATE ON orders");
        project.approved(project.writing("cancel", CANCEL, PARAMETERS, 2));
        assertThatThrownBy(() -> project.execute("cancel", "{\"note\": \"off\", \"customer\": 7}"))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.LIMIT))
                .hasMessage("The query changed 3 rows, at most 2 are approved; nothing was changed");
        assertThat(noted()).isEqualTo("0");
        assertThat(project.stored("SELECT count(*) FROM audit_event WHERE type = 'QUERY_WROTE'"))
                .isEqualTo("0");
    }

    @Test
    void counts_the_rows_that_a_change_returns() {
        project.letWrite("SELECT, UPDATE ON orders");
        project.approved(project.writing("cancel", CANCEL + " RETURNING id", PARAMETERS, 3));
        project.approved(project.writing("cancel-two", CANCEL + " RETURNING id", PARAMETERS, 2));
        assertThatThrownBy(() -> project.execute("cancel-two", "{\"note\": \"off\", \"customer\": 7}"))
                .hasMessageContaining("changed 3 rows, at most 2");
        assertThat(noted()).isEqualTo("0");
        JsonNode answer = project.execute("cancel", "{\"note\": \"off\", \"customer\": 7}")
                .json();
        assertThat(answer.path("rows")).hasSize(3);
        assertThat(answer.path("changed").asInt()).isEqualTo(3);
        assertThat(noted()).isEqualTo("3");
    }

    @Test
    void refuses_a_login_that_can_only_read_and_names_the_grant() {
        project.approved(project.writing("cancel", CANCEL, PARAMETERS, 3));
        assertThatThrownBy(() -> project.execute("cancel", "{\"note\": \"off\", \"customer\": 7}"))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.NOT_PERMITTED))
                .hasMessage("The login of datasource shop can only read; it needs GRANT UPDATE ON orders TO the"
                        + " datasource's login, and SELECT on what it reads; then try the datasource's connection"
                        + " again and set its writableLogin to allow");
        project.letWrite("UPDATE ON customers");
        assertThatThrownBy(() -> project.execute("cancel", "{\"note\": \"off\", \"customer\": 7}"))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.NOT_PERMITTED))
                .hasMessageContaining("it needs GRANT UPDATE ON orders TO");
        assertThat(noted()).isEqualTo("0");
    }

    @Test
    void a_login_that_can_write_is_refused_until_an_administrator_allows_it_and_reading_stays_reading() {
        project.approved(project.writing("cancel", CANCEL, PARAMETERS, 3));
        project.approved(project.reading("orders", "SELECT count(*) FROM orders", "[]"));
        project.superuser("GRANT UPDATE ON orders TO " + project.shop.user());
        project.rooms.datasources().test(project.id, project.datasource);
        for (String query : new String[] {"cancel", "orders"}) {
            String params = query.equals("orders") ? "{}" : "{\"note\": \"off\", \"customer\": 7}";
            assertThatThrownBy(() -> project.execute(query, params))
                    .isInstanceOfSatisfying(
                            Refusal.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.NOT_PERMITTED))
                    .hasMessageContaining("set its writableLogin to allow");
        }
        project.letWrite("SELECT ON orders");
        assertThat(project.rows("orders", "{}")).hasSize(1);
        assertThat(project.rooms
                        .access()
                        .query(project.id, project.datasource, "SELECT 1", java.util.List.of(), new Cancellation())
                        .rowCount())
                .isEqualTo(1);
        assertThat(project.stored(
                        "SELECT details->>'writableLogin' FROM audit_event WHERE type = 'DATASOURCE_CHANGED'"))
                .isEqualTo("allow");
        project.execute("cancel", "{\"note\": \"off\", \"customer\": 7}");
        assertThat(noted()).isEqualTo("3");
    }

    @Test
    void is_approved_as_writing_or_not_at_all() {
        project.suggest(project.writing("cancel", CANCEL, PARAMETERS, 3));
        assertThatThrownBy(() -> project.approve("cancel", 1, false))
                .hasMessageContaining("changes data, at most 3 rows");
        project.suggest(project.reading("orders", "SELECT count(*) FROM orders", "[]"));
        assertThatThrownBy(() -> project.approve("orders", 1, true)).hasMessageContaining("only reads");
        assertThatThrownBy(() -> project.suggest(project.writing("none", CANCEL, PARAMETERS, 0)))
                .hasMessageContaining("'rowLimit' is 0");
        assertThatThrownBy(() -> project.suggest(project.writing("none", CANCEL, PARAMETERS, 10_001)))
                .hasMessageContaining("1 to 10000");
        assertThat(project.rooms.queries().get(project.id, "cancel").state()).isEqualTo(QueryState.DRAFT);
    }

    @Test
    void inserts_deletes_and_merges_too() {
        project.superuser(
                "CREATE TABLE marks (id int PRIMARY KEY, body text); GRANT ALL ON marks TO " + project.shop.user());
        project.letWrite("SELECT ON marks");
        String one = "[{\"name\": \"id\", \"type\": \"integer\"}]";
        project.approved(project.writing(
                "put",
                "INSERT INTO marks (id, body) VALUES ({{id}}, 'new') ON CONFLICT (id) DO UPDATE SET body = 'again'",
                one,
                1));
        project.approved(project.writing("drop", "DELETE FROM marks WHERE id = {{id}}", one, 1));
        project.approved(project.writing(
                "merge",
                "MERGE INTO marks m USING (SELECT {{id}}::int AS id) s ON m.id = s.id"
                        + " WHEN MATCHED THEN UPDATE SET body = 'merged' WHEN NOT MATCHED THEN INSERT VALUES (s.id, 'made')",
                one,
                1));
        for (String query : new String[] {"put", "put", "merge", "drop"}) {
            assertThat(project.execute(query, "{\"id\": 1}")
                            .json()
                            .path("changed")
                            .asInt())
                    .as(query)
                    .isEqualTo(1);
        }
        assertThat(project.shop("SELECT count(*) FROM marks")).isEqualTo("0");
    }

    @Test
    void names_the_constraint_that_is_broken_and_no_text_that_a_trigger_gives_for_one() {
        project.letWrite("SELECT, INSERT, UPDATE ON orders");
        project.superuser("ALTER TABLE orders ADD CONSTRAINT note_once UNIQUE (note)");
        project.approved(project.writing("note", "UPDATE orders SET note = 'x' WHERE id IN (1, 2)", "[]", 3));
        assertThatThrownBy(() -> project.execute("note", "{}"))
                .hasMessage("A row with this key is there already (note_once)");
        project.superuser("ALTER TABLE orders ADD CONSTRAINT note_short CHECK (length(note) < 9)");
        project.approved(project.writing("long", "UPDATE orders SET note = 'too long a note' WHERE id = 1", "[]", 3));
        assertThatThrownBy(() -> project.execute("long", "{}")).hasMessage("A value breaks a check (note_short)");
        project.superuser("ALTER TABLE orders ALTER COLUMN status SET NOT NULL");
        project.approved(project.writing("none", "UPDATE orders SET status = NULL WHERE id = 1", "[]", 3));
        assertThatThrownBy(() -> project.execute("none", "{}")).hasMessage("A value is missing (status)");
        project.approved(project.writing("lost", "UPDATE orders SET customer_id = -1 WHERE id = 1", "[]", 3));
        assertThatThrownBy(() -> project.execute("lost", "{}"))
                .hasMessageMatching("A row that is referred to is missing or in use \\(orders_customer_id_fkey\\)");
        project.superuser("CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION USING"
                + " ERRCODE = '23505', CONSTRAINT = 'secret ' || OLD.customer_id, COLUMN = 'secret'; END $$");
        project.superuser("CREATE TRIGGER tell BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION tell()");
        assertThatThrownBy(() -> project.execute("note", "{}")).hasMessage("A row with this key is there already");
        assertThat(noted()).isEqualTo("0");
    }

    @Test
    void a_preview_only_reads() {
        project.letWrite("SELECT, UPDATE ON orders");
        project.approved(project.writing("cancel", CANCEL, PARAMETERS, 3));
        QueryExecution.Asked asked = new QueryExecution.Asked(
                project.author,
                project.id,
                "cancel",
                Project.json("{\"note\": \"off\", \"customer\": 7}"),
                Optional.empty(),
                Effect.READS,
                Map.of());
        assertThatThrownBy(() -> project.rooms.execution().execute(asked, new Cancellation()))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.NOT_PERMITTED))
                .hasMessageContaining("a preview keeps nothing");
        assertThat(noted()).isEqualTo("0");
    }

    @Test
    void a_run_that_was_stopped_changes_nothing() {
        project.letWrite("SELECT, UPDATE ON orders");
        project.approved(project.writing("cancel", CANCEL, PARAMETERS, 3));
        Cancellation stopped = new Cancellation();
        stopped.cancel(Cancellation.Cause.REQUESTED);
        QueryExecution.Asked asked = new QueryExecution.Asked(
                project.author,
                project.id,
                "cancel",
                Project.json("{\"note\": \"off\", \"customer\": 7}"),
                Optional.empty(),
                Effect.WRITES,
                Map.of());
        assertThatThrownBy(() -> project.rooms.execution().execute(asked, stopped))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.TIMEOUT));
        assertThat(noted()).isEqualTo("0");
    }
}
