package ai.ekaya.run;

import ai.ekaya.identity.Action;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.tools.Nature;
import ai.ekaya.tools.Tool;
import ai.ekaya.tools.ToolCall;
import ai.ekaya.tools.ToolSpec;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A tool for administrators that changes something: it notes what it was told. */
public final class NotingTool implements Tool {
    public final List<String> noted = new CopyOnWriteArrayList<>();

    /** Told what was noted before the tool answers. */
    public volatile Consumer<String> hears = text -> {};

    @Override
    public ToolSpec spec() {
        return ToolSpec.of(
                "note",
                "Note",
                "Notes a text.",
                Nature.CHANGES,
                Action.MANAGE_DATASOURCE,
                ToolSpec.Shapes.of(
                        "{\"text\": {\"type\": \"string\", \"maxLength\": 20}}",
                        "{\"count\": {\"type\": \"integer\"}}",
                        "text"));
    }

    @Override
    public ObjectNode call(ToolCall call) {
        if (call.text("text").equals("busy")) {
            throw new Refusal(RefusalCode.RATE_LIMITED, "Too many notes");
        }
        noted.add(call.text("text"));
        hears.accept(call.text("text"));
        if (call.text("text").equals("late")) {
            throw new Refusal(RefusalCode.TIMEOUT, "Nobody knows whether it was noted");
        }
        return JsonNodeFactory.instance.objectNode().put("count", noted.size());
    }
}
