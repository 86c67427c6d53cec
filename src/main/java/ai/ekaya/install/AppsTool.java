package ai.ekaya.install;

import ai.ekaya.identity.Action;
import ai.ekaya.tools.Nature;
import ai.ekaya.tools.Tool;
import ai.ekaya.tools.ToolCall;
import ai.ekaya.tools.ToolSpec;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** {@code list_apps}: the project's apps, without settings and grants. */
@Singleton
final class AppsTool implements Tool {
    private final InstalledApps apps;
    private final ToolSpec spec = ToolSpec.of(
            "list_apps",
            "Installed apps",
            "The project's apps by id, with name, version, state and schedule.",
            Nature.READS,
            Action.SEE_PROJECT,
            ToolSpec.Shapes.of("{}", """
                    {"items": {"type": "array", "items": {"type": "object", "properties": {
                      "id": {"type": "string"}, "name": {"type": "string"}, "version": {"type": "string"},
                      "state": {"type": "string"}, "schedule": {"type": "string"}}}}}
                    """));

    @Inject
    AppsTool(InstalledApps apps) {
        this.apps = apps;
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public ObjectNode call(ToolCall call) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        var items = answer.putArray("items");
        for (InstalledApp app : apps.list(call.project())) {
            ObjectNode item = items.addObject()
                    .put("id", app.slug())
                    .put("name", app.name())
                    .put("version", app.version())
                    .put("state", app.state().name());
            app.schedule()
                    .ifPresent(schedule -> item.put("schedule", schedule.cron().text()));
        }
        return answer;
    }
}
