package ai.ekaya.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.PathSegment;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class QueryNamesTest {
    /** Methods as resources have them; nobody calls them. */
    @SuppressWarnings("unused")
    private static final class Shapes {
        Page<String> list(
                @PathParam("p") String project, @QueryParam("state") String state, @BeanParam PageParams page) {
            return Page.whole(List.of());
        }

        Page<String> whole() {
            return Page.whole(List.of());
        }

        String none(@PathParam("p") String project) {
            return project;
        }

        @TakesQuery({"slug", "datasource."})
        String byItself() {
            return "";
        }

        @TakesQuery(TakesQuery.ANY)
        String anything() {
            return "";
        }
    }

    private static SortedSet<String> of(String name) {
        Method method = Arrays.stream(Shapes.class.getDeclaredMethods())
                .filter(one -> one.getName().equals(name))
                .findFirst()
                .orElseThrow();
        return QueryNames.of(method);
    }

    private static void require(String method, String... given) {
        QueryNames.require(List.of(given), of(method));
    }

    @Test
    void a_method_takes_what_its_parameters_and_their_fields_name() {
        assertThat(of("list")).containsExactly("after", "limit", "state");
        require("list", "state", "after", "limit");
        assertThatThrownBy(() -> require("list", "state", "stat"))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.BAD_ARGUMENT))
                .hasMessage("There is no query parameter 'stat' here, expected one of after, limit, state");
    }

    @Test
    void a_list_that_comes_whole_is_asked_for_as_others() {
        require("whole", "after", "limit");
        assertThatThrownBy(() -> require("whole", "state")).isInstanceOf(Refusal.class);
    }

    @Test
    void a_method_without_parameters_takes_none() {
        QueryNames.require(List.of(), of("none"));
        assertThatThrownBy(() -> require("none", "x".repeat(100)))
                .hasMessage("There is no query parameter '" + "x".repeat(40) + "…' here, none is taken");
    }

    @Test
    void a_method_that_reads_the_address_says_what_it_reads() {
        require("byItself", "slug", "datasource.primary");
        assertThatThrownBy(() -> require("byItself", "datasources"))
                .hasMessage("There is no query parameter 'datasources' here, expected one of datasource.<name>, slug");
        require("anything", "whatever", "");
    }

    @Test
    void names_are_compared_as_they_are() {
        assertThatThrownBy(() -> QueryNames.require(List.of("State"), new TreeSet<>(List.of("state"))))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void a_parameter_that_comes_twice_is_refused_by_its_name() {
        QueryNames.requireOnce(Map.of("state", List.of("open"), "limit", List.of("5")), of("list"));
        assertThatThrownBy(() -> QueryNames.requireOnce(Map.of("state", List.of("open", "open")), of("list")))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.BAD_ARGUMENT))
                .hasMessage("The query parameter 'state' came 2 times, expected once");
        // What another system calls is its own affair.
        QueryNames.requireOnce(Map.of("state", List.of("a", "b")), of("anything"));
    }

    private static PathSegment segment(String name, Map<String, String> matrix) {
        MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>(matrix);
        return new PathSegment() {
            @Override
            public String getPath() {
                return name;
            }

            @Override
            public MultivaluedMap<String, String> getMatrixParameters() {
                return parameters;
            }
        };
    }

    @Test
    void a_parameter_in_the_path_is_refused() {
        QueryNames.requirePlain(List.of(segment("v1", Map.of()), segment("notifications", Map.of())));
        assertThatThrownBy(() -> QueryNames.requirePlain(
                        List.of(segment("v1", Map.of()), segment("notifications", Map.of("open", "true")))))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("The path has ';' with 'open', expected parameters behind '?'");
    }
}
