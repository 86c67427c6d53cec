package ai.ekaya.llm;

import ai.ekaya.egress.OpenAnswer;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.web.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a provider's status means. Of its own words only those that are known here count, and none is repeated: they may hold the prompt,
 * the key or what somebody wants to have read.
 */
final class StatusFailures {
    private static final int ERROR_BYTES = 64 * 1024;
    private static final Set<String> TOO_LONG =
            Set.of("context_length_exceeded", "string_above_max_length", "request_too_large");
    private static final Set<String> HELD_BACK = Set.of("content_filter", "content_policy_violation");
    private static final Set<String> NO_CREDIT =
            Set.of("insufficient_quota", "billing_error", "credit_balance_too_low");
    private static final Set<String> PASSING =
            Set.of("overloaded_error", "api_error", "server_error", "rate_limit_error", "rate_limit_exceeded");

    private StatusFailures() {}

    /** @param model as the project's settings have it */
    static Failure of(OpenAnswer answer, String model, Instant now) {
        int status = answer.status();
        Set<String> says = says(answer);
        Optional<Duration> after = RetryAfter.read(answer.headers().get("retry-after"), now);
        if (says.stream().anyMatch(TOO_LONG::contains) || status == 413) {
            return Failure.never(RefusalCode.LIMIT, "The prompt is longer than the model takes; send less at a time");
        }
        if (says.stream().anyMatch(HELD_BACK::contains)) {
            return Failure.never(heldBack());
        }
        if (says.stream().anyMatch(NO_CREDIT::contains) || status == 402) {
            return Failure.misset(
                    "The account at the model's provider has no credit (" + status + "); its owner looks there");
        }
        return switch (status) {
            case 401 ->
                Failure.misset(
                        "The model's provider does not take the project's key (401); an administrator sets it anew");
            case 403 ->
                Failure.misset(
                        "The project's key may not use this model or address (403); an administrator looks at the settings");
            case 404 ->
                Failure.misset("The model's provider knows no model '" + model
                        + "', or nothing at this address (404); an administrator looks at the settings");
            case 429 ->
                Failure.later(
                        new Refusal(
                                RefusalCode.RATE_LIMITED,
                                "The model's provider takes no more requests for now (429)",
                                after.orElse(Duration.ofSeconds(1))),
                        after);
            case 408, 409, 425, 500, 502, 503, 504, 529 ->
                Failure.again(new Refusal(RefusalCode.UPSTREAM, "The model's provider answered " + status), after);
            case 301, 302, 303, 307, 308 ->
                Failure.misset(
                        "The model's provider answered " + status
                                + ", which leads elsewhere and is not followed; an administrator looks at the address in the settings");
            case 400, 422 ->
                Failure.never(
                        RefusalCode.UPSTREAM,
                        "The model's provider does not take the request (" + status
                                + "); it may not know one of model, temperature, schema or the number of tokens");
            default ->
                Failure.never(RefusalCode.UPSTREAM, "The model's provider answered " + status + ", expected 200");
        };
    }

    /** An error that comes in the place of an event. */
    static Optional<Failure> of(JsonNode event) {
        if (!event.path("error").isObject()) {
            return Optional.empty();
        }
        Set<String> says = words(event.path("error"));
        if (says.stream().anyMatch(HELD_BACK::contains)) {
            return Optional.of(Failure.never(heldBack()));
        }
        Refusal refusal = new Refusal(RefusalCode.UPSTREAM, "The model's provider broke off with an error");
        return Optional.of(
                says.stream().anyMatch(PASSING::contains)
                        ? Failure.again(refusal, Optional.empty())
                        : Failure.never(refusal));
    }

    static Refusal heldBack() {
        return new Refusal(RefusalCode.UPSTREAM, "The model, or its provider's filter, held the answer back");
    }

    private static Set<String> says(OpenAnswer answer) {
        try {
            JsonNode json = Json.mapper().readTree(answer.body().readNBytes(ERROR_BYTES));
            return json == null ? Set.of() : words(json.path("error"));
        } catch (IOException | Refusal e) {
            // What it says is no JSON, or it broke off: the status says enough.
            return Set.of();
        }
    }

    private static Set<String> words(JsonNode error) {
        return Stream.of("code", "type").map(key -> error.path(key).asText()).collect(Collectors.toSet());
    }
}
