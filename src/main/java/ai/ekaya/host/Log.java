package ai.ekaya.host;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Set;

/**
 * {@code log}: one line of the run's log.
 *
 * <p>Arguments  {"level": "debug"|"info"|"warn"|"error" (info), "message": string, "fields": object}
 *               or {"dropped": n}: so many entries over the bound that the guest's runtime did not hand over
 * <p>Answer     null
 * <p>Limits     1,000 entries a run, 4 KiB each; what is over is cut, and a last line says how much
 * <p>Errors     BAD_ARGUMENT
 * <p>Source     design document, "Host Functions to Implement"
 */
final class Log implements HostFunction {
    static final String NAME = "log";
    private static final long DROPPED_MAX = 1_000_000_000;
    private static final Set<String> LEVELS = Set.of("debug", "info", "warn", "error");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isNote() {
        return true;
    }

    @Override
    public Answer call(RunCalls run, Arguments arguments) {
        arguments.allowing("level", "message", "fields", "dropped");
        if (arguments.has("dropped")) {
            run.log().drop(arguments.whole("dropped", 1, DROPPED_MAX));
            return Answer.of(JsonNodeFactory.instance.nullNode());
        }
        String level = arguments.optionalText("level", 20).orElse("info");
        if (!LEVELS.contains(level)) {
            throw arguments.bad("got level '" + level + "', expected one of debug, info, warn, error");
        }
        JsonNode fields = arguments.any("fields");
        if (!fields.isNull() && !fields.isObject()) {
            throw arguments.bad("takes an object as 'fields'");
        }
        String message = arguments.optionalText("message", Integer.MAX_VALUE).orElse("");
        run.logged(level, message, fields.isNull() ? "{}" : Envelope.write(fields));
        return Answer.of(JsonNodeFactory.instance.nullNode());
    }
}
