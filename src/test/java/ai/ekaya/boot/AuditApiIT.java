package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.audit.ExportCheck;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.StringReader;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The audit as people and their tools reach it. */
class AuditApiIT {
    private static final String AUDIT = "/api/v1/projects/demo/audit";
    private static final String PASSWORD = "a long enough password";

    private final LiveServer server = LiveServer.shared();
    private final Api admin = Api.admin(server);

    private List<JsonNode> items(String path) {
        return StreamSupport.stream(admin.get(path).json().path("items").spliterator(), false)
                .toList();
    }

    private Api member(String name, String role) {
        admin.post("/api/v1/users", Map.of("name", name, "password", PASSWORD));
        admin.put("/api/v1/projects/demo/members/" + name, Map.of("role", role));
        return Api.anonymous(server.uri("/")).signIn(name, PASSWORD);
    }

    @Test
    void an_event_names_the_request_that_its_answer_named_and_where_it_came_from() {
        Api.Answer answer = admin.with("X-Forwarded-For", "203.0.113.9")
                .with("X-Request-Id", "mine")
                .put("/api/v1/projects/demo/members/admin", Map.of("role", "admin"));
        String request = answer.response().headers().firstValue("X-Request-Id").orElseThrow();
        assertThat(request).isNotEqualTo("mine");
        JsonNode event = items(AUDIT + "?type=member_changed").get(0);
        assertThat(event.path("requestId").asText()).isEqualTo(request);
        // SECURITY: nobody's header is believed unless TRUSTED_PROXIES says so.
        assertThat(event.path("address").asText()).isIn("127.0.0.1", "0:0:0:0:0:0:0:1", "::1");
        assertThat(event.path("actor").path("name").asText()).isEqualTo("admin");
        assertThat(event.path("outcome").asText()).isEqualTo("DONE");
        assertThat(event.path("severity").asText()).isEqualTo("NOTICE");
    }

    @Test
    void a_problem_names_its_request_as_the_header_does() {
        for (String path : List.of("/api/v1/projects/none", "/api/v1/no/such/thing", "/nowhere.json")) {
            Api.Answer answer = admin.get(path);
            assertThat(answer.status()).isGreaterThanOrEqualTo(400);
            assertThat(answer.json().path("requestId").asText())
                    .as(path)
                    .isNotEmpty()
                    .isEqualTo(answer.response()
                            .headers()
                            .firstValue("X-Request-Id")
                            .orElseThrow());
        }
    }

    @Test
    void the_first_start_tells_who_was_made_and_with_which_key_it_is_signed() {
        JsonNode first = items("/api/v1/audit?type=USER_MADE&actor=system").get(0);
        assertThat(first.at("/details/name").asText()).isEqualTo("admin");
        assertThat(first.at("/details/password").asText()).isEqualTo("EKAYA_ADMIN_PASSWORD");
        assertThat(first.toString()).doesNotContain(LiveServer.ADMIN_PASSWORD);
        List<JsonNode> keys = items("/api/v1/audit?type=AUDIT_KEY_MADE");
        assertThat(keys).hasSize(1);
        String id = admin.get("/api/v1/audit/key").json().path("keyId").asText();
        assertThat(keys.get(0).path("subject").asText()).isEqualTo("audit-key:" + id);
    }

    @Test
    void what_a_preview_tried_and_may_not_is_told_and_a_mistake_is_not() {
        String drafts = "/api/v1/projects/demo/drafts";
        String draft = admin.post(
                        drafts,
                        Map.of(
                                "name",
                                "audit-preview",
                                "files",
                                Map.of("app.js", """
                        export default async ({ host }) => {
                          for (const sql of ['SET ROLE postgres', 'SELCT 1', 'SELECT 1']) {
                            try { await host.db.query(sql) } catch (e) { }
                          }
                        }
                        """, "schema.sql", "CREATE TABLE notes (body text)")))
                .json()
                .path("id")
                .asText();
        Api.Answer previewed = admin.post(drafts + "/" + draft + "/preview", Map.of("input", Map.of()));
        assertThat(previewed.json().at("/run/outcome").asText())
                .as(previewed.toString())
                .isEqualTo("SUCCEEDED");
        List<JsonNode> events = items(AUDIT + "?subject=draft:" + draft);
        assertThat(events).hasSize(1);
        assertThat(events.get(0).path("type").asText()).isEqualTo("QUERY_BLOCKED");
        assertThat(events.get(0).path("count").asLong()).isEqualTo(1);
        assertThat(events.get(0).at("/details/trigger").asText()).isEqualTo("preview");
        admin.delete(drafts + "/" + draft);
    }

    @Test
    void a_change_of_a_groups_role_shows_the_role_before() {
        String roles = "/api/v1/projects/demo/group-roles";
        String id = admin.post(roles, Map.of("group", "audit-group", "role", "viewer"))
                .json()
                .path("id")
                .asText();
        admin.put(roles + "/" + id, Map.of("role", "operator"));
        admin.delete(roles + "/" + id);
        assertThat(items(AUDIT + "?subject=group:audit-group"))
                .extracting(event -> event.at("/changes/role/before").asText() + ">"
                        + event.at("/changes/role/after").asText())
                .containsExactly("operator>", "viewer>operator", ">viewer");
    }

