package ai.ekaya.notify;

import ai.ekaya.audit.AuditLog;
import ai.ekaya.egress.ScriptedHooks;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.identity.Role;
import ai.ekaya.identity.UserId;
import ai.ekaya.keys.MasterKey;
import ai.ekaya.keys.Sealer;
import ai.ekaya.limits.Limits;
import ai.ekaya.run.SettableClock;
import ai.ekaya.store.DatabaseUrl;
import ai.ekaya.store.Signals;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import ai.ekaya.store.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** This room on a real database, with receivers that tests script. */
final class Channeled implements AutoCloseable {
    private static final ScheduledExecutorService TIMER = Executors.newScheduledThreadPool(
            1, task -> Thread.ofPlatform().daemon().unstarted(task));

    final DatabaseUrl url = TestDatabase.fresh();
    final Store store = Store.open(url);
    final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T10:00:00Z"));
    final ScriptedHooks world = new ScriptedHooks();
    final ProjectId project = new ProjectId(UUID.randomUUID());
    final Principal ada = new Principal(
            Principal.Kind.USER, new UserId(UUID.randomUUID()), "ada", false, Map.of(project, Role.ADMIN));
    final Limits limits;
    /** Of use once opened. */
    final Signals signals;

    final Notifications notifications;
    final DeliveryLog log;
    final Channels channels;
    final Outbox outbox;
    final Dispatch dispatch;
    private final ChannelRows rows;
    private final NotifySettings settings;

    Channeled(Limits limits, Optional<NotifySettings.MailServer> mail) {
        this.limits = limits;
        settings = new NotifySettings(Optional.of("https://apps.example.com"), mail);
        rows = new ChannelRows(new Sealer(MasterKey.load(Optional.empty(), home())));
        signals = new Signals(store, limits);
        notifications = new Notifications(store, new NoticeTexts(limits), Onlookers.NOBODY, signals, limits, clock);
        log = new DeliveryLog(store, limits);
        channels = new Channels(store, rows, log, courier(), settings, new AuditLog(clock), limits, clock);
        outbox = anotherOutbox();
        dispatch = new Dispatch(outbox, courier(), limits);
        project(project);
    }

    static Channeled open() {
        return new Channeled(Limits.defaults(), Optional.empty());
    }

    private static Path home() {
        try {
            return Files.createTempDirectory(Path.of("target"), "ekaya-home");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void project(ProjectId id) {
        store.transactIn(
                id.value(),
                transaction -> Sql.update(
                        transaction,
                        "INSERT INTO project (id, name, created_at) VALUES (?, ?, now())",
                        id.value(),
                        id.toString()));
    }

    Courier courier() {
        return new Courier(world.egress(), settings, new NotifyThreads(Runnable::run, TIMER), limits, clock);
    }

    /** As another server has it. */
    Outbox anotherOutbox() {
        return new Outbox(store, rows, new AuditLog(clock), limits, clock);
    }

    Dispatch anotherServer() {
        return new Dispatch(anotherOutbox(), courier(), limits);
    }

    ChannelView webhook(String name, String host, NewChannel.Rule... rules) {
        NewChannel.Webhook to = new NewChannel.Webhook("https://" + host + "/in/secret-path?k=v", null, null, null);
        return channels.write(ada, project, name, new NewChannel(to, null, List.of(rules)))
                .channel();
    }

    static NewChannel.Rule rule(@Nullable String app, String severity) {
        return new NewChannel.Rule(app, severity);
    }

    void tell(Severity severity, String app, String key) {
        store.transactIn(project.value(), transaction -> notifications.tell(transaction, notice(severity, app, key)));
    }

    NewNotification notice(Severity severity, String app, String key) {
        return new NewNotification(project, severity, "About " + key, "Look at <it>", app, Optional.empty(), key);
    }

    /** Sends until there is nothing to send. */
    void send() {
        while (dispatch.turn(later -> {})) {
            // Each turn is one channel's.
        }
    }

    List<DeliveryView> deliveries(String channel) {
        return log.list(project, channels.require(project, channel).id(), Optional.empty(), 100);
    }

    /** The one value that a query gives a superuser. */
    String text(String query) {
        try (var connection = TestDatabase.superuser(url.user());
                var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return String.valueOf(row.getString(1));
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        signals.close();
        world.close();
        store.close();
    }
}
