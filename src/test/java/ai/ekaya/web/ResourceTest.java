package ai.ekaya.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What RESTEasy on Liberty asks of classes that it makes; one that fails takes the whole API down at start. */
class ResourceTest {
    private final List<JavaClass> ours = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("ai.ekaya").stream()
                    .filter(each -> each.isAnnotatedWith(Path.class) || each.isAnnotatedWith(Provider.class))
                    .toList();

    @Test
    void resources_and_providers_are_public_singletons_with_a_public_constructor() {
        assertThat(ours).hasSizeGreaterThan(8);
        assertThat(ours).allSatisfy(each -> {
            assertThat(each.isAnnotatedWith(Singleton.class))
                    .as("%s is a singleton", each)
                    .isTrue();
            assertThat(Modifier.isPublic(each.reflect().getModifiers()))
                    .as("%s is public", each)
                    .isTrue();
            assertThat(each.reflect().getConstructors())
                    .as("public constructors of %s", each)
                    .isNotEmpty();
        });
    }

    @Test
    void a_method_that_reads_the_addresss_query_itself_says_what_it_takes() {
        List<JavaMethod> reading = ours.stream()
                .filter(each -> each.isAnnotatedWith(Path.class))
                .flatMap(each -> each.getMethods().stream())
                .filter(method -> method.getMethodCallsFromSelf().stream()
                        .anyMatch(call -> call.getTarget().getName().equals("getQueryParameters")))
                .toList();
        assertThat(reading)
                .isNotEmpty()
                .allSatisfy(method -> assertThat(method.isAnnotatedWith(TakesQuery.class))
                        .as("%s", method)
                        .isTrue());
    }

    @Test
    void filters_have_a_constructor_without_arguments() {
        assertThat(ours.stream().filter(each -> each.isAnnotatedWith(Provider.class)))
                .allSatisfy(each -> assertThat(Arrays.stream(each.reflect().getConstructors())
                                .anyMatch(constructor -> constructor.getParameterCount() == 0))
                        .as("%s", each)
                        .isTrue());
    }
}
