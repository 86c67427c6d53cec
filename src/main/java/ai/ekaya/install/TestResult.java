package ai.ekaya.install;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * How a test of a package went.
 *
 * @param file in the package
 * @param problem what came and what was expected; empty for one that passed
 */
public record TestResult(
        String file,
        String name,
        boolean passed,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> problem) {}
