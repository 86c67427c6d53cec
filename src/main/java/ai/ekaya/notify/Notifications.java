package ai.ekaya.notify;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.store.Signals;
import ai.ekaya.store.Store;
import ai.ekaya.store.Together;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Writes notifications: each in the transaction of what it tells of, so it is there exactly if that is. Thread-safe. */
@Singleton
public final class Notifications {
    private final Store store;
    private final NoticeTexts texts;
    private final Onlookers onlookers;
    private final Signals signals;
    private final Limits limits;
    private final Clock clock;

    @Inject
    public Notifications(
            Store store, NoticeTexts texts, Onlookers onlookers, Signals signals, Limits limits, Clock clock) {
        this.store = store;
        this.texts = texts;
        this.onlookers = onlookers;
        this.signals = signals;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Told by the platform itself. While one of the same key is open, that one is told of again.
     *
     * @param transaction in the notification's project
     */
    public void tell(Transaction transaction, NewNotification told) {
        NoticeText text = texts.text(told.project(), told.title(), told.body());
        NoticeRows.About about = new NoticeRows.About(told.project(), told.app(), told.run());
        Instant now = clock.instant();
        List<Together.Part> parts = new ArrayList<>();
        parts.add(Together.Part.of(Together.FIRST, "SELECT true AS given"));
        parts.add(NoticeRows.notices(
                about,
                List.of(new NoticeRows.Row(UUID.randomUUID(), told.severity(), text, told.dedupeKey(), 1)),
                now));
        parts.add(Outbox.part(now));
        Together.write(transaction, parts, row -> row.getBoolean("given"));
        wrote(transaction, told.project(), new Onlookers.Change(told.app(), told.run(), told.severity(), true));
    }

    /** What an app told people, as it will be written. */
    public NoticeText text(ProjectId project, String title, String body) {
        return texts.text(project, title, body);
    }

    /** How often the app may still tell people something today (UTC). */
    public int leftToday(ProjectId project, String app) {
        int told = store.inProject(
                project.value(), transaction -> NoticeRows.toldToday(transaction, project, app, clock.instant()));
        return Math.max(0, limits.intOf(Limit.NOTIFY_PER_APP_DAY_COUNT) - told);
    }

    /** For {@link Together}, to be written if its first part gives a row; then {@link #wrote} is to be called. */
    public List<Together.Part> parts(AppNotices told) {
        if (told.notices().isEmpty()) {
            return List.of();
        }
        Instant now = clock.instant();
        NoticeRows.About about = new NoticeRows.About(told.project(), told.slug(), Optional.of(told.run()));
        List<NoticeRows.Row> rows = new ArrayList<>();
        int count = 0;
        for (Notice notice : told.notices()) {
            // INVARIANT: an app's key is no other's: not another app's, not the platform's.
            String key = notice.dedupeKey()
                    .map(own -> "app:" + told.app() + ":" + own)
                    .orElse("run:" + told.run() + ":" + rows.size());
            rows.add(new NoticeRows.Row(UUID.randomUUID(), notice.severity(), notice.text(), key, notice.count()));
            count += notice.count();
        }
        return List.of(NoticeRows.notices(about, rows, now), Outbox.part(now), NoticeRows.day(about, count, now));
    }

    /** What else is to be done in the transaction that wrote them. */
    public void wrote(Transaction transaction, AppNotices told) {
        Severity severity = told.notices().stream()
                .map(Notice::severity)
                .max(Comparator.naturalOrder())
                .orElse(Severity.INFO);
        wrote(transaction, told.project(), new Onlookers.Change(told.slug(), Optional.of(told.run()), severity, true));
    }

    private void wrote(Transaction transaction, ProjectId project, Onlookers.Change change) {
        Instant now = clock.instant();
        NoticeRows.sweep(
                transaction,
                project,
                now.minus(limits.durationOf(Limit.NOTIFY_KEPT_SECONDS)),
                limits.of(Limit.NOTIFY_KEPT_COUNT),
                now);
        transaction.afterCommit(() -> {
            onlookers.changed(project, change);
            signals.tell(DispatchClock.TOPIC, project.toString());
        });
    }
}
