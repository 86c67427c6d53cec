package ai.ekaya.llm;

import ai.ekaya.egress.Egress;
import ai.ekaya.egress.OutboundScan;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.AnswerSchema;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One ask with its attempts and, where the answer did not fit the schema, its second round. Not thread-safe; for one time. */
final class Asking {
    /** What all asks share. */
    record Means(Egress egress, ModelCircuits circuits, Pause pause, Limits limits, Clock clock) {}

    /** Who asks, how it is stopped, and who listens. */
    record Asker(ProjectId project, Cancellation cancellation, ModelWitness witness, OutboundScan scan) {}

    private static final String TIME_OVER = "The time for the model's answer is over";

    private final Means means;
    private final Asker asker;
    private final ModelEndpoint endpoint;
    private final ModelCircuit circuit;
    private final Instant until;
    private final Heard heard;
    private int attempts;
    private int failures;

    /** Passes on what the asker's witness is told, and knows whether an attempt before has said something. */
    private static final class Heard implements ModelWitness {
        private final ModelWitness told;
        private boolean pieces;
        private ModelTokens spent = ModelTokens.NONE;

        Heard(ModelWitness told) {
            this.told = told;
        }

        @Override
        public void piece(String text) {
            pieces = true;
            told.piece(text);
        }

        @Override
        public void spent(ModelTokens tokens) {
            spent = spent.plus(tokens);
            told.spent(tokens);
        }

        @Override
        public void opened(Secret key) {
            told.opened(key);
        }

        @Override
        public void restarted() {
            if (pieces) {
                pieces = false;
                told.restarted();
            }
        }
    }

    Asking(Means means, Asker asker, ModelEndpoint endpoint, Duration timeout) {
        this.means = means;
        this.asker = asker;
        this.endpoint = endpoint;
        this.circuit = means.circuits().of(asker.project(), endpoint);
        this.until = means.clock().instant().plus(timeout);
        this.heard = new Heard(asker.witness());
    }

    /** @throws Refusal as {@link Models#ask} says */
    ModelAnswer answer(ModelAsk ask) {
        Prompt prompt = Prompt.of(endpoint.model(), ask);
        Optional<AnswerSchema> schema = ask.schema().map(AnswerSchema::of);
        Reply first = whole(prompt);
        if (schema.isEmpty()) {
            return told(first, Optional.empty());
        }
        return switch (JsonAnswer.of(first.text(), schema.get(), means.limits())) {
            case JsonAnswer.Fits fits -> told(first, Optional.of(fits.json()));
            case JsonAnswer.Wrong wrong -> second(prompt.again(first.text(), wrong.toModel()), schema.get());
        };
    }

    private ModelAnswer second(Prompt prompt, AnswerSchema schema) {
        requireGoing();
        heard.restarted();
        Reply reply = whole(prompt);
        return switch (JsonAnswer.of(reply.text(), schema, means.limits())) {
            case JsonAnswer.Fits fits -> told(reply, Optional.of(fits.json()));
            case JsonAnswer.Wrong wrong ->
                throw new Refusal(RefusalCode.UPSTREAM, "The model was asked twice, and its answer " + wrong.summary());
        };
    }

    private ModelAnswer told(Reply reply, Optional<JsonNode> json) {
        return new ModelAnswer(reply.text(), json, reply.model(), heard.spent, attempts, endpoint.cost(heard.spent));
    }

    /**
     * One attempt, for who wants to know how it ends and not to have an answer.
     *
     * @throws Refusal which may name the model's host: for administrators alone
     */
    Reply once(Prompt prompt) {
        try {
            return new Attempt(asker.project(), endpoint, prompt, heard, means.limits())
                    .make(means.egress(), left(), asker.cancellation(), asker.scan(), means.clock());
        } catch (Failure failure) {
            throw failure.refusal().getCause() instanceof Refusal detailed ? detailed : failure.refusal();
        }
    }

    ModelTokens spent() {
        return heard.spent;
    }

    private Reply whole(Prompt prompt) {
        Reply reply = reply(prompt);
        requireGoing();
        return switch (reply.finish()) {
            case DONE -> reply;
            case LENGTH ->
                throw new Refusal(
                        RefusalCode.LIMIT,
                        "The model's answer was cut at " + prompt.tokensMax()
                                + " tokens; ask for less, or allow it more tokens");
            case HELD_BACK -> throw StatusFailures.heldBack();
            case OTHER ->
                throw new Refusal(
                        RefusalCode.UPSTREAM, "The model stopped without an answer, as if it were to call a tool");
        };
    }

    private Reply reply(Prompt prompt) {
        while (true) {
            try {
                return attempt(prompt);
            } catch (Failure failure) {
                if (failure.next() == Failure.Next.NEVER
                        || ++failures > means.limits().of(Limit.LLM_RETRIES_COUNT)) {
                    throw failure.refusal();
                }
                Duration wait = new RetryPace(means.limits()).after(failures, failure.after());
                if (wait.compareTo(left()) >= 0) {
                    throw failure.refusal();
                }
                means.pause().hold(wait, asker.cancellation());
                heard.restarted();
            }
        }
    }

    private Reply attempt(Prompt prompt) {
        Duration time = left();
        if (!time.isPositive()) {
            throw Failure.never(RefusalCode.TIMEOUT, TIME_OVER);
        }
        circuit.enter();
        boolean said = false;
        try {
            attempts++;
            Reply reply = new Attempt(asker.project(), endpoint, prompt, heard, means.limits())
                    .make(means.egress(), time, asker.cancellation(), asker.scan(), means.clock());
            circuit.succeeded();
            said = true;
            return reply;
        } catch (Failure failure) {
            said = failure.next() == Failure.Next.AGAIN;
            if (said) {
                circuit.failed();
            }
            throw failure;
        } finally {
            if (!said) {
                circuit.abandoned();
            }
        }
    }

    /** What is made of an answer takes time as well, and another round costs tokens. */
    private void requireGoing() {
        if (asker.cancellation().cancelled()) {
            throw new Refusal(RefusalCode.TIMEOUT, "The run was stopped while the model answered");
        }
        if (!left().isPositive()) {
            throw new Refusal(RefusalCode.TIMEOUT, TIME_OVER);
        }
    }

    private Duration left() {
        return Duration.between(means.clock().instant(), until);
    }
}
