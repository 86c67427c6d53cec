package ai.ekaya.llm;

import ai.ekaya.egress.Authority;
import ai.ekaya.egress.Egress;
import ai.ekaya.egress.OpenAnswer;
import ai.ekaya.egress.OutboundRequest;
import ai.ekaya.egress.OutboundRequest.Header;
import ai.ekaya.egress.OutboundScan;
import ai.ekaya.egress.OutboundWitness;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** One request to a model and its answer. Not thread-safe; for one time. */
final class Attempt implements OutboundWitness {
    private static final int OK = 200;
    private static final String ASK = "; an administrator who tests it in the settings is told why";

    private final ProjectId project;
    private final ModelEndpoint endpoint;
    private final Prompt prompt;
    private final ModelWitness witness;
    private final Arriving arriving;
    private final Limits limits;
    private Stage stage = Stage.BEFORE;

    private enum Stage {
        BEFORE,
        /** It is on its way, and the model may begin to write. */
        SENT,
        /** The provider did not let the model begin. */
        REFUSED,
        ANSWERED
    }

    Attempt(ProjectId project, ModelEndpoint endpoint, Prompt prompt, ModelWitness witness, Limits limits) {
        this.project = project;
        this.endpoint = endpoint;
        this.prompt = prompt;
        this.witness = witness;
        this.limits = limits;
        this.arriving = new Arriving(endpoint.model(), limits.intOf(Limit.LLM_TEXT_COUNT), witness::piece);
    }

    /** @throws Failure */
    Reply make(Egress egress, Duration time, Cancellation cancellation, OutboundScan scan, Clock clock) {
        try (OpenAnswer answer = egress.open(request(time), cancellation, this, scan)) {
            if (answer.status() != OK) {
                stage = Stage.REFUSED;
                throw StatusFailures.of(answer, endpoint.model(), clock.instant());
            }
            new AnswerReader(endpoint.provider(), arriving, limits).read(answer);
            return arriving.reply()
                    .orElseThrow(() -> Failure.again(
                            new Refusal(RefusalCode.UPSTREAM, "The model's provider broke off in its answer"),
                            Optional.empty()));
        } catch (Refusal refusal) {
            throw failure(refusal);
        } finally {
            if (stage == Stage.SENT || stage == Stage.ANSWERED) {
                witness.spent(arriving.tokens(prompt));
            }
        }
    }

    private OutboundRequest request(Duration time) {
        LlmProvider provider = endpoint.provider();
        byte[] body = provider.body(prompt).toString().getBytes(StandardCharsets.UTF_8);
        List<Header> headers = new ArrayList<>(provider.headers());
        headers.add(new Header("Content-Type", "application/json"));
        headers.add(new Header("Accept", "text/event-stream, application/json"));
        return new OutboundRequest(
                project,
                endpoint.reach(),
                "POST",
                provider.url(endpoint.base()),
                headers,
                Optional.of(body),
                endpoint.key()
                        .map(key -> provider.authority(() -> told(key.get())))
                        .orElse(Authority.NONE),
                time,
                limits.of(Limit.LLM_ANSWER_BYTES),
                endpoint.tls().map(Supplier::get));
    }

    private Secret told(Secret key) {
        witness.opened(key);
        return key;
    }

    private Failure failure(Refusal refusal) {
        return switch (refusal.code()) {
            case UPSTREAM -> {
                if (isAboutCertificates(refusal)) {
                    yield Failure.never(told(
                            "The project's model has a certificate that this server does not trust, or does"
                                    + " not take its own" + ASK,
                            refusal));
                }
                yield Failure.again(
                        told(
                                stage == Stage.ANSWERED
                                        ? "The model's provider broke off in its answer"
                                        : "There is no good connection to the project's model" + ASK,
                                refusal),
                        Optional.empty());
            }
            case UNAVAILABLE ->
                refusal.isLasting()
                        ? Failure.never(told("There is no way to the project's model" + ASK, refusal)
                                .lasting())
                        : Failure.again(
                                told("There is no way to the project's model for now" + ASK, refusal),
                                Optional.empty());
            // What was sent has had all the time there is.
            case TIMEOUT ->
                stage == Stage.BEFORE
                        ? Failure.later(reached(refusal), Optional.empty())
                        : Failure.never(reached(refusal));
            case CONFLICT ->
                Failure.misset(
                        "The project's secret that is the model's key is empty or has other than printable ASCII, as a line"
                                + " break; an administrator sets it anew");
            case NOT_PERMITTED ->
                Failure.never(told("The project's model is at an address that may not be asked" + ASK, refusal));
            case LIMIT ->
                Failure.never(told(
                        "The request to the project's model, or its answer, is too large; ask for less at a time",
                        refusal));
            case NOT_FOUND, BAD_ARGUMENT, RATE_LIMITED, LEAK, INTERNAL -> Failure.never(refusal);
        };
    }

    /** SECURITY: where the model is, is no app's to know; {@link Asking#once} tells it to an administrator, by the cause. */
    private static Refusal told(String message, Refusal cause) {
        return new Refusal(cause.code(), message, cause);
    }

    private static Refusal reached(Refusal refusal) {
        return refusal.getCause() == null ? refusal : told("The project's model did not answer in time" + ASK, refusal);
    }

    private static boolean isAboutCertificates(Refusal refusal) {
        Throwable cause = refusal.getCause();
        while (cause != null
                && !(cause instanceof SSLHandshakeException)
                && !(cause instanceof SSLPeerUnverifiedException)) {
            cause = cause.getCause();
        }
        return cause != null;
    }

    @Override
    public void sending() {
        stage = Stage.SENT;
    }

    @Override
    public void answered() {
        stage = Stage.ANSWERED;
    }

    @Override
    public void moved(long bytesSent, long bytesReceived) {
        // Of tokens there is an account of its own.
    }
}
