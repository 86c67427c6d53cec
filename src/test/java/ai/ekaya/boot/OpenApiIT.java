package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.HttpMethod;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The OpenAPI document and the server say the same; every operation is called. */
class OpenApiIT {
    private static LiveServer server;
    private static JsonNode paths;
    private static Map<String, String> ids;

    private record Operation(String method, String path) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    @BeforeAll
    static void read() {
        server = LiveServer.shared();
        DemoProjectApi demo = new DemoProjectApi(server);
        paths = demo.api().get("/openapi?format=JSON").json().path("paths");
        String run = demo.run("schema-report").path("id").asText();
        String datasource = demo.api()
                .get("/api/v1/projects/demo/datasources")
                .json()
                .at("/items/0/id")
                .asText();
        String draft = demo.api()
                .post(
                        "/api/v1/projects/demo/drafts",
                        Map.of("name", "openapi", "files", Map.of("app.js", "export default () => 1;")))
                .json()
                .path("id")
                .asText();
        JsonNode query = demo.api()
                .post(
                        "/api/v1/projects/demo/queries",
                        Map.of("name", "openapi", "datasource", datasource, "sql", "SELECT 1"))
                .json();
        demo.api().post("/api/v1/projects/demo/queries/openapi/approve", Map.of("version", 1));
        demo.api().put("/api/v1/projects/demo/secrets/openapi", Map.of("value", "x"));
        ids = Map.of(
                "p",
                "demo",
                "name",
                "openapi",
                "app",
                "schema-report",
                "run",
                run,
                "id",
                datasource,
                "d",
                draft,
                "n",
                "1",
                "user",
                "admin",
                "query",
                query.path("id").asText("openapi"),
                "tool",
                "health");
    }

    private static Stream<Operation> operations() {
        return paths.properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .map(entry -> new Operation(entry.getKey().toUpperCase(Locale.ROOT), path.getKey())));
    }

    @Test
    void the_document_names_each_resource_method() {
        List<JavaMethod> methods = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("ai.ekaya").stream()
                        .filter(type -> type.getSimpleName().endsWith("Resource"))
                        .flatMap(type -> type.getMethods().stream())
                        .filter(method -> method.isMetaAnnotatedWith(HttpMethod.class))
                        .toList();
        assertThat(methods).hasSizeGreaterThan(30);
        // Two methods may share an operation: one for each kind of body.
        long bodies = methods.stream()
                .filter(method -> method.isAnnotatedWith("jakarta.ws.rs.Consumes"))
                .count();
        assertThat(operations().count()).isBetween(methods.size() - bodies, (long) methods.size());
    }

    @Test
    void each_parameter_says_its_form() {
        List<String> without = new ArrayList<>();
        paths.properties()
                .forEach(path -> path.getValue()
                        .forEach(operation -> operation.path("parameters").forEach(parameter -> {
                            if (!parameter.has("schema") && !parameter.has("content")) {
                                without.add(path.getKey() + " "
                                        + parameter.path("name").asText());
                            }
                        })));
        assertThat(without).isEmpty();
        assertThat(paths.at("/~1api~1v1~1hooks~1{p}~1{app}~1{hook}/post/parameters"))
                .extracting(parameter -> parameter.path("name").asText())
                .contains("webhook-id", "webhook-timestamp", "webhook-signature");
    }

    @TestFactory
    Stream<DynamicTest> each_operation_is_refused_to_a_stranger() {
        return operations()
                .filter(operation -> !operation.path().startsWith("/api/v1/session"))
                .map(operation -> DynamicTest.dynamicTest(operation.toString(), () -> {
                    Api.Answer answer = call(Api.anonymous(server.uri("/")), operation);
                    assertThat(answer.status()).as(operation + ": " + answer).isIn(401, 415);
                    assertThat(answer.code()).isNotEmpty();
                }));
    }

    @TestFactory
    Stream<DynamicTest> each_operation_answers_an_admin() {
        Api admin = Api.admin(server);
        return operations()
                // Signing out, removing and disabling would end the other calls; other tests do both.
                .filter(operation -> !operation.method().equals("DELETE")
                        && !operation.path().endsWith("/queries/{query}/disable")
                        && !operation.path().endsWith("/users/{user}/password")
                        // Nothing has happened that people are told of.
                        && !operation.path().endsWith("/notifications/{n}/ack")
                        // That app has no picture: CatalogApiIT.
                        && !operation.path().endsWith("/images/{file}")
                        // The project has no channel: NotifyApiIT.
                        && !operation.path().contains("/channels/{name}")
                        // No update waits: UpdatesApiIT.
                        && !operation.path().contains("/apps/{app}/update")
                        // Nothing is published or submitted: PublishApiIT.
                        && !operation.path().contains("/submissions/{s}")
                        && !operation.path().endsWith("/versions/{v}/package")
                        // This server has no marketplace: MarketplaceIT.
                        && !operation.path().contains("/projects/{p}/marketplace")
                        // The app of this test has no triggers, and a delivery is let in by its signature:
                        // WebhookApiIT.
                        && !operation.path().contains("{trigger}")
                        && !operation.path().startsWith("/api/v1/hooks/")
                        // It takes no session: McpIT.
                        && !operation.path().endsWith("/mcp"))
                .map(operation -> DynamicTest.dynamicTest(operation.toString(), () -> {
                    Api.Answer answer = call(admin, operation);
                    assertThat(answer.status())
                            .as(operation + ": " + answer)
                            .isLessThan(500)
                            .isNotIn(401, 403, 404, 405);
                    if (answer.status() >= 400) {
                        assertThat(answer.json().path("detail").asText()).isNotBlank();
                        assertThat(answer.code()).isNotEmpty();
                    }
                }));
    }

    private static Api.Answer call(Api api, Operation operation) {
        // An app that is part of the server.
        String path = operation
                .path()
                .replace("/catalog/apps/{id}", "/catalog/apps/schema-report")
                .replace("schema-report/versions/{v}", "schema-report/versions/1.0.0");
        for (Map.Entry<String, String> id : ids.entrySet()) {
            path = path.replace("{" + id.getKey() + "}", id.getValue());
        }
        if (path.endsWith("/events")) {
            // A stream: it ends by itself only when it is asked to.
            path += "?seconds=0";
        }
        // Of what this test has none.
        path = path.replaceAll("\\{[^}]*}", "nobody");
        boolean reads = operation.method().equals("GET") || operation.method().equals("DELETE");
        return reads
                ? api.send(operation.method(), path, BodyPublishers.noBody(), "")
                : api.send(operation.method(), path, BodyPublishers.ofString("{}"), "application/json");
    }
}
