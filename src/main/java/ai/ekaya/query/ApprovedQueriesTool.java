package ai.ekaya.query;

import ai.ekaya.identity.Action;
import ai.ekaya.limits.Limits;
import ai.ekaya.tools.Nature;
import ai.ekaya.tools.Tool;
import ai.ekaya.tools.ToolCall;
import ai.ekaya.tools.ToolSpec;
import ai.ekaya.web.Json;
import ai.ekaya.web.PageQuery;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** {@code list_approved_queries}: the project's queries, those that wait for a decision among them. */
@Singleton
final class ApprovedQueriesTool implements Tool {
    private final Queries queries;
    private final Limits limits;
    private final ToolSpec spec = ToolSpec.of(
            "list_approved_queries",
            "Approved queries",
            "Queries of the project with text, parameters and state. Those whose state is approved can be run by name.",
            Nature.READS,
            Action.SEE_PROJECT,
            ToolSpec.Shapes.of("""
                    {"after": {"type": "string", "maxLength": 2048, "description": "next of the answer before"},
                     "limit": {"type": "integer", "minimum": 1, "maximum": 200, "description": "queries in the answer"}}
                    """, """
                    {"items": {"type": "array", "items": {"type": "object"}}, "next": {"type": "string"}}
                    """));

    @Inject
    ApprovedQueriesTool(Queries queries, Limits limits) {
        this.queries = queries;
        this.limits = limits;
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public ObjectNode call(ToolCall call) {
        PageQuery page = call.page(limits);
        return Json.mapper().valueToTree(queries.list(call.project(), page));
    }
}
