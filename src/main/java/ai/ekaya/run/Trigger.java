package ai.ekaya.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** What started a run. The app sees it as {@code context.trigger}. */
public record Trigger(Kind kind, ObjectNode json) {
    public enum Kind {
        MANUAL,
        SCHEDULE,
        PREVIEW
    }

    public static Trigger manual() {
        return new Trigger(Kind.MANUAL, JsonNodeFactory.instance.objectNode().put("kind", "manual"));
    }

    /** @param missed due times before this one that nobody ran, which this run stands for as well */
    public static Trigger schedule(Instant dueAt, int missed) {
        return new Trigger(
                Kind.SCHEDULE,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("kind", "schedule")
                        .put("dueAt", dueAt.toString())
                        .put("missed", missed));
    }

    public static Trigger preview() {
        return new Trigger(Kind.PREVIEW, JsonNodeFactory.instance.objectNode().put("kind", "preview"));
    }
}
