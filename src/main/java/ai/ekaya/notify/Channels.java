package ai.ekaya.notify;

import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A project's channels, as its administrators write and try them. Each change is in the audit, without address and secret. Thread-safe. */
@Singleton
public final class Channels {
    private final Store store;
    private final ChannelRows rows;
    private final ChannelReader reader;
    private final DeliveryLog log;
    private final Courier courier;
    private final AuditLog audit;
    private final Limits limits;
    private final Clock clock;

    @Inject
    Channels(
            Store store,
            ChannelRows rows,
            DeliveryLog log,
            Courier courier,
            NotifySettings settings,
            AuditLog audit,
            Limits limits,
            Clock clock) {
        this.store = store;
        this.rows = rows;
        this.reader = new ChannelReader(settings, limits);
        this.log = log;
        this.courier = courier;
        this.audit = audit;
        this.limits = limits;
        this.clock = clock;
    }

    /** By name. */
    List<ChannelView> list(ProjectId project) {
        return store.inProject(
                project.value(),
                transaction -> rows.list(transaction, project).stream()
                        .map(channel -> ChannelView.of(channel, Optional.empty()))
                        .toList());
    }

    /** @throws Refusal {@code NOT_FOUND} */
    ChannelView get(ProjectId project, String name) {
        return ChannelView.of(require(project, name), Optional.empty());
    }

    Channel require(ProjectId project, String name) {
        return store.inProject(project.value(), transaction -> require(transaction, project, name));
    }

    private Channel require(Transaction transaction, ProjectId project, String name) {
        return rows.find(transaction, project, name)
                .orElseThrow(() -> new Refusal(RefusalCode.NOT_FOUND, "The project has no channel of this name"));
    }

    record Written(ChannelView channel, boolean isNew) {}

    /** @throws Refusal {@code BAD_ARGUMENT}, {@code LIMIT} for one too many, {@code NOT_PERMITTED} for an address that gets no mail or is not called */
    Written write(Principal by, ProjectId project, String named, NewChannel asked) {
        String name = ChannelReader.name(named);
        List<Channel.Rule> rules = reader.rules(asked);
        Optional.ofNullable(asked.webhook()).ifPresent(webhook -> courier.require(project, webhook));
        return store.inProject(project.value(), transaction -> {
            ChannelRows.lock(transaction, project);
            Optional<Channel> before = rows.find(transaction, project, name);
            if (before.isEmpty()) {
                requireRoom(transaction, project);
            }
            ChannelReader.Read read = reader.target(asked, before.map(Channel::target));
            Channel channel = new Channel(
                    before.map(Channel::id).orElseGet(UUID::randomUUID),
                    project,
                    name,
                    read.target(),
                    rules,
                    Optional.empty(),
                    now(),
                    by.name());
            rows.write(transaction, channel, by);
            note(transaction, by, channel, before.isPresent() ? "changed" : "made");
            Optional<Secret> made = read.made();
            return new Written(ChannelView.of(channel, made), before.isEmpty());
        });
    }

    private void requireRoom(Transaction transaction, ProjectId project) {
        int count = rows.list(transaction, project).size();
        if (count >= limits.of(Limit.NOTIFY_CHANNELS_PER_PROJECT_COUNT)) {
            throw new Refusal(RefusalCode.LIMIT, "The project has " + count + " channels, the most; remove some");
        }
    }

    void remove(Principal by, ProjectId project, String name) {
        store.transactIn(project.value(), transaction -> {
            ChannelRows.lock(transaction, project);
            Channel channel = require(transaction, project, name);
            ChannelRows.remove(transaction, channel);
            note(transaction, by, channel, "deleted");
        });
    }

    private void note(Transaction transaction, Principal by, Channel channel, String change) {
        String kind = switch (channel.target()) {
            case Target.Webhook webhook -> "webhook";
            case Target.Mail mail -> "mail";
        };
        audit.append(
                transaction,
                new AuditEvent(
                        AuditEvent.Type.CHANNEL_CHANGED,
                        by.actor(),
                        Optional.of(channel.project().value()),
                        "channel:" + channel.id(),
                        Map.of("name", channel.name(), "kind", kind, "change", change)));
    }

    /** Sends a test at once, and once; a channel that was stopped and takes it goes on. */
    DeliveryView test(ProjectId project, String name) {
        Channel channel = require(project, name);
        Instant began = now();
        Letter letter = Letter.test(UUID.randomUUID(), project, began);
        Sent sent = courier.send(channel.target(), letter, Settled.NOTHING);
        return store.inProject(project.value(), transaction -> {
            // It may be gone by now.
            require(transaction, project, name);
            if (sent.isTaken()) {
                ChannelRows.stop(transaction, channel.id(), Optional.empty());
            }
            return log.test(transaction, channel, letter, sent);
        });
    }

    /** As exact as the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
