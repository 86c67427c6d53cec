package ai.ekaya.llm;

import ai.ekaya.egress.Authority;
import ai.ekaya.egress.OutboundRequest.Header;
import ai.ekaya.egress.OutboundUrl;
import ai.ekaya.keys.Secret;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Supplier;

/** A provider's protocol: how it is asked, and how its answer is read. Thread-safe. */
sealed interface LlmProvider permits OpenAiChat, AnthropicMessages {
    /** Where it is asked, of the address that people wrote down. */
    OutboundUrl url(OutboundUrl base);

    List<Header> headers();

    /** @param key opened for each request */
    Authority authority(Supplier<Secret> key);

    ObjectNode body(Prompt prompt);

    /** Reads an answer that came whole, though events were asked for. */
    void whole(JsonNode answer, Arriving into);

    /** Reads one event. */
    void event(JsonNode event, Arriving into);

    /** The address with something behind its path. */
    static OutboundUrl under(OutboundUrl base, String path) {
        String before =
                base.path().endsWith("/") ? base.path().substring(0, base.path().length() - 1) : base.path();
        return new OutboundUrl(base.scheme(), base.host(), base.port(), before + path, base.query());
    }
}
