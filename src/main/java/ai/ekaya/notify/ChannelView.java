package ai.ekaya.notify;

import ai.ekaya.egress.OutboundUrl;
import ai.ekaya.keys.Secret;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A channel as administrators see it.
 *
 * @param stopped why nothing is sent any more; a change or a test that is taken begins again
 * @param secret what deliveries are signed with, shown once: when it was made
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ChannelView(
        String name,
        Optional<Webhook> webhook,
        Optional<Mail> mail,
        List<Rule> rules,
        Optional<String> stopped,
        Instant changedAt,
        String changedBy,
        Optional<String> secret) {

    /** @param origin scheme and host; the rest of an address is often a secret */
    public record Webhook(String origin, String format) {}

    public record Mail(List<String> to) {}

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Rule(Optional<String> app, Severity severity) {}

    static ChannelView of(Channel channel, Optional<Secret> made) {
        Target target = channel.target();
        return new ChannelView(
                channel.name(),
                target instanceof Target.Webhook webhook
                        ? Optional.of(new Webhook(
                                OutboundUrl.parse(webhook.url().value()).origin(),
                                webhook.format().name().toLowerCase(Locale.ROOT)))
                        : Optional.empty(),
                target instanceof Target.Mail mail ? Optional.of(new Mail(mail.to())) : Optional.empty(),
                channel.rules().stream()
                        .map(rule -> new Rule(rule.app(), rule.severity()))
                        .toList(),
                channel.stopped(),
                channel.changedAt(),
                channel.changedBy(),
                made.map(Secret::value));
    }
}
