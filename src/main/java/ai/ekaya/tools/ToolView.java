package ai.ekaya.tools;

import ai.ekaya.identity.Role;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * A tool as HTTP clients see it.
 *
 * @param role the least role that may call it
 * @param app whose tool it is; absent for the platform's own
 */
public record ToolView(
        String name,
        String title,
        String description,
        ObjectNode inputSchema,
        ObjectNode outputSchema,
        boolean readOnly,
        boolean destructive,
        boolean idempotent,
        Role role,
        Optional<String> app) {
    static ToolView of(ToolSpec spec) {
        return new ToolView(
                spec.name(),
                spec.title(),
                spec.description(),
                spec.input().json(),
                spec.output(),
                spec.nature().readOnly(),
                spec.nature().destructive(),
                spec.nature().idempotent(),
                spec.role(),
                spec.app());
    }
}
