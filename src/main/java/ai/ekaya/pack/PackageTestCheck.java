package ai.ekaya.pack;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.RefusalCode;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** What a package's test files must be beside what their schema says: tests of this package, that can be run. */
final class PackageTestCheck {
    private static final List<String> CODES =
            Arrays.stream(RefusalCode.values()).map(Enum::name).toList();

    private final Limits limits;
    private final Findings findings;

    PackageTestCheck(Limits limits, Findings findings) {
        this.limits = limits;
        this.findings = findings;
    }

    void count(int tests) {
        int most = limits.intOf(Limit.PACK_TESTS_COUNT);
        if (tests > most) {
            findings.add("tests/", "The package has " + tests + " tests, at most " + most);
        }
    }

    void codes(String path, JsonNode test) {
        for (int index = 0; index < test.path("host").size(); index++) {
            JsonNode code = test.at("/host/" + index + "/error/code");
            if (code.isTextual() && !CODES.contains(code.textValue())) {
                findings.add(
                        path + "#/host/" + index + "/error/code",
                        "This is " + Excerpt.of(code.toString()) + ", expected one of " + String.join(", ", CODES));
            }
        }
    }

    /** A call of what the package does not ask for is never answered, so a test that answers it proves nothing. */
    void calls(String path, JsonNode test, Capabilities capabilities) {
        Set<String> known = Capabilities.knownHostFunctions();
        for (int index = 0; index < test.path("host").size(); index++) {
            JsonNode call = test.at("/host/" + index);
            String name = call.path("call").asText();
            String where = path + "#/host/" + index + "/call";
            if (!known.contains(name)) {
                findings.add(where, "There is no host function " + Excerpt.of(name) + ", expected one of " + known);
            } else if (call.has("answer") && !capabilities.hostFunctions().contains(name)) {
                findings.add(
                        where,
                        "The test answers " + name
                                + ", which is not in capabilities.json#/hostFunctions; expected one of "
                                + capabilities.hostFunctions().stream().sorted().toList() + ", or an error");
            }
        }
    }
}
