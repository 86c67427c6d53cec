package ai.ekaya.host;

import ai.ekaya.identity.Access;
import ai.ekaya.identity.Principal;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * {@code get_auth_context}: for whom this run acts, and as what.
 *
 * <p>Arguments  {}
 * <p>Answer     {"projectId", "userId", "roles": [string], "appId", "runId", "trigger": {"kind", …}, "onBehalfOf": {"kind", "id", "name"}}
 * <p>Limits     counts as a host call
 * <p>Errors     none of its own
 * <p>Source     design document, "Host Functions to Implement"
 */
final class GetAuthContext implements HostFunction {
    @Override
    public String name() {
        return "get_auth_context";
    }

    @Override
    public Answer call(RunCalls run, Arguments arguments) {
        arguments.allowing();
        CallScope scope = run.scope();
        Principal principal = scope.principal();
        ObjectNode context = JsonNodeFactory.instance.objectNode();
        context.put("projectId", scope.project().toString());
        context.put("userId", principal.user().toString());
        var roles = context.putArray("roles");
        Access.roleOf(principal, scope.project())
                .ifPresent(role -> roles.add(role.name().toLowerCase(Locale.ROOT)));
        context.put("appId", scope.appSlug());
        context.put("runId", scope.run().toString());
        context.set("trigger", scope.trigger().deepCopy());
        context.putObject("onBehalfOf")
                .put("kind", principal.kind().name().toLowerCase(Locale.ROOT))
                .put("id", principal.user().toString())
                .put("name", principal.name());
        return Answer.of(context);
    }
}
