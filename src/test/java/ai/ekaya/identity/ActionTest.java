package ai.ekaya.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ActionTest {
    @Test
    void every_resource_method_says_what_is_done() {
        List<Method> methods = resourceMethods().toList();
        assertThat(methods).hasSizeGreaterThan(80);
        assertThat(methods)
                .allSatisfy(
                        method -> assertThat(Action.of(method)).as("%s", method).isPresent());
    }

    @Test
    void whatever_speaks_of_a_project_is_for_its_members_and_who_signs_for_them() {
        assertThat(resourceMethods().filter(method -> Action.of(method).orElseThrow() != Action.DELIVER))
                .allSatisfy(method -> assertThat(Action.of(method).orElseThrow().inProject())
                        .as("%s", method)
                        .isEqualTo(path(method).contains("{p}")));
    }

    /** What gives a right would outlive a token that was found; what cannot be had back wants a person. */
    @Test
    void no_token_gives_a_right_or_deletes_a_project() {
        assertThat(resourceMethods()
                        .filter(method -> Action.of(method).orElseThrow().inProject()
                                && Action.of(method).orElseThrow().inPerson())
                        .map(method -> method.getDeclaringClass().getSimpleName() + "." + method.getName()))
                .containsExactlyInAnyOrder(
                        "GroupRoleResource.change",
                        "GroupRoleResource.make",
                        "MemberResource.put",
                        "ProjectResource.remove",
                        "ServiceTokenResource.make");
    }

    @Test
    void nothing_is_open_to_everybody_but_the_sign_in_and_signed_deliveries() {
        assertThat(resourceMethods()
                        .filter(method -> Action.of(method).orElseThrow().level() == Action.Level.ANYONE)
                        .map(ActionTest::path))
                .containsExactlyInAnyOrder("//session", "//session/options", "hooks/{p}/{app}/{hook}");
    }

    @Test
    void every_action_is_asked_somewhere() {
        // By a route here, or by name in a class that decides deeper in.
        assertThat(resourceMethods().map(method -> Action.of(method).orElseThrow()))
                .containsAll(EnumSet.complementOf(EnumSet.of(Action.GRANT_TO_APP, Action.READ_DATASOURCE)));
    }

    private static String path(Method method) {
        Path ofMethod = method.getAnnotation(Path.class);
        return method.getDeclaringClass().getAnnotation(Path.class).value()
                + (ofMethod == null ? "" : "/" + ofMethod.value());
    }

    private static Stream<Method> resourceMethods() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("ai.ekaya").stream()
                        .filter(resource -> resource.isAnnotatedWith(Path.class))
                        .flatMap(resource -> resource.getMethods().stream())
                        .filter(method -> method.isMetaAnnotatedWith(HttpMethod.class))
                        .map(JavaMethod::reflect);
    }
}
