package ai.ekaya.host;

import ai.ekaya.leak.Exit;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.tools.CallPath;
import ai.ekaya.tools.Face;
import ai.ekaya.tools.RowsGiven;
import ai.ekaya.tools.Tools;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code mcp_tool_invoke}: calls a tool of the project, the platform's or another app's, by the app's own alias for it. It may do what
 * the run's principal may at this moment.
 *
 * <p>Arguments  {"tool": alias, as capabilities.json maps it, "arguments": object, {} when not said}
 * <p>Answer     the tool's, an object that fits its outputSchema
 * <p>Limits     arguments 256 KiB · answer 2 MiB · 50 s for an app's tool · 2 apps that call each other in a row
 * <p>Errors     RATE_LIMITED, NOT_PERMITTED (alias not granted, role too small or gone, an app that waits for this call, a preview), NOT_FOUND,
 *     BAD_ARGUMENT, LIMIT, TIMEOUT, and what the tool itself refuses with
 * <p>Source     contracts §2; docs/mcp.md
 */
final class McpToolInvoke implements HostFunction {
    private static final int ALIAS_BYTES_MAX = 200;
    /** With these a tool says that it did nothing. */
    private static final Set<RefusalCode> DID_NOTHING = EnumSet.of(
            RefusalCode.NOT_PERMITTED, RefusalCode.NOT_FOUND, RefusalCode.BAD_ARGUMENT, RefusalCode.RATE_LIMITED);

    private final Tools tools;

    McpToolInvoke(Tools tools) {
        this.tools = tools;
    }

    @Override
    public String name() {
        return "mcp_tool_invoke";
    }

    @Override
    public Optional<String> tool(Arguments arguments) {
        return Optional.of(arguments.text("tool", ALIAS_BYTES_MAX));
    }

    @Override
    public Exit exit() {
        return Exit.TOOL_CALL;
    }

    /** A tool that only reads leaves no line. */
    @Override
    public EffectKind effect() {
        return EffectKind.WORLD;
    }

    @Override
    public Answer call(RunCalls run, Arguments arguments) {
        arguments.allowing("tool", "arguments");
        CallScope scope = run.scope();
        String alias = arguments.text("tool", ALIAS_BYTES_MAX);
        Tools.Ready ready = tools.decide(new Tools.Asked(
                scope.now().get(),
                scope.project(),
                String.valueOf(scope.tools().get(alias)),
                object(arguments),
                Face.RUN,
                path(scope)));
        if (ready.spec().nature().readOnly()) {
            List<RowsGiven> rows = new ArrayList<>();
            return told(run, arguments, ready.call(run.cancellation(), rows::add), rows);
        }
        if (scope.trigger().path("kind").asText().equals("preview")) {
            throw new Refusal(
                    RefusalCode.NOT_PERMITTED,
                    "Tool " + ready.spec().name()
                            + " may change something, and a preview keeps nothing; install the app to" + " call it");
        }
        List<RowsGiven> rows = new ArrayList<>();
        return told(run, arguments, witnessed(run, ready, rows), rows);
    }

    private static Answer told(RunCalls run, Arguments arguments, ObjectNode answer, List<RowsGiven> rows) {
        run.read().tool(arguments.any("arguments"), answer, rows);
        return run.answered(Exit.TOOL_ANSWER, answer);
    }

    private static ObjectNode witnessed(RunCalls run, Tools.Ready ready, List<RowsGiven> rows) {
        RunEffects.Announced announced = run.effects().announce();
        ObjectNode answer;
        try {
            answer = ready.call(run.cancellation(), rows::add);
        } catch (Refusal refusal) {
            if (DID_NOTHING.contains(refusal.code())) {
                announced.didNotHappen();
            }
            throw refusal;
        }
        announced.happened();
        return answer;
    }

    private static ObjectNode object(Arguments arguments) {
        JsonNode given = arguments.any("arguments");
        if (given.isNull()) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (given instanceof ObjectNode object) {
            return object;
        }
        throw arguments.bad("takes an object as 'arguments'");
    }

    /** Those that wait for this run stand in what started it, which the platform wrote. */
    private static CallPath path(CallScope scope) {
        List<String> apps = new ArrayList<>();
        scope.trigger().path("calledBy").forEach(app -> apps.add(app.asText()));
        apps.add(scope.appSlug());
        return new CallPath(apps, Optional.of(scope.run().toString()));
    }
}
