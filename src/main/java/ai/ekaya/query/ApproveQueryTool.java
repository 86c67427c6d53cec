package ai.ekaya.query;

import ai.ekaya.identity.Action;
import ai.ekaya.tools.Nature;
import ai.ekaya.tools.Tool;
import ai.ekaya.tools.ToolCall;
import ai.ekaya.tools.ToolSpec;
import ai.ekaya.web.Json;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** {@code approve_query}: an administrator's decision about the version that was read. */
@Singleton
final class ApproveQueryTool implements Tool {
    private final Approvals approvals;
    private final Queries queries;
    private final ToolSpec spec = ToolSpec.of(
            "approve_query",
            "Approve a query",
            "Approves the version of a query that waits, or lets a disabled one run again. 'version' is the number of what was read; one"
                    + " that changes data is approved with writes true.",
            Nature.SETS,
            Action.APPROVE_QUERY,
            ToolSpec.Shapes.of("""
                    {"query": {"type": "string", "minLength": 1, "maxLength": 200, "description": "its name or id"},
                     "version": {"type": "integer", "minimum": 1, "maximum": 1000000, "description": "the number that was read"},
                     "writes": {"type": "boolean", "description": "true for one that changes data"},
                     "reason": {"type": "string", "maxLength": 10000}}
                    """, """
                    {"id": {"type": "string"}, "name": {"type": "string"}, "state": {"type": "string"}, "approved": {"type": "object"}}
                    """, "query", "version"));

    @Inject
    ApproveQueryTool(Approvals approvals, Queries queries) {
        this.approvals = approvals;
        this.queries = queries;
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public ObjectNode call(ToolCall call) {
        Approvals.Approval approval = new Approvals.Approval(
                call.whole("version").orElseThrow(), call.flag("writes").orElse(false), call.optional("reason"));
        approvals.approve(call.by(), call.project(), call.text("query"), approval);
        return Json.mapper().valueToTree(queries.get(call.project(), call.text("query")));
    }
}
