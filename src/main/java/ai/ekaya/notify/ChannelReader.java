package ai.ekaya.notify;

import ai.ekaya.egress.OutboundUrl;
import ai.ekaya.keys.Secret;
import ai.ekaya.keys.WebhookSecret;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads what people write of channels. SECURITY: no message repeats an address or a secret. Guarded by ChannelsIT. */
final class ChannelReader {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
    private static final int APP_LENGTH_MAX = 100;

    private final Optional<NotifySettings.MailServer> mail;
    private final Limits limits;

    ChannelReader(NotifySettings settings, Limits limits) {
        this.mail = settings.mail();
        this.limits = limits;
    }

    static String name(String text) {
        if (!NAME.matcher(text).matches()) {
            throw bad("A channel's name is 1 to 40 small letters, digits and dashes, and begins with no dash");
        }
        return text;
    }

    /** @param made a secret that was made here and is to be shown, this once */
    record Read(Target target, Optional<Secret> made) {}

    Read target(NewChannel asked, Optional<Target> before) {
        if ((asked.webhook() == null) == (asked.mail() == null)) {
            throw bad("A channel has either 'webhook' or 'mail'");
        }
        return asked.webhook() != null
                ? webhook(
                        asked.webhook(),
                        before.filter(Target.Webhook.class::isInstance).map(Target.Webhook.class::cast))
                : new Read(mail(asked.mail()), Optional.empty());
    }

    private static Read webhook(NewChannel.Webhook asked, Optional<Target.Webhook> before) {
        Secret url = Optional.ofNullable(asked.url())
                .map(text -> {
                    OutboundUrl.parse(text);
                    return new Secret(text);
                })
                .or(() -> before.map(Target.Webhook::url))
                .orElseThrow(() -> bad("'webhook.url' is missing, expected an https address"));
        Target.Format format = format(asked.format());
        boolean fresh = Boolean.TRUE.equals(asked.newSecret());
        if (asked.secret() != null) {
            Secret given = WebhookSecret.read(new Secret(asked.secret()))
                    .filter(read -> !fresh)
                    .map(WebhookSecret::text)
                    .orElseThrow(
                            () -> bad("'webhook.secret' has another form, expected whsec_ and 24 to 64 bytes in Base64,"
                                    + " and no 'newSecret' with it"));
            return new Read(new Target.Webhook(url, format, given), Optional.empty());
        }
        // SECURITY: who may not have known the secret before would sign for another receiver with it: ChannelsIT.
        boolean sameReceiver =
                before.filter(known -> origin(known.url()).equals(origin(url))).isPresent();
        if (before.isPresent() && !fresh && sameReceiver) {
            return new Read(new Target.Webhook(url, format, before.get().secret()), Optional.empty());
        }
        Secret made = WebhookSecret.random().text();
        return new Read(new Target.Webhook(url, format, made), Optional.of(made));
    }

    private static String origin(Secret url) {
        return OutboundUrl.parse(url.value()).origin();
    }

    private static Target.Format format(@org.jspecify.annotations.Nullable String asked) {
        return Optional.ofNullable(asked)
                .map(text -> Stream.of(Target.Format.values())
                        .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(text))
                        .findFirst()
                        .orElseThrow(() -> bad("'webhook.format' is another, expected json or text")))
                .orElse(Target.Format.JSON);
    }

    private Target mail(NewChannel.Mail asked) {
        List<String> to = Optional.ofNullable(asked.to()).orElse(List.of());
        int most = limits.intOf(Limit.NOTIFY_ADDRESSES_COUNT);
        if (to.isEmpty() || to.size() > most) {
            throw bad("'mail.to' has " + to.size() + " addresses, expected 1 to " + most);
        }
        if (!to.stream().allMatch(address -> address != null && MailAddress.isOne(address))) {
            throw bad("'mail.to' has what is no address, expected each as ada@example.com");
        }
        if (to.stream()
                        .map(address -> address.toLowerCase(Locale.ROOT))
                        .distinct()
                        .count()
                < to.size()) {
            throw bad("'mail.to' has one address twice");
        }
        NotifySettings.MailServer server = mail.orElseThrow(() ->
                new Refusal(RefusalCode.UNAVAILABLE, "This server sends no mail; its operator sets ekaya.mail.host"));
        if (!to.stream().allMatch(server::takes)) {
            throw new Refusal(
                    RefusalCode.NOT_PERMITTED,
                    "'mail.to' has an address of a domain that this server sends no mail to; its operator sets"
                            + " ekaya.mail.allowed-domains");
        }
        return new Target.Mail(to);
    }

    List<Channel.Rule> rules(NewChannel asked) {
        List<NewChannel.Rule> given = asked.rules();
        if (given == null || given.isEmpty()) {
            return List.of(new Channel.Rule(Optional.empty(), Severity.WARNING));
        }
        int most = limits.intOf(Limit.NOTIFY_RULES_PER_CHANNEL_COUNT);
        if (given.size() > most) {
            throw new Refusal(RefusalCode.LIMIT, "The channel has " + given.size() + " rules, at most " + most);
        }
        if (given.stream().anyMatch(Objects::isNull)) {
            throw bad("'rules' has null where a rule is expected, as {\"app\": \"…\", \"severity\": \"WARNING\"}");
        }
        List<Channel.Rule> rules = given.stream().map(ChannelReader::rule).toList();
        if (new HashSet<>(rules).size() < rules.size()) {
            throw bad("'rules' has one twice");
        }
        return rules;
    }

    private static Channel.Rule rule(NewChannel.Rule asked) {
        String app = asked.app();
        if (app != null && (app.isBlank() || app.length() > APP_LENGTH_MAX)) {
            throw bad("'rules.app' is no name of an app; leave it out for all");
        }
        Severity severity = Stream.of(Severity.values())
                .filter(each -> each.name().equalsIgnoreCase(asked.severity()))
                .findFirst()
                .orElseThrow(() -> bad("'rules.severity' is another, expected INFO, WARNING or CRITICAL"));
        return new Channel.Rule(Optional.ofNullable(app), severity);
    }

    private static Refusal bad(String message) {
        return new Refusal(RefusalCode.BAD_ARGUMENT, message);
    }
}
