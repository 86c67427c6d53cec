package ai.ekaya.notify;

import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Keeps notifications: each is written in the transaction of what it tells of, so it is there exactly if that is. Thread-safe. */
@Singleton
public final class Notifications {
    private static final String COLUMNS =
            "id, severity, title, body, app, run_id, created_at, acknowledged_at, acknowledged_by";

    private final Store store;
    private final Limits limits;
    private final Clock clock;

    @Inject
    public Notifications(Store store, Limits limits, Clock clock) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Does nothing while one of the same key is open. Those that are too old or too many go, acknowledged or not.
     *
     * @param transaction in the notification's project
     */
    public void tell(Transaction transaction, NewNotification told) {
        Instant now = clock.instant();
        int written = Sql.update(
                transaction,
                """
                INSERT INTO ekaya.notification (id, project_id, severity, title, body, app, run_id, dedupe_key, created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (project_id, dedupe_key) WHERE acknowledged_at IS NULL DO NOTHING
                """,
                UUID.randomUUID(),
                told.project().value(),
                told.severity().name(),
                clipped(told.title(), Limit.NOTIFY_TITLE_COUNT),
                clipped(told.body(), Limit.NOTIFY_BODY_COUNT),
                told.app(),
                told.run(),
                told.dedupeKey(),
                now);
        if (written == 1) {
            sweep(transaction, told.project(), now);
        }
    }

    private String clipped(String text, Limit limit) {
        int most = limits.intOf(limit);
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }

    private void sweep(Transaction transaction, ProjectId project, Instant now) {
        Sql.update(
                transaction,
                """
                DELETE FROM ekaya.notification WHERE project_id = ? AND (created_at < ? OR id IN (
                    SELECT id FROM ekaya.notification WHERE project_id = ? ORDER BY created_at DESC, id DESC OFFSET ?))
                """,
                project.value(),
                now.minus(limits.durationOf(Limit.NOTIFY_KEPT_SECONDS)),
                project.value(),
                limits.of(Limit.NOTIFY_KEPT_COUNT));
    }

    /** Where a notification stands in the order of the list. */
    record Place(Instant createdAt, UUID id) {}

    /** Newest first. */
    List<Notification> list(ProjectId project, Shown shown, Optional<Place> before, int countMax) {
        StringBuilder where = new StringBuilder("project_id = ?");
        List<Object> parameters = new ArrayList<>(List.of(project.value()));
        where.append(shown.condition);
        before.ifPresent(place -> {
            where.append(" AND (created_at, id) < (?, ?)");
            parameters.add(Timestamp.from(place.createdAt()));
            parameters.add(place.id());
        });
        parameters.add(countMax);
        // Only our own fragments are joined; what came from outside is bound.
        String sql = "SELECT " + COLUMNS + " FROM ekaya.notification WHERE " + where
                + " ORDER BY created_at DESC, id DESC LIMIT ?";
        return store.inProject(
                project.value(), transaction -> Sql.list(transaction, sql, Notifications::read, parameters.toArray()));
    }

    /** Which of them. */
    enum Shown {
        ALL(""),
        OPEN(" AND acknowledged_at IS NULL"),
        ACKNOWLEDGED(" AND acknowledged_at IS NOT NULL");

        private final String condition;

        Shown(String condition) {
            this.condition = condition;
        }
    }

    /**
     * Says that somebody has looked at it. Whoever was first stays.
     *
     * @throws Refusal {@code NOT_FOUND} also for a notification of another project
     */
    Notification acknowledge(ProjectId project, String id, Principal by) {
        UUID known = id(id).orElseThrow(Notifications::missing);
        return store.inProject(project.value(), transaction -> {
            Sql.update(
                    transaction,
                    "UPDATE ekaya.notification SET acknowledged_at = ?, acknowledged_by = ?"
                            + " WHERE id = ? AND acknowledged_at IS NULL",
                    clock.instant(),
                    by.name(),
                    known);
            return Sql.first(
                            transaction,
                            "SELECT " + COLUMNS + " FROM ekaya.notification WHERE id = ?",
                            Notifications::read,
                            known)
                    .orElseThrow(Notifications::missing);
        });
    }

    private static Refusal missing() {
        return new Refusal(
                RefusalCode.NOT_FOUND, "There is no such notification in this project; old ones are deleted");
    }

    private static Optional<UUID> id(String text) {
        try {
            UUID id = UUID.fromString(text);
            return id.toString().equals(text) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Notification read(ResultSet row) throws SQLException {
        return new Notification(
                row.getString("id"),
                NewNotification.Severity.valueOf(row.getString("severity")),
                row.getString("title"),
                row.getString("body"),
                row.getString("app"),
                Optional.ofNullable(row.getString("run_id")),
                row.getTimestamp("created_at").toInstant(),
                Optional.ofNullable(row.getTimestamp("acknowledged_at")).map(Timestamp::toInstant),
                Optional.ofNullable(row.getString("acknowledged_by")));
    }
}
