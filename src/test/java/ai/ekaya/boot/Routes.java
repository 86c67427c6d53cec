package ai.ekaya.boot;

import ai.ekaya.identity.Action;
import ai.ekaya.identity.Role;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Every route of the code, and what its annotation says is done. */
final class Routes {
    private Routes() {}

    /** In the order of the table's columns. */
    enum Kind {
        ANONYMOUS,
        STRANGER,
        VIEWER,
        OPERATOR,
        AUTHOR,
        ADMIN,
        /** A service token of role admin. */
        SERVICE,
        PLATFORM
    }

    /** A resource method's address and what it says is done. */
    record Route(String method, String path, String type, Action action) {
        String name() {
            return method + " " + path;
        }

        String row() {
            return "%-62s %-20s %s"
                    .formatted(
                            name(),
                            action,
                            Arrays.stream(Kind.values())
                                    .map(kind -> "%-4s".formatted(expected(kind)))
                                    .collect(Collectors.joining())
                                    .strip());
        }

        /** {@code yes}, or the status of the refusal. */
        String expected(Kind kind) {
            if (action.level() == Action.Level.ANYONE) {
                return "yes";
            }
            if (kind == Kind.ANONYMOUS) {
                return "401";
            }
            if (action.inProject() && kind == Kind.STRANGER) {
                return "404";
            }
            boolean may = switch (action.level()) {
                case ANYONE, SIGNED_IN -> true;
                case IN_PERSON -> kind != Kind.SERVICE;
                case PLATFORM_ADMIN -> kind == Kind.PLATFORM;
                case MEMBER -> mayAsMember(kind);
            };
            return may ? "yes" : "403";
        }

        private boolean mayAsMember(Kind kind) {
            return switch (kind) {
                case PLATFORM -> true;
                case SERVICE -> !action.inPerson();
                default -> Role.valueOf(kind.name()).includes(action.atLeast());
            };
        }
    }

    static List<Route> all() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("ai.ekaya").stream()
                        .filter(resource -> resource.isAnnotatedWith(Path.class))
                        .flatMap(resource -> resource.getMethods().stream())
                        .filter(method -> method.isMetaAnnotatedWith(HttpMethod.class))
                        .map(JavaMethod::reflect)
                        .map(Routes::route)
                        // Two methods may share an address: one for each kind of body.
                        .collect(Collectors.toMap(Route::row, route -> route, Routes::simpler))
                        .values()
                        .stream()
                        .sorted(Comparator.comparing(Route::path).thenComparing(Route::method))
                        .toList();
    }

    /** By its type of body: application/json or zip before multipart, which needs a boundary. */
    private static Route simpler(Route one, Route other) {
        return one.type().compareTo(other.type()) <= 0 ? one : other;
    }

    private static Route route(Method method) {
        String verb = Arrays.stream(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(Objects::nonNull)
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
                        .flatMap(consumes -> Arrays.stream(consumes.value()).min(Comparator.naturalOrder()))
                        .orElse("application/json"),
                Action.of(method).orElseThrow());
    }
}
