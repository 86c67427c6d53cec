package ai.ekaya.notify;

import ai.ekaya.egress.Egress;
import ai.ekaya.egress.OutboundUrl;
import ai.ekaya.egress.PeerTls;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;

/** Takes one letter to where it leads. Never in a transaction: it waits for others. Thread-safe. */
@Singleton
final class Courier {
    private final WebhookPost webhooks;
    private final MailPost mail;

    @Inject
    Courier(Egress egress, NotifySettings settings, NotifyThreads threads, Limits limits, Clock clock) {
        LetterJson json = new LetterJson(settings.publicUrl());
        this.webhooks = new WebhookPost(egress, json, limits, clock);
        // Mail goes to one server, which the operator named, and not by egress; whom to trust is the same.
        MailLines lines =
                new MailLines(egress.tls(new PeerTls(Optional.empty(), Optional.empty())), threads.timer(), limits);
        this.mail = new MailPost(settings.mail(), lines, json, clock);
    }

    /** @throws Refusal for a webhook that nothing would be sent to, as far as its address tells */
    void require(ProjectId project, NewChannel.Webhook to) {
        Optional.ofNullable(to.url()).ifPresent(url -> webhooks.require(project, OutboundUrl.parse(url)));
    }

    /** @param before of a mail, who is not asked again */
    Sent send(Target to, Letter letter, Settled before) {
        return switch (to) {
            case Target.Webhook webhook -> webhooks.send(webhook, letter);
            case Target.Mail addresses -> mail.send(addresses, letter, before);
        };
    }
}
