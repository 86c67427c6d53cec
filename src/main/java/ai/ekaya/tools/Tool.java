package ai.ekaya.tools;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Something that can be asked of a project by name. A bean that implements it is one of the platform's tools; it stands in the room
 * that owns what it asks. It is reached only through {@link Tools}, so it never checks who calls, nor the form of the arguments.
 */
public interface Tool {
    ToolSpec spec();

    /** @throws ai.ekaya.limits.Refusal what the caller sees as an error */
    ObjectNode call(ToolCall call);
}
