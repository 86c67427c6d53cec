package ai.ekaya.live;

import ai.ekaya.host.CallRecord;
import ai.ekaya.host.LogEntry;
import ai.ekaya.host.RunProgress;
import ai.ekaya.notify.Onlookers;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Events' data. Lines and calls have the names that the run's log and calls have over REST. */
final class EventJson {
    private EventJson() {}

    static String state(UUID run, String app, String state, Optional<String> outcome, Instant at) {
        ObjectNode json = of(run, app).put("state", state);
        outcome.ifPresent(name -> json.put("outcome", name));
        return json.put("at", at.toString()).toString();
    }

    /** That there is one, and how urgent; its text is read from the inbox. */
    static String notification(Onlookers.Change change, Instant at) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        change.run().ifPresent(run -> json.put("run", run.toString()));
        return json.put("app", change.app())
                .put("severity", change.severity().name())
                .put("open", change.open())
                .put("at", at.toString())
                .toString();
    }

    static String progress(UUID run, String app, RunProgress progress) {
        return of(run, app)
                .put("fraction", progress.fraction())
                .put("text", progress.text())
                .toString();
    }

    static String model(UUID run, String app, int call, int from, String text) {
        return of(run, app)
                .put("call", call)
                .put("from", from)
                .put("text", text)
                .toString();
    }

    /** @param items each one object's text */
    static String items(UUID run, String app, List<String> items) {
        String head = of(run, app).toString();
        return head.substring(0, head.length() - 1) + ",\"items\":[" + String.join(",", items) + "]}";
    }

    static String line(LogEntry entry, long startMillis) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("sequence", entry.sequence())
                .put("level", entry.level())
                .put("at", Instant.ofEpochMilli(startMillis + entry.atMillis()).toString())
                .put("message", entry.message());
        // They are JSON's text already.
        json.putRawValue("fields", new RawValue(entry.fields()));
        return json.toString();
    }

    /** Without its arguments. */
    static String call(CallRecord call) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("sequence", call.sequence())
                .put("function", call.function())
                .put("ok", CallRecord.OK.equals(call.code()))
                .put("code", call.code())
                .put("durationMillis", call.durationMicros() / 1_000.0)
                .put("rows", call.rows())
                .put("answerBytes", call.answerBytes())
                .toString();
    }

    private static ObjectNode of(UUID run, String app) {
        return JsonNodeFactory.instance.objectNode().put("run", run.toString()).put("app", app);
    }
}
