package ai.ekaya.run;

import ai.ekaya.identity.Action;
import ai.ekaya.identity.Role;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.pack.ArgumentSchema;
import ai.ekaya.pack.Manifest;
import ai.ekaya.tools.Nature;
import ai.ekaya.tools.Tool;
import ai.ekaya.tools.ToolCall;
import ai.ekaya.tools.ToolSpec;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** A tool that an app offers: a run of it with the arguments as input. */
final class AppTool implements Tool {
    /** Clients forbid dots in names. */
    static final String SEPARATOR = "__";

    private final String app;
    private final Manifest.Export export;
    private final ToolRuns runs;
    private final ToolSpec spec;

    private AppTool(String app, String appName, Manifest.Export export, ArgumentSchema input, ToolRuns runs) {
        this.app = app;
        this.export = export;
        this.runs = runs;
        this.spec = new ToolSpec(
                app + SEPARATOR + export.tool(),
                appName + ": " + export.tool().replace('_', ' '),
                export.description(),
                input,
                ToolSpec.Shapes.of("{}", "{\"run\": {\"type\": \"string\"}, \"output\": {}}")
                        .output(),
                // Whatever its package says: it may do all that its app was granted.
                Nature.CHANGES,
                Action.RUN_APP,
                export.role().map(Role::parse).orElse(Action.RUN_APP.atLeast()),
                Optional.of(app));
    }

    /** Empty where its schema is none that can be applied and listed. */
    static Optional<Tool> of(InstalledApp app, Manifest.Export export, ToolRuns runs) {
        return ArgumentSchema.of(export).map(input -> new AppTool(app.slug(), app.name(), export, input, runs));
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public ObjectNode call(ToolCall call) {
        Run run = runs.run(
                call,
                app,
                Trigger.export(export.tool(), call.path()),
                call.arguments().toString(),
                runs.patience());
        RunHistory.Output output = runs.output(call, run);
        ObjectNode answer =
                JsonNodeFactory.instance.objectNode().put("run", run.id().toString());
        answer.set("output", ToolOutput.json(output));
        return answer;
    }
}
