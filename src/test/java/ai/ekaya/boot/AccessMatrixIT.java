package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every route is called by every kind of caller, and lets in whom {@link Routes} says. */
class AccessMatrixIT {
    /** Behind demo by its name: a browser's first page is that of the first project. */
    private static final String PROJECT = "matrix-of-access";
    /** Not there, so that a call that is let in finds nothing to change. */
    private static final String NOBODY = "00000000-0000-4000-8000-000000000000";

    private static LiveServer server;
    private static final Map<Routes.Kind, Api> CALLERS = new LinkedHashMap<>();

    @BeforeAll
    static void start() {
        server = LiveServer.shared();
        Api admin = Api.admin(server);
        Api.Answer made = admin.post("/api/v1/projects", Map.of("name", PROJECT));
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        CALLERS.put(Routes.Kind.ANONYMOUS, Api.anonymous(server.uri("/")));
        for (Routes.Kind kind : List.of(
                Routes.Kind.STRANGER,
                Routes.Kind.VIEWER,
                Routes.Kind.OPERATOR,
                Routes.Kind.AUTHOR,
                Routes.Kind.ADMIN)) {
            String name = "matrix-" + kind.name().toLowerCase(java.util.Locale.ROOT);
            admin.post("/api/v1/users", Map.of("name", name, "password", "long-enough-password"));
            if (kind != Routes.Kind.STRANGER) {
                String role = kind.name().toLowerCase(java.util.Locale.ROOT);
                Api.Answer given = admin.put("/api/v1/projects/" + PROJECT + "/members/" + name, Map.of("role", role));
                assertThat(given.status()).as(given.toString()).isEqualTo(204);
            }
            CALLERS.put(kind, Api.anonymous(server.uri("/")).signIn(name, "long-enough-password"));
        }
        String token = CALLERS.get(Routes.Kind.ADMIN)
                .post("/api/v1/projects/" + PROJECT + "/service-tokens", Map.of("name", "matrix", "role", "admin"))
                .json()
                .path("token")
                .asText();
        CALLERS.put(Routes.Kind.SERVICE, Api.anonymous(server.uri("/")).with("Authorization", "Bearer " + token));
        CALLERS.put(Routes.Kind.PLATFORM, admin);
    }

    @TestFactory
    Stream<DynamicTest> the_server_does_as_the_table_says() {
        return Routes.all().stream()
                // Signing out would end the other calls; SessionOptionsIT and WebIT do it.
                .filter(route -> !route.name().equals("DELETE /session"))
                .map(route -> DynamicTest.dynamicTest(
                        route.name(),
                        () -> CALLERS.forEach((kind, api) -> {
                            String expected = route.expected(kind);
                            if (expected.equals("yes") && route.name().equals("DELETE /projects/{p}")) {
                                // It would succeed, and end the other calls; ProjectsIT removes one.
                                return;
                            }
                            Api.Answer answer = call(api, route);
                            if (expected.equals("yes")) {
                                assertThat(letIn(answer))
                                        .as(kind + ": " + answer)
                                        .isTrue();
                            } else {
                                assertThat(answer.status())
                                        .as(kind + ": " + answer)
                                        .isEqualTo(Integer.parseInt(expected));
                                assertThat(letIn(answer))
                                        .as(kind + ": " + answer)
                                        .isFalse();
                            }
                        })));
    }

    /** Past the door: what comes then, such as a body that lacks something, is no matter of rights. */
    private static boolean letIn(Api.Answer answer) {
        if (answer.status() < 400) {
            return true;
        }
        String detail = answer.json().path("detail").asText();
        boolean refusedAtDoor = answer.status() == 401
                        && !detail.equals("User or password is wrong")
                        // To members whose session it does not take: McpIT.
                        && !detail.startsWith("MCP takes a bearer token")
                        // A delivery without a signature: anybody may send one that has one.
                        && !detail.startsWith("Header webhook-id is missing")
                || detail.startsWith("This needs role")
                || detail.startsWith("This needs a ")
                || detail.startsWith("There is no such project for you");
        return !refusedAtDoor;
    }

    private static Api.Answer call(Api api, Routes.Route route) {
        String path = "/api/v1" + route.path().replace("{p}", PROJECT).replaceAll("\\{[^}]*}", NOBODY);
        if (path.endsWith("/events")) {
            // A stream: it ends by itself only when it is asked to.
            path += "?seconds=0";
        }
        boolean reads = route.method().equals("GET") || route.method().equals("DELETE");
        return reads
                ? api.send(route.method(), path, BodyPublishers.noBody(), "")
                : api.send(route.method(), path, BodyPublishers.ofString("{}"), route.type());
    }
}
