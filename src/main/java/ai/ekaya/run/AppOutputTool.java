package ai.ekaya.run;

import ai.ekaya.identity.Action;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.install.InstalledApps;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.tools.Nature;
import ai.ekaya.tools.Tool;
import ai.ekaya.tools.ToolCall;
import ai.ekaya.tools.ToolSpec;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** {@code get_app_output}: what an app gave in its last run that succeeded. */
@Singleton
final class AppOutputTool implements Tool {
    private final InstalledApps apps;
    private final RunHistory history;
    private final ToolSpec spec = ToolSpec.of(
            "get_app_output",
            "Last output of an app",
            "What an app gave in its last run that succeeded, and which run that was.",
            Nature.READS,
            Action.SEE_PROJECT,
            ToolSpec.Shapes.of("""
                    {"app": {"type": "string", "minLength": 1, "maxLength": 100, "description": "its id, as list_apps gives it"}}
                    """, "{\"run\": {\"type\": \"string\"}, \"output\": {}}", "app"));

    @Inject
    AppOutputTool(InstalledApps apps, RunHistory history) {
        this.apps = apps;
        this.history = history;
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public ObjectNode call(ToolCall call) {
        InstalledApp app = apps.require(call.project(), call.text("app"));
        RunHistory.Output output = history.lastOutput(app)
                .orElseThrow(() -> new Refusal(
                        RefusalCode.NOT_FOUND, "App '" + app.slug() + "' has no output yet; run_app runs it"));
        ObjectNode answer =
                JsonNodeFactory.instance.objectNode().put("run", output.run().toString());
        answer.set("output", ToolOutput.json(output));
        return answer;
    }
}
