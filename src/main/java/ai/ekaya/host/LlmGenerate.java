package ai.ekaya.host;

import ai.ekaya.leak.Exit;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.llm.ModelAnswer;
import ai.ekaya.llm.ModelAsk;
import ai.ekaya.llm.ModelCache;
import ai.ekaya.llm.ModelCall;
import ai.ekaya.llm.ModelCalls;
import ai.ekaya.llm.ModelOffer;
import ai.ekaya.llm.ModelTokens;
import ai.ekaya.llm.Models;
import ai.ekaya.usage.Reserved;
import ai.ekaya.usage.TokenAccount;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * {@code llm_generate}: asks the project's language model. What it answers is data; nothing is done because it says so.
 *
 * <p>Arguments  {"prompt": string or "messages": [{"role": "user"|"assistant", "content": string}], "system": string, "schema": JSON
 *     Schema, "temperature": 0 to 2, "maxTokens": whole number (1,024), "cacheKey": string ≤ 200 bytes, "timeoutMillis": whole number (60,000)}
 * <p>Answer     {"text": string or "json": what fits the schema, "model": string, "usage": {"inputTokens": n, "outputTokens": n}, "cached": bool,
 *     "attempts": n}
 * <p>Limits     tokens a run as granted (20,000), a preview 4,000 · a day, app and project · 300 s
 * <p>Errors     UNAVAILABLE (no model, or it is away), NOT_PERMITTED (values of rows), BAD_ARGUMENT, LIMIT, LEAK, TIMEOUT, RATE_LIMITED, UPSTREAM
 * <p>Source     contracts §2; docs/llm.md
 */
final class LlmGenerate implements HostFunction {
    static final String NAME = "llm_generate";
    /** An answer that does not fit the schema is asked for once more. */
    private static final int ROUNDS_WITH_SCHEMA = 2;

    private final Models models;
    private final TokenAccount account;
    private final ModelCalls calls;
    private final ModelCache cache;
    private final Limits limits;

    LlmGenerate(Models models, TokenAccount account, ModelCalls calls, ModelCache cache, Limits limits) {
        this.models = models;
        this.account = account;
        this.calls = calls;
        this.cache = cache;
        this.limits = limits;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Exit exit() {
        return Exit.PROMPT;
    }

    @Override
    public Answer call(RunCalls run, Arguments arguments) {
        arguments.allowing(
                "prompt", "messages", "system", "schema", "temperature", "maxTokens", "cacheKey", "timeoutMillis");
        ModelAsk asked = ModelQuestion.read(arguments, limits);
        Optional<String> cacheKey = arguments.optionalText("cacheKey", limits.of(Limit.LLM_CACHE_KEY_BYTES));
        ModelOffer offer = models.offer(run.scope().project())
                .orElseThrow(() -> new Refusal(
                                RefusalCode.UNAVAILABLE,
                                "The project has no language model; an administrator chooses one in the project's settings, and"
                                        + " until then the app does without")
                        .lasting());
        ModelCall call = call(run, offer, ModelQuestion.withoutValues(asked, run.exits()));
        // A draft's app is another one at each preview, so it would find nothing again.
        Optional<String> key = cacheKey.filter(given -> !call.preview());
        Optional<ModelCache.Kept> kept = key.flatMap(given -> cache.find(call, given));
        if (kept.isPresent()) {
            calls.cached(call, kept.get().text());
            return answer(run, kept.get().text(), kept.get().json(), kept.get().model(), ModelTokens.NONE, true, 0);
        }
        ModelAnswer answer = ask(run, call);
        key.ifPresent(given -> cache.keep(call, given, answer));
        return answer(run, answer.text(), answer.json(), answer.model(), answer.tokens(), false, answer.attempts());
    }

    private static ModelCall call(RunCalls run, ModelOffer offer, ModelAsk ask) {
        CallScope scope = run.scope();
        return new ModelCall(
                scope.project(),
                scope.app().value(),
                scope.appSlug(),
                scope.run().value(),
                run.call(),
                scope.attempt().isEmpty(),
                offer,
                ask);
    }

    private ModelAnswer ask(RunCalls run, ModelCall call) {
        long tokens = tokensMax(call.ask());
        requireOfRun(run, call, tokens);
        Reserved reserved = account.reserve(
                call.project(), call.appSlug(), call.run(), tokens, call.offer().communityTokensPerDay());
        ModelTalk talk = new ModelTalk(run, limits);
        try {
            return recorded(run, call, talk);
        } finally {
            // Also what a call took that failed, or that nobody knows the end of.
            run.spent(talk.spent().total());
            account.settle(reserved, talk.spent().total());
        }
    }

    private ModelAnswer recorded(RunCalls run, ModelCall call, ModelTalk talk) {
        UUID id = calls.asked(call);
        long began = System.nanoTime();
        try {
            ModelAnswer answer =
                    models.ask(call.project(), call.ask(), run.cancellation(), talk, new PromptScan(run.exits()));
            calls.answered(call, id, answer, since(began));
            talk.done();
            return answer;
        } catch (Refusal refusal) {
            talk.restarted();
            if (isStopped(run, refusal)) {
                calls.cancelled(call, id, talk.spent(), since(began));
            } else {
                calls.failed(call, id, refusal.code(), talk.spent(), since(began));
            }
            throw refusal;
        } catch (RuntimeException bug) {
            calls.failed(call, id, RefusalCode.INTERNAL, talk.spent(), since(began));
            throw bug;
        }
    }

    /** By somebody, or with its server: a run whose own time is over stops the ask too, and that is a time-out. */
    private static boolean isStopped(RunCalls run, Refusal refusal) {
        return refusal.code() == RefusalCode.TIMEOUT
                && run.cancellation()
                        .cause()
                        .filter(cause -> cause != Cancellation.Cause.TIMEOUT)
                        .isPresent();
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** The most that it should take; what it took is counted, whatever it is. */
    private static long tokensMax(ModelAsk ask) {
        long round = ask.inputTokensEstimated() + ask.tokensMax();
        // The second round reads what the first one wrote.
        return ask.schema().isEmpty() ? round : ROUNDS_WITH_SCHEMA * round + ask.tokensMax();
    }

    private void requireOfRun(RunCalls run, ModelCall call, long tokens) {
        long granted = run.scope().data().modelTokensMax().orElse(limits.of(Limit.LLM_RUN_TOKENS_DEFAULT_COUNT));
        long most = call.preview() ? Math.min(granted, limits.of(Limit.LLM_PREVIEW_TOKENS_COUNT)) : granted;
        if (tokens > most - run.tokens()) {
            throw new Refusal(
                    RefusalCode.LIMIT,
                    "This run has used " + run.tokens() + " of its " + most + " tokens, and this call may use " + tokens
                            + "; ask shorter, ask for less with maxTokens"
                            + (call.preview()
                                    ? ", or install the app: a preview has few"
                                    : ", or ask for more in capabilities.json, llm.tokensPerRunMax"));
        }
    }

    /** As the app gets it, without secrets that a model was trained on or talked into saying. */
    private static Answer answer(
            RunCalls run,
            String text,
            Optional<JsonNode> read,
            String model,
            ModelTokens tokens,
            boolean cached,
            int attempts) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        read.ifPresentOrElse(value -> json.set("json", value), () -> json.put("text", text));
        json.put("model", model);
        json.putObject("usage").put("inputTokens", tokens.input()).put("outputTokens", tokens.output());
        return run.answered(Exit.MODEL_ANSWER, json.put("cached", cached).put("attempts", attempts));
    }
}