    @Test
    void a_change_of_a_role_shows_the_role_before() {
        member("audit-role", "viewer");
        admin.put("/api/v1/projects/demo/members/audit-role", Map.of("role", "operator"));
        JsonNode event = items(AUDIT + "?text=audit-role&limit=1").get(0);
        assertThat(event.path("changes").toString())
                .isEqualTo("{\"role\":{\"after\":\"operator\",\"before\":\"viewer\"}}");
    }

    @Test
    void filters_narrow_and_pages_follow() {
        member("audit-filter", "viewer");
        admin.put("/api/v1/projects/demo/members/audit-filter", Map.of("role", "author"));
        String mine =
                AUDIT + "?type=MEMBER_CHANGED,TOKEN_MADE&actor=admin&outcome=done&severity=notice&text=audit-filter";
        assertThat(items(mine)).hasSize(2);
        assertThat(items(mine + "&from=2020-01-01T00:00:00Z&to=2100-01-01T00:00:00Z"))
                .hasSize(2);
        assertThat(items(mine + "&to=2020-01-01T00:00:00Z")).isEmpty();
        assertThat(items(mine + "&subject=user:")).hasSize(2);
        assertThat(items(mine + "&subject=app:")).isEmpty();
        assertThat(items(AUDIT + "?type=MEMBER_CHANGED&actor=nobody")).isEmpty();
        JsonNode first = admin.get(mine + "&limit=1").json();
        assertThat(first.path("items")).hasSize(1);
        JsonNode second = admin.get(
                        mine + "&limit=1&after=" + first.path("next").asText())
                .json();
        assertThat(second.at("/items/0/id").asLong())
                .isLessThan(first.at("/items/0/id").asLong());
        for (String wrong : List.of("type=EVERYTHING", "outcome=maybe", "severity=9", "from=yesterday", "after=x")) {
            assertThat(admin.get(AUDIT + "?" + wrong).status()).as(wrong).isEqualTo(400);
        }
    }

    @Test
    void what_is_refused_is_in_the_audit_once_with_a_count() {
        Api viewer = member("audit-viewer", "viewer");
        for (int i = 0; i < 20; i++) {
            assertThat(viewer.get(AUDIT).status()).isEqualTo(403);
            assertThat(viewer.get(AUDIT + "/export").status()).isEqualTo(403);
            assertThat(viewer.get(AUDIT + "/verify").status()).isEqualTo(403);
            assertThat(viewer.get("/api/v1/audit").status()).isEqualTo(403);
            assertThat(viewer.get("/api/v1/projects/" + UUID.randomUUID() + "/audit")
                            .status())
                    .isEqualTo(404);
        }
        assertThat(Api.anonymous(server.uri("/"))
                        .with("Authorization", "Bearer eka_wrong")
                        .get("/api/v1/me")
                        .status())
                .isEqualTo(401);
        String mine = "?type=ACCESS_REFUSED&actor=audit-viewer";
        // One transaction after the other.
        for (String written : List.of(AUDIT + mine, "/api/v1/audit" + mine, "/api/v1/audit?type=TOKEN_REFUSED")) {
            Waiting.until("the refusals are written", 90, () -> !items(written).isEmpty());
        }
        assertThat(items(AUDIT + mine).stream()
                        .filter(event -> event.path("subject").asText().endsWith("/audit")))
                .isNotEmpty()
                .allSatisfy(event -> {
                    assertThat(event.path("count").asInt()).isGreaterThan(1);
                    assertThat(event.path("details").path("code").asText()).isEqualTo("NOT_PERMITTED");
                });
        // A project that is not theirs belongs to no project's audit.
        assertThat(items("/api/v1/audit" + mine))
                .anySatisfy(event ->
                        assertThat(event.path("details").path("code").asText()).isEqualTo("NOT_FOUND"));
        assertThat(items("/api/v1/audit?type=TOKEN_REFUSED")).isNotEmpty();
    }

    @Test
    void events_are_in_a_chain_within_a_second_and_the_chain_is_intact() {
        admin.put("/api/v1/projects/demo/members/admin", Map.of("role", "admin"));
        Waiting.until(
                "the newest event has its place",
                20,
                () -> items(AUDIT + "?limit=1").get(0).has("sequence"));
        for (String audit : List.of(AUDIT, "/api/v1/audit")) {
            JsonNode result = admin.get(audit + "/verify").json();
            assertThat(result.path("intact").asBoolean()).as(result.toString()).isTrue();
            assertThat(result.path("last").asLong()).isPositive();
        }
    }

    @Test
    void an_export_is_checked_by_its_reader_and_stands_in_the_audit() throws Exception {
        JsonNode key = admin.get("/api/v1/audit/key").json();
        byte[] open = Base64.getDecoder().decode(key.path("publicKey").asText());
        for (String audit : List.of(AUDIT, "/api/v1/audit")) {
            Api.Answer export = admin.get(audit + "/export");
            assertThat(export.response().headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("application/x-ndjson");
            ExportCheck.Checked checked =
                    ExportCheck.check(new BufferedReader(new StringReader(export.body())), Optional.of(open));
            assertThat(checked.keyId()).isEqualTo(key.path("keyId").asText());
            assertThat(checked.last()).isPositive();
            assertThat(export.body().lines().skip(checked.last()).findFirst().orElseThrow())
                    .contains("AUDIT_EXPORTED");
            assertThat(admin.get(audit + "/export?after=99999999").status()).isEqualTo(400);
        }
    }
}
