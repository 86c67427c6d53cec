package ai.ekaya.run;

import ai.ekaya.identity.Action;
import ai.ekaya.tools.Nature;
import ai.ekaya.tools.Tool;
import ai.ekaya.tools.ToolCall;
import ai.ekaya.tools.ToolSpec;
import ai.ekaya.web.Json;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** {@code get_run}: how a run stands or ended, and what it gave. */
@Singleton
final class RunTool implements Tool {
    private final RunHistory history;
    private final ToolSpec spec = ToolSpec.of(
            "get_run",
            "A run",
            "How a run stands or ended, what it used, and its output once it succeeded.",
            Nature.READS,
            Action.SEE_PROJECT,
            ToolSpec.Shapes.of("""
                    {"run": {"type": "string", "minLength": 1, "maxLength": 100, "description": "its id"}}
                    """, "{\"run\": {\"type\": \"object\"}, \"output\": {}}", "run"));

    @Inject
    RunTool(RunHistory history) {
        this.history = history;
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public ObjectNode call(ToolCall call) {
        Run run = history.require(call.project(), call.text("run"));
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("run", Json.mapper().valueToTree(RunView.of(run)));
        history.output(run).ifPresent(output -> answer.set("output", ToolOutput.json(output)));
        return answer;
    }
}
