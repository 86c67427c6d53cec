package ai.ekaya.notify;

import ai.ekaya.egress.Egress;
import ai.ekaya.egress.OutboundAnswer;
import ai.ekaya.egress.OutboundRequest;
import ai.ekaya.egress.OutboundRequest.Header;
import ai.ekaya.egress.OutboundUrl;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.keys.WebhookSecret;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Sends letters to webhooks, signed as Standard Webhooks have it. Thread-safe. */
final class WebhookPost {
    private static final int GONE = 410;
    private static final String PURPOSE = "notify";

    private final Egress egress;
    private final LetterJson json;
    private final Limits limits;
    private final Clock clock;

    WebhookPost(Egress egress, LetterJson json, Limits limits, Clock clock) {
        this.egress = egress;
        this.json = json;
        this.limits = limits;
        this.clock = clock;
    }

    /** @throws Refusal where egress sends nothing, without looking a name up */
    void require(ProjectId project, OutboundUrl url) {
        egress.require(OutboundRequest.ofPlatform(project, PURPOSE, "POST", url));
    }

    Sent send(Target.Webhook to, Letter letter) {
        byte[] body = json.body(letter, to.format());
        try {
            OutboundRequest request = OutboundRequest.ofPlatform(
                            letter.project(),
                            PURPOSE,
                            "POST",
                            OutboundUrl.parse(to.url().value()))
                    .withHeaders(headers(to, letter, body))
                    .withBody(body)
                    .within(limits.durationOf(Limit.NOTIFY_SEND_MILLIS), limits.of(Limit.NOTIFY_ANSWER_BYTES));
            // What the receiver says beside its status is nobody's.
            return sent(egress.head(request, new Cancellation()));
        } catch (Refusal refusal) {
            // Its reason names the host at most: egress puts neither path nor what the peer wrote into it.
            return new Sent.Failed(Optional.empty(), refusal.reason(), Optional.empty());
        }
    }

    private List<Header> headers(Target.Webhook to, Letter letter, byte[] body) {
        String id = letter.delivery().toString();
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        byte[] signature = WebhookSecret.of(to.secret()).signature(id, timestamp, body);
        return List.of(
                new Header("Content-Type", "application/json"),
                new Header("User-Agent", "ekaya-apps"),
                new Header("webhook-id", id),
                new Header("webhook-timestamp", timestamp),
                new Header("webhook-signature", "v1," + Base64.getEncoder().encodeToString(signature)));
    }

    private static Sent sent(OutboundAnswer answer) {
        int status = answer.status();
        if (status >= 200 && status < 300) {
            return new Sent.Taken(Optional.of(status));
        }
        if (status == GONE) {
            return new Sent.Unwanted(status, "The receiver answered 410, that it is gone for good");
        }
        String note = status >= 300 && status < 400
                ? "The receiver answered " + status + "; redirects are not followed"
                : "The receiver answered " + status + ", expected 200 to 299";
        return new Sent.Failed(Optional.of(status), note, after(answer));
    }

    private static Optional<Duration> after(OutboundAnswer answer) {
        return Optional.ofNullable(answer.headers().get("retry-after"))
                .filter(value -> value.matches("[0-9]{1,6}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)));
    }
}
