package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Classification over real HTTP, of the demo shop. */
class ClassificationApiIT {
    private static final String DATASOURCES = "/api/v1/projects/demo/datasources";
    private static Api admin;
    private static String classification;

    @BeforeAll
    static void scan() {
        admin = Api.admin(LiveServer.shared());
        String shop = admin.get(DATASOURCES).json().at("/items/0/id").asText();
        classification = DATASOURCES + "/" + shop + "/classification";
        Api.Answer scan = admin.post(classification + "/scans", "{}");
        assertThat(scan.status()).as(scan.toString()).isEqualTo(200);
        assertThat(scan.json().path("complete").asBoolean()).as(scan.toString()).isTrue();
        assertThat(scan.json().path("pendingColumns").asInt()).isEqualTo(7);
    }

    private static Map<String, Object> decision(String state, String table, String column) {
        return Map.of(
                "columns",
                List.of(Map.of("schema", "public", "table", table, "column", column)),
                "state",
                state,
                "note",
                "");
    }

    private static Api.Answer decide(Api api, Map<String, Object> body) {
        return api.put(classification + "/columns", body);
    }

    @Test
    void pages_and_filters_give_columns_without_values() {
        List<String> names = new ArrayList<>();
        String next = "";
        do {
            JsonNode page =
                    admin.get(classification + "?limit=20&after=" + next).json();
            page.path("items")
                    .forEach(item -> names.add(item.path("table").asText() + "."
                            + item.path("column").asText()));
            next = page.path("next").asText("");
        } while (!next.isEmpty());
        assertThat(names).hasSizeGreaterThan(80).doesNotHaveDuplicates();
        Api.Answer pending = admin.get(classification + "?state=pending&table=customers");
        assertThat(pending.json().path("items").findValuesAsText("category"))
                .containsExactly("birth_date", "email", "person_name");
        assertThat(pending.json().at("/items/1/level").asText()).isEqualTo("personal");
        assertThat(pending.body()).doesNotContain("mail.example");
        assertThat(admin.get(classification + "?state=maybe").status()).isEqualTo(400);
    }

    @Test
    void a_decision_is_made_and_taken_back() {
        Api.Answer decided = decide(admin, decision("allow", "suppliers", "contact_email"));
        assertThat(decided.status()).as(decided.toString()).isEqualTo(200);
        assertThat(decided.json().at("/items/0/state").asText()).isEqualTo("allow");
        assertThat(decided.json().at("/items/0/decision/byName").asText()).isEqualTo("admin");
        assertThat(decide(admin, decision("pending", "suppliers", "contact_email"))
                        .json()
                        .at("/items/0/state")
                        .asText())
                .isEqualTo("pending");
    }

    @Test
    void what_is_no_decision_is_refused_and_says_why() {
        assertThat(decide(admin, decision("none", "customers", "email")).body())
                .contains("expected allow, sensitive or pending");
        assertThat(decide(admin, decision("allowed", "customers", "email")).status())
                .isEqualTo(400);
        assertThat(decide(admin, decision("allow", "customers", "nowhere")).status())
                .isEqualTo(404);
        Map<String, Object> wrong =
                Map.of("columns", List.of(Map.of("schema", "public", "table", "customers")), "state", "allow");
        assertThat(decide(admin, wrong).body()).contains("'columns[].column' is missing");
        Map<String, Object> odd = Map.of(
                "columns",
                List.of(Map.of("schema", "public", "table", "customers", "column", "email")),
                "state",
                "sensitive",
                "category",
                "star_sign");
        assertThat(decide(admin, odd).body()).contains("'category' is none of person_name,");
        assertThat(admin.get(classification + "?state=pending&table=customers")
                        .json()
                        .path("items"))
                .hasSize(3);
    }

    @Test
    void an_id_of_nowhere_is_not_found_and_a_stranger_is_refused() {
        String nowhere = DATASOURCES + "/" + UUID.randomUUID() + "/classification";
        assertThat(admin.get(nowhere).status()).isEqualTo(404);
        assertThat(admin.post(nowhere + "/scans", "{}").status()).isEqualTo(404);
        assertThat(admin.put(nowhere + "/columns", decision("allow", "customers", "email"))
                        .status())
                .isEqualTo(404);
        assertThat(Api.anonymous(LiveServer.shared().uri("/"))
                        .get(classification)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void who_may_look_may_neither_scan_nor_decide() {
        Api.Answer token = admin.post(
                "/api/v1/tokens",
                Map.of("name", "looker " + UUID.randomUUID(), "project", "demo", "roles", List.of("viewer")));
        Api viewer = Api.anonymous(LiveServer.shared().uri("/"))
                .with("Authorization", "Bearer " + token.json().path("token").asText());
        assertThat(viewer.get(classification).status()).as(token.toString()).isEqualTo(200);
        assertThat(viewer.post(classification + "/scans", "{}").status()).isEqualTo(403);
        assertThat(decide(viewer, decision("allow", "customers", "email")).status())
                .isEqualTo(403);
        assertThat(admin.get(classification + "?state=pending&table=customers")
                        .json()
                        .path("items"))
                .hasSize(3);
    }
}
