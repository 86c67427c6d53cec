package ai.ekaya.web;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTest {
    @ParameterizedTest
    @EnumSource(RefusalCode.class)
    void each_code_has_an_error_status_a_title_and_a_type(RefusalCode code) {
        Problem problem = Problem.of(Problem.status(code), code, "what came");
        assertThat(problem.status()).isBetween(400, 599);
        assertThat(problem.title()).isNotBlank();
        assertThat(problem.type()).matches("urn:ekaya:problem:[a-z-]+");
    }

    @Test
    void is_written_with_the_five_members_and_without_an_empty_incident() {
        assertThat(Problem.of(404, RefusalCode.NOT_FOUND, "There is nothing").toJson())
                .isEqualTo("{\"type\":\"urn:ekaya:problem:not-found\",\"title\":\"Not found\",\"status\":404,"
                        + "\"detail\":\"There is nothing\",\"code\":\"NOT_FOUND\"}");
    }

    @Test
    void lists_the_findings_of_a_refusal_after_its_sentence() {
        Refusal refusal = new Refusal(
                RefusalCode.BAD_ARGUMENT,
                "The package is refused: app.js: is missing",
                List.of(new Refusal.Detail("app.js", "is missing")));
        assertThat(Problem.of(refusal).toJson())
                .endsWith("\"detail\":\"The package is refused: app.js: is missing\",\"code\":\"BAD_ARGUMENT\","
                        + "\"findings\":[{\"where\":\"app.js\",\"message\":\"is missing\"}]}");
    }

    @Test
    void a_bug_tells_only_where_the_log_has_it() {
        Problem problem = Problem.bug("7");
        assertThat(problem.status()).isEqualTo(500);
        assertThat(problem.detail()).contains("incident 7");
        assertThat(problem.incident()).contains("7");
    }
}
