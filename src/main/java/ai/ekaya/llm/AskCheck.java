package ai.ekaya.llm;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Quantity;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What can be asked at all. */
final class AskCheck {
    private static final double TEMPERATURE_MAX = 2;

    private final Limits limits;

    AskCheck(Limits limits) {
        this.limits = limits;
    }

    /** @throws Refusal {@code BAD_ARGUMENT}, {@code LIMIT} */
    void require(ModelAsk ask) {
        long messagesMax = limits.of(Limit.LLM_MESSAGES_COUNT);
        int count = ask.messages().size();
        if (count == 0 || ask.messages().get(count - 1).role() != ModelMessage.Role.USER) {
            throw bad("The last message is not the user's, expected a question that the model answers");
        }
        if (count > messagesMax) {
            throw limit("The conversation has " + count + " messages, at most " + messagesMax);
        }
        if (ask.messages().stream().anyMatch(message -> message.text().isBlank())) {
            throw bad("A message is empty, expected some text in each");
        }
        bytes("The prompt", Limit.LLM_PROMPT_BYTES, promptBytes(ask));
        ask.schema().ifPresent(schema -> bytes("The schema", Limit.LLM_SCHEMA_BYTES, bytes(schema.toString())));
        double temperature = ask.temperature().orElse(0);
        if (!(temperature >= 0 && temperature <= TEMPERATURE_MAX)) {
            throw bad("The temperature is " + temperature + ", expected 0 to 2");
        }
        long tokensMost = limits.of(Limit.LLM_OUTPUT_TOKENS_CEILING_COUNT);
        if (ask.tokensMax() < 1 || ask.tokensMax() > tokensMost) {
            throw bad("The answer is to have at most " + ask.tokensMax() + " tokens, expected 1 to " + tokensMost);
        }
        if (!ask.timeout().isPositive()) {
            throw bad("The time for the answer is " + Quantity.ofDuration(ask.timeout()) + ", expected more than 0");
        }
    }

    /** The ask's own time, up to the ceiling. */
    Duration time(ModelAsk ask) {
        Duration most = limits.durationOf(Limit.LLM_TIMEOUT_CEILING_MILLIS);
        return ask.timeout().compareTo(most) > 0 ? most : ask.timeout();
    }

    private static long promptBytes(ModelAsk ask) {
        return ask.messages().stream()
                        .mapToLong(message -> bytes(message.text()))
                        .sum()
                + ask.system().map(AskCheck::bytes).orElse(0L);
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private void bytes(String what, Limit limit, long bytes) {
        long most = limits.of(limit);
        if (bytes > most) {
            throw limit(what + " is " + Quantity.ofBytes(bytes) + ", at most " + Quantity.ofBytes(most));
        }
    }

    private static Refusal bad(String message) {
        return new Refusal(RefusalCode.BAD_ARGUMENT, message);
    }

    private static Refusal limit(String message) {
        return new Refusal(RefusalCode.LIMIT, message);
    }
}
