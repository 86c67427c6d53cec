package ai.ekaya.llm;

import ai.ekaya.egress.OpenAnswer;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Quantity;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.web.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Reads an answer of status 200, event by event or in one piece, as its provider's protocol has it. Not thread-safe. */
final class AnswerReader {
    private final LlmProvider provider;
    private final Arriving arriving;
    private final Limits limits;

    AnswerReader(LlmProvider provider, Arriving arriving, Limits limits) {
        this.provider = provider;
        this.arriving = arriving;
        this.limits = limits;
    }

    /**
     * To its end, or to where it breaks off.
     *
     * @throws Failure
     */
    void read(OpenAnswer answer) {
        String type = answer.headers().getOrDefault("content-type", "").toLowerCase(Locale.ROOT);
        if (type.startsWith("text/event-stream")) {
            events(answer);
        } else if (type.startsWith("application/json")) {
            whole(answer);
        } else {
            throw otherProtocol();
        }
    }

    private static Failure otherProtocol() {
        return Failure.misset(
                "What answers at the model's address speaks another protocol; an administrator looks at address and provider in"
                        + " the settings");
    }

    private void whole(OpenAnswer answer) {
        try {
            int most = limits.intOf(Limit.LLM_EVENT_BYTES);
            byte[] body = answer.body().readNBytes(most + 1);
            if (body.length > most) {
                throw Failure.never(
                        RefusalCode.LIMIT,
                        "The model's answer is over " + Quantity.ofBytes(most) + "; ask for less at a time");
            }
            JsonNode json = json(new String(body, StandardCharsets.UTF_8));
            StatusFailures.of(json).ifPresent(failure -> {
                throw failure;
            });
            provider.whole(json, arriving);
        } catch (IOException e) {
            throw new UncheckedIOException("An answer of egress throws refusals alone", e);
        }
        if (!arriving.hasFinished()) {
            throw otherProtocol();
        }
    }

    private void events(OpenAnswer answer) {
        ServerEvents events = new ServerEvents(answer.body(), limits.of(Limit.LLM_EVENT_BYTES));
        while (!arriving.hasEnded()) {
            Optional<String> data = next(events);
            if (data.isEmpty()) {
                return;
            }
            if (data.get().strip().equals("[DONE]")) {
                arriving.end();
            } else {
                JsonNode event = json(data.get());
                StatusFailures.of(event).ifPresent(failure -> {
                    throw failure;
                });
                provider.event(event, arriving);
            }
        }
    }

    /** Whoever breaks off after the model has finished, has left out nothing but what it cost. */
    private Optional<String> next(ServerEvents events) {
        try {
            return events.next();
        } catch (Refusal refusal) {
            if (arriving.hasFinished() && refusal.code() == RefusalCode.UPSTREAM) {
                return Optional.empty();
            }
            throw refusal;
        }
    }

    private static JsonNode json(String text) {
        try {
            JsonNode read = Json.mapper().readTree(text);
            if (read != null && read.isObject()) {
                return read;
            }
        } catch (JsonProcessingException e) {
            // Without the cause: it would repeat a part of the text.
        }
        throw Failure.again(
                new Refusal(RefusalCode.UPSTREAM, "The model's provider answered with what is no JSON object"),
                Optional.empty());
    }
}
