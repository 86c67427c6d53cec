package ai.ekaya.tools;

import ai.ekaya.identity.Access;
import ai.ekaya.identity.Action;
import ai.ekaya.identity.Role;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;

/** {@code health}: whether the server answers, and as whom it knows the caller. */
@Singleton
final class HealthTool implements Tool {
    private final Clock clock;
    private final ToolSpec spec = ToolSpec.of(
            "health",
            "Health",
            "Whether the server answers, its time, and the caller's name and role in this project.",
            Nature.READS,
            Action.SEE_PROJECT,
            ToolSpec.Shapes.of("{}", """
                    {"status": {"type": "string"}, "time": {"type": "string"}, "project": {"type": "string"},
                     "user": {"type": "string"}, "role": {"type": "string"}}
                    """));

    @Inject
    HealthTool(Clock clock) {
        this.clock = clock;
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public ObjectNode call(ToolCall call) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("status", "ok")
                .put("time", clock.instant().toString())
                .put("project", call.project().toString())
                .put("user", call.by().name())
                .put(
                        "role",
                        Access.roleOf(call.by(), call.project()).map(Role::text).orElse("none"));
    }
}
