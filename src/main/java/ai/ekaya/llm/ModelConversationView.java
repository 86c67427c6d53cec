package ai.ekaya.llm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A call of a model with what was said.
 *
 * @param conversation {@code {"system", "messages": [{"role", "content"}], "schema", "temperature", "maxTokens", "answer"}}; absent once
 *     it was kept as long as conversations are
 */
public record ModelConversationView(ModelCallView call, Optional<JsonNode> conversation) {}
