package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.identity.Role;
import ai.ekaya.identity.Rule;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Who may call what: a table with a row for every route and a column for every kind of caller, held against the code and against
 * the running server. A route without a row fails, and so does a row that no longer says what the code does.
 */
class AccessMatrixIT {
    private static final java.nio.file.Path TABLE =
            java.nio.file.Path.of("src/test/resources/ai/ekaya/boot/access.txt");
    private static final String PROJECT = "access-matrix";
    /** Not there, so that a call that is let in finds nothing to change. */
    private static final String NOBODY = "00000000-0000-4000-8000-000000000000";

    /** In the order of the table's columns. */
    private enum Kind {
        ANONYMOUS,
        STRANGER,
        VIEWER,
        OPERATOR,
        AUTHOR,
        ADMIN,
        TOKEN,
        PLATFORM
    }

    private static LiveServer server;
    private static final Map<Kind, Api> CALLERS = new LinkedHashMap<>();

    @BeforeAll
    static void start() {
        server = LiveServer.shared();
        Api admin = Api.admin(server);
        Api.Answer made = admin.post("/api/v1/projects", Map.of("name", PROJECT));
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        CALLERS.put(Kind.ANONYMOUS, Api.anonymous(server.uri("/")));
        for (Kind kind : List.of(Kind.STRANGER, Kind.VIEWER, Kind.OPERATOR, Kind.AUTHOR, Kind.ADMIN)) {
            String name = "matrix-" + kind.name().toLowerCase(java.util.Locale.ROOT);
            admin.post("/api/v1/users", Map.of("name", name, "password", "long-enough-password"));
            if (kind != Kind.STRANGER) {
                String role = kind.name().toLowerCase(java.util.Locale.ROOT);
                Api.Answer given = admin.put("/api/v1/projects/" + PROJECT + "/members/" + name, Map.of("role", role));
                assertThat(given.status()).as(given.toString()).isEqualTo(204);
            }
            CALLERS.put(kind, Api.anonymous(server.uri("/")).signIn(name, "long-enough-password"));
        }
        String token = CALLERS.get(Kind.ADMIN)
                .post("/api/v1/tokens", Map.of("name", "matrix", "project", PROJECT, "roles", List.of("operator")))
                .json()
                .path("token")
                .asText();
        CALLERS.put(Kind.TOKEN, Api.anonymous(server.uri("/")).with("Authorization", "Bearer " + token));
        CALLERS.put(Kind.PLATFORM, admin);
    }

    /** A resource method's address and what its annotation says. */
    private record Route(String method, String path, String type, Rule rule) {
        String name() {
            return method + " " + path;
        }

        String row() {
            return "%-62s %s"
                    .formatted(
                            name(),
                            Arrays.stream(Kind.values())
                                    .map(kind -> "%-4s".formatted(expected(kind)))
                                    .collect(Collectors.joining())
                                    .strip());
        }

        /** {@code yes}, or the status of the refusal. */
        private String expected(Kind kind) {
            if (rule instanceof Rule.Anyone) {
                return "yes";
            }
            if (kind == Kind.ANONYMOUS) {
                return "401";
            }
            return switch (rule) {
                case Rule.Anyone anyone -> "yes";
                case Rule.AnySignedIn signedIn -> "yes";
                case Rule.AnyInPerson inPerson -> kind == Kind.TOKEN ? "403" : "yes";
                case Rule.PlatformAdmins admins -> kind == Kind.PLATFORM ? "yes" : "403";
                case Rule.Members members ->
                    switch (kind) {
                        case PLATFORM -> "yes";
                        case STRANGER -> "404";
                        case TOKEN -> Role.OPERATOR.includes(members.atLeast()) ? "yes" : "403";
                        default -> Role.valueOf(kind.name()).includes(members.atLeast()) ? "yes" : "403";
                    };
            };
        }
    }

    private static List<Route> routes() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("ai.ekaya").stream()
                        .filter(resource -> resource.isAnnotatedWith(Path.class))
                        .flatMap(resource -> resource.getMethods().stream())
                        .filter(method -> method.isMetaAnnotatedWith(HttpMethod.class))
                        .map(JavaMethod::reflect)
                        .map(AccessMatrixIT::route)
                        // Two methods may share an address: one for each kind of body.
                        .collect(Collectors.toMap(Route::row, route -> route, (one, other) -> one))
                        .values()
                        .stream()
                        .sorted(java.util.Comparator.comparing(Route::path).thenComparing(Route::method))
                        .toList();
    }

    private static Route route(Method method) {
        String verb = Arrays.stream(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(java.util.Objects::nonNull)
                .map(HttpMethod::value)
                .findFirst()
                .orElseThrow();
        Path own = method.getAnnotation(Path.class);
        String path = ("/"
                        + method.getDeclaringClass().getAnnotation(Path.class).value()
                        + (own == null ? "" : "/" + own.value()))
                .replaceAll("/+", "/");
        return new Route(
                verb,
                path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path,
                Optional.ofNullable(method.getAnnotation(Consumes.class))
                        .map(consumes -> consumes.value()[0])
                        .orElse("application/json"),
                Rule.of(method).orElseThrow());
    }

    @Test
    void every_route_has_its_row() throws IOException {
        String header = "# %-60s %s%n"
                .formatted(
                        "route (yes, or the status of the refusal)",
                        Stream.of("ano", "str", "vie", "ope", "aut", "adm", "tok", "pla")
                                .map("%-4s"::formatted)
                                .collect(Collectors.joining()));
        String now = header + routes().stream().map(route -> route.row() + "\n").collect(Collectors.joining());
        if (System.getProperty("access.record") != null) {
            Files.writeString(TABLE, now);
        }
        assertThat(Files.readString(TABLE, StandardCharsets.UTF_8))
                .as("the table of who may call what; record it with -Daccess.record and read the difference")
                .isEqualTo(now);
    }

    @TestFactory
    Stream<DynamicTest> the_server_does_as_the_table_says() {
        return routes().stream()
                // Signing out would end the other calls; SessionOptionsIT and WebIT do it.
                .filter(route -> !route.name().equals("DELETE /session"))
                .map(route -> DynamicTest.dynamicTest(
                        route.name(),
                        () -> CALLERS.forEach((kind, api) -> {
                            String expected = route.expected(kind);
                            if (expected.equals("yes") && route.name().equals("DELETE /projects/{p}")) {
                                // It would succeed, and end the other calls; IdentityIT removes one.
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
        String detail = answer.json().path("detail").asText();
        boolean refusedAtDoor = answer.status() == 401 && !detail.equals("User or password is wrong")
                || detail.startsWith("This needs role")
                || detail.startsWith("This needs a ")
                || detail.startsWith("There is no such project for you");
        return !refusedAtDoor;
    }

    private static Api.Answer call(Api api, Route route) {
        String path = "/api/v1" + route.path().replace("{p}", PROJECT).replaceAll("\\{[^}]*}", NOBODY);
        boolean reads = route.method().equals("GET") || route.method().equals("DELETE");
        return reads
                ? api.send(route.method(), path, BodyPublishers.noBody(), "")
                : api.send(route.method(), path, BodyPublishers.ofString("{}"), route.type());
    }
}
