package ai.ekaya.run;

import ai.ekaya.identity.Action;
import ai.ekaya.tools.CallPath;
import ai.ekaya.tools.Nature;
import ai.ekaya.tools.Tool;
import ai.ekaya.tools.ToolCall;
import ai.ekaya.tools.ToolSpec;
import ai.ekaya.web.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;

/** {@code run_app}: starts a run of an app, and waits for its end for as long as the caller says. */
@Singleton
final class RunAppTool implements Tool {
    private static final String NAME = "run_app";

    private final ToolRuns runs;
    private final ToolSpec spec = ToolSpec.of(
            NAME,
            "Run an app",
            "Starts an app with an input and answers at once; with waitSeconds it waits so long for the end. get_run tells of a run"
                    + " that goes on, get_app_output what an app gave last.",
            Nature.CHANGES,
            Action.RUN_APP,
            ToolSpec.Shapes.of("""
                    {"app": {"type": "string", "minLength": 1, "maxLength": 100, "description": "its id, as list_apps gives it"},
                     "input": {"description": "any JSON; an empty object when not said"},
                     "waitSeconds": {"type": "integer", "minimum": 0, "maximum": 50, "description": "0 when not said: the run has only begun"}}
                    """, "{\"run\": {\"type\": \"object\"}}", "app"));

    @Inject
    RunAppTool(ToolRuns runs) {
        this.runs = runs;
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public ObjectNode call(ToolCall call) {
        JsonNode input = call.json("input").orElseGet(JsonNodeFactory.instance::objectNode);
        Trigger trigger = call.path().equals(CallPath.OUTSIDE) ? Trigger.manual() : Trigger.tool(NAME, call.path());
        Run run = runs.run(
                call,
                call.text("app"),
                trigger,
                input.toString(),
                Duration.ofSeconds(call.whole("waitSeconds").orElse(0)));
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("run", Json.mapper().valueToTree(RunView.of(run)));
        return answer;
    }
}
