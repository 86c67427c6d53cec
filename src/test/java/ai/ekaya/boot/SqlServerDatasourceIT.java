package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.datasource.tds.ScriptedTds;
import ai.ekaya.datasource.tds.TdsAnswer;
import ai.ekaya.datasource.tds.TdsValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The driver for SQL Server as the real server loads it from the WAR, in a conversation with a scripted TDS server. */
class SqlServerDatasourceIT {
    private static final String DATASOURCES = "/api/v1/projects/demo/datasources";

    private final Api admin = Api.admin(LiveServer.shared());

    private static Map<String, Object> body(String name, int port) {
        Map<String, Object> body = new HashMap<>();
        body.put("name", name);
        body.put("type", "sqlserver");
        body.put("host", "localhost");
        body.put("port", port);
        body.put("database", "shop");
        body.put("user", "reader");
        body.put("password", "s3cret-pass");
        body.put("sslMode", "disable");
        return body;
    }

    private static TdsAnswer script(String sql) {
        if (sql.contains("TOP (@P0) o.object_id")) {
            return TdsAnswer.rows(
                    List.of(
                            "object_id",
                            "schema",
                            "name",
                            "type",
                            "may_select",
                            "may_insert",
                            "may_update",
                            "may_delete",
                            "may_references"),
                    List.of(List.of(
                            TdsValue.whole(4, 5),
                            TdsValue.text("dbo"),
                            TdsValue.text("orders"),
                            TdsValue.varchar("U "),
                            TdsValue.whole(4, 1),
                            TdsValue.whole(4, 0),
                            TdsValue.whole(4, 0),
                            TdsValue.whole(4, 0),
                            TdsValue.whole(4, 0))));
        }
        return sql.equals("SELECT 1") ? TdsAnswer.row("", TdsValue.whole(4, 1)) : TdsAnswer.none();
    }

    @Test
    void saves_a_datasource_and_reads_its_schema() {
        try (ScriptedTds server = ScriptedTds.answering(request -> script(request.sql()))) {
            Map<String, Object> unsaved = body("warehouse", server.port());
            unsaved.remove("name");
            Api.Answer tried = admin.post(DATASOURCES + "/test", unsaved);
            assertThat(tried.status()).as(tried.toString()).isEqualTo(200);
            assertThat(tried.json().path("canWrite").asBoolean()).isFalse();
            assertThat(admin.get(DATASOURCES).body()).doesNotContain("warehouse");
            Api.Answer made = admin.post(DATASOURCES, body("warehouse", server.port()));
            assertThat(made.status()).as(made.toString()).isEqualTo(201);
            assertThat(made.body()).doesNotContain("s3cret");
            assertThat(made.json().path("authentication").asText()).isEqualTo("password");
            assertThat(made.json().path("canWrite").asBoolean()).isFalse();
            String one = DATASOURCES + "/" + made.json().path("id").asText();
            Api.Answer schema = admin.get(one + "/schema");
            assertThat(schema.status()).as(schema.toString()).isEqualTo(200);
            assertThat(schema.json().path("tables").findValuesAsText("name")).containsExactly("orders");
            assertThat(admin.post(one + "/test", Map.of()).status()).isEqualTo(200);
            assertThat(admin.delete(one).status()).isLessThan(300);
        }
    }

    @Test
    void says_what_is_wrong_with_a_connection() {
        Api.Answer closed = admin.post(DATASOURCES, body("closed", 1));
        assertThat(closed.code()).as(closed.toString()).isEqualTo("UPSTREAM");
        assertThat(closed.status()).isEqualTo(502);
        assertThat(closed.body()).contains("nothing listens on this port");
        Map<String, Object> principal = body("principal", 1);
        principal.put("authentication", "entra-service-principal");
        principal.remove("sslMode");
        assertThat(admin.post(DATASOURCES, principal).code()).isEqualTo("UPSTREAM");
        Map<String, Object> postgresMode = body("mode", 1);
        postgresMode.put("sslMode", "prefer");
        assertThat(admin.post(DATASOURCES, postgresMode).body())
                .contains("'sslMode' is none of disable, require, verify-full, strict");
        Map<String, Object> instance = body("instance", 1);
        instance.put("host", "server\\\\INSTANCE");
        assertThat(admin.post(DATASOURCES, instance).body()).contains("an instance is named by its port");
        assertThat(admin.get(DATASOURCES).body()).doesNotContain("closed");
    }
}
