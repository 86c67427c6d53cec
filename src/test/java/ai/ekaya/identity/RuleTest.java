package ai.ekaya.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RuleTest {
    /** What {@link Rule} must not let pass. */
    static final class Forgetful {
        void forgot() {}

        @Anonymous
        @SignedIn
        void twice() {}

        @Needs(Role.AUTHOR)
        void once() {}

        @NeedsInPerson(Role.ADMIN)
        void inPerson() {}
    }

    @Test
    void a_method_needs_exactly_one_annotation() throws NoSuchMethodException {
        assertThat(Rule.of(Forgetful.class.getDeclaredMethod("forgot"))).isEmpty();
        assertThat(Rule.of(Forgetful.class.getDeclaredMethod("twice"))).isEmpty();
        assertThat(Rule.of(Forgetful.class.getDeclaredMethod("once"))).contains(new Rule.Members(Role.AUTHOR));
        assertThat(Rule.of(Forgetful.class.getDeclaredMethod("inPerson")))
                .contains(new Rule.MembersInPerson(Role.ADMIN));
    }

    @Test
    void every_resource_method_says_who_may_call_it() {
        List<Method> methods = resourceMethods().toList();
        assertThat(methods).hasSizeGreaterThan(15);
        assertThat(methods)
                .allSatisfy(
                        method -> assertThat(Rule.of(method)).as("%s", method).isPresent());
    }

    @Test
    void whatever_speaks_of_a_project_is_for_its_members_only() {
        List<Method> ofProjects =
                resourceMethods().filter(method -> path(method).contains("{p}")).toList();
        assertThat(ofProjects).isNotEmpty();
        assertThat(ofProjects)
                .allSatisfy(method -> assertThat(Rule.of(method))
                        .as("%s", method)
                        .get()
                        .isInstanceOfAny(Rule.Members.class, Rule.MembersInPerson.class));
    }

    /** What gives a right would outlive a token that was found; what cannot be had back wants a person. */
    @Test
    void no_token_gives_a_right_or_deletes_a_project() {
        assertThat(resourceMethods()
                        .filter(method -> Rule.of(method)
                                .filter(Rule.MembersInPerson.class::isInstance)
                                .isPresent())
                        .map(method -> method.getDeclaringClass().getSimpleName() + "." + method.getName()))
                .containsExactlyInAnyOrder(
                        "GroupRoleResource.change",
                        "GroupRoleResource.make",
                        "MemberResource.put",
                        "ProjectResource.remove",
                        "ServiceTokenResource.make");
    }

    @Test
    void nothing_is_open_to_everybody_but_the_sign_in() {
        assertThat(resourceMethods()
                        .filter(method -> Rule.of(method).equals(Optional.of(new Rule.Anyone())))
                        .map(RuleTest::path))
                .containsExactlyInAnyOrder("//session", "//session/options");
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
