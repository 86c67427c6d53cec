package ai.ekaya.run;

import ai.ekaya.tools.CallPath;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What started a run. The app sees it as {@code context.trigger}.
 *
 * @param entry which of the app's entries it is: {@code main}, or {@code tool:name} for a tool that the app offers
 */
public record Trigger(Kind kind, String entry, ObjectNode json) {
    static final String MAIN = "main";
    private static final String CALLED_BY = "calledBy";

    public Trigger(Kind kind, ObjectNode json) {
        this(kind, MAIN, json);
    }

    public enum Kind {
        MANUAL,
        SCHEDULE,
        INSTALLED,
        SCHEMA_REFRESHED,
        WEBHOOK,
        TOOL,
        PREVIEW;

        /** As in a trigger's JSON. */
        String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '.');
        }
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

    /** @param versionBefore of an update */
    public static Trigger installed(String version, Optional<String> versionBefore) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("kind", Kind.INSTALLED.text())
                .put("version", version);
        versionBefore.ifPresent(before -> json.put("previousVersion", before));
        return new Trigger(Kind.INSTALLED, json);
    }

    /** @param about which datasource, and what changed in short */
    public static Trigger schemaRefreshed(ObjectNode about) {
        return new Trigger(
                Kind.SCHEMA_REFRESHED,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("kind", Kind.SCHEMA_REFRESHED.text())
                        .setAll(about));
    }

    /** @param deliveryId the sender's own */
    public static Trigger webhook(String hook, String deliveryId, Instant receivedAt) {
        return new Trigger(
                Kind.WEBHOOK,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("kind", Kind.WEBHOOK.text())
                        .put("hook", hook)
                        .put("deliveryId", deliveryId)
                        .put("receivedAt", receivedAt.toString()));
    }

    /** A tool of the platform that was called by a run. */
    static Trigger tool(String tool, CallPath path) {
        return new Trigger(Kind.TOOL, json(tool, path));
    }

    /** One of the app's own tools. */
    static Trigger export(String tool, CallPath path) {
        return new Trigger(Kind.TOOL, Kind.TOOL.text() + ":" + tool, json(tool, path));
    }

    private static ObjectNode json(String tool, CallPath path) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("kind", Kind.TOOL.text())
                .put("tool", tool);
        path.apps().forEach(json.putArray(CALLED_BY)::add);
        path.run().ifPresent(run -> json.put("run", run));
        return json;
    }

    /** Whether another run does nothing but wait for this one, and holds its place meanwhile: it may have started one by run_app and gone on. */
    boolean isWaitedForByRun() {
        return !entry.equals(MAIN) && json.path(CALLED_BY).size() > 0;
    }

    public static Trigger preview() {
        return new Trigger(Kind.PREVIEW, JsonNodeFactory.instance.objectNode().put("kind", "preview"));
    }
}
