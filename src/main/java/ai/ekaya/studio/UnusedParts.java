package ai.ekaya.studio;

import ai.ekaya.pack.Capabilities;
import ai.ekaya.pack.ReadResult;
import java.util.ArrayList;
import java.util.List;

/**
 * Parts of capabilities.json that do nothing, as the host function that they are of is not in it. Told to authors and not refused: such a
 * package does no harm, and what is asked for the next version may stand there already.
 */
final class UnusedParts {
    private static final String CAPABILITIES = "capabilities.json#/";

    private final Capabilities capabilities;
    private final List<ReadResult.Finding> findings = new ArrayList<>();

    private UnusedParts(Capabilities capabilities) {
        this.capabilities = capabilities;
    }

    static List<ReadResult.Finding> of(Capabilities capabilities) {
        UnusedParts parts = new UnusedParts(capabilities);
        parts.look("http", !capabilities.http().isEmpty(), "http_request");
        parts.look("credentials", !capabilities.credentials().isEmpty(), "http_request");
        parts.look("tools", !capabilities.tools().isEmpty(), "mcp_tool_invoke");
        parts.look("queries", !capabilities.queries().isEmpty(), "datasource_execute");
        parts.look("secrets", !capabilities.secrets().isEmpty(), "secret_exists");
        parts.look("llm", capabilities.llm().isPresent(), "llm_generate");
        capabilities.sensitiveValues().stream()
                .sorted()
                .forEach(function -> parts.look("sensitiveValues", true, function));
        return parts.findings;
    }

    private void look(String part, boolean isThere, String function) {
        if (isThere && !capabilities.hostFunctions().contains(function)) {
            findings.add(new ReadResult.Finding(
                    CAPABILITIES + part,
                    "This is for " + function + ", which is not in hostFunctions: add it there, or take this away"));
        }
    }
}
