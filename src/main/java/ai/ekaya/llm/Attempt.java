package ai.ekaya.llm;

import ai.ekaya.egress.Authority;
import ai.ekaya.egress.Egress;
import ai.ekaya.egress.OpenAnswer;
import ai.ekaya.egress.OutboundRequest;
import ai.ekaya.egress.OutboundRequest.Header;
import ai.ekaya.egress.OutboundScan;
import ai.ekaya.egress.OutboundWitness;
import ai.ekaya.identity.ProjectId;
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
                endpoint.key().map(provider::authority).orElse(Authority.NONE),
                time,
                limits.of(Limit.LLM_ANSWER_BYTES),
                endpoint.tls().map(Supplier::get));
    }

    private Failure failure(Refusal refusal) {
        return switch (refusal.code()) {
            case UPSTREAM -> {
                if (isAboutCertificates(refusal)) {
                    yield Failure.never(refusal);
                }
                Refusal told = stage == Stage.ANSWERED
                        ? new Refusal(RefusalCode.UPSTREAM, "The model's provider broke off in its answer", refusal)
                        : refusal;
                yield Failure.again(told, Optional.empty());
            }
            case UNAVAILABLE -> Failure.again(refusal, Optional.empty());
            // What was sent has had all the time there is.
            case TIMEOUT -> stage == Stage.BEFORE ? Failure.later(refusal, Optional.empty()) : Failure.never(refusal);
            case CONFLICT ->
                Failure.never(
                        RefusalCode.UNAVAILABLE,
                        "The project's secret that is the model's key is empty or has other than printable ASCII, as a line"
                                + " break; an administrator sets it anew");
            case NOT_PERMITTED, NOT_FOUND, BAD_ARGUMENT, LIMIT, RATE_LIMITED, LEAK, INTERNAL -> Failure.never(refusal);
        };
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
