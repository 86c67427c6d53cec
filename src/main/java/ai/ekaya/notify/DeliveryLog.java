package ai.ekaya.notify;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What became of what was sent to a channel; a line goes with its notification. Thread-safe. */
@Singleton
final class DeliveryLog {
    private final Store store;
    private final Limits limits;

    @Inject
    DeliveryLog(Store store, Limits limits) {
        this.store = store;
        this.limits = limits;
    }

    /** Where a delivery stands in the order of the list. */
    record Place(Instant createdAt, UUID id) {}

    /** Newest first. */
    List<DeliveryView> list(ProjectId project, UUID channel, Optional<Place> before, int countMax) {
        List<Object> parameters = new ArrayList<>(List.of(channel));
        before.ifPresent(place -> {
            parameters.add(Timestamp.from(place.createdAt()));
            parameters.add(place.id());
        });
        parameters.add(countMax);
        String sql = "SELECT * FROM ekaya.notice_delivery WHERE channel_id = ?"
                + (before.isPresent() ? " AND (created_at, id) < (?, ?)" : "")
                + " ORDER BY created_at DESC, id DESC LIMIT ?";
        return store.inProject(
                project.value(), transaction -> Sql.list(transaction, sql, DeliveryLog::read, parameters.toArray()));
    }

    /** A test that was sent. */
    DeliveryView test(Transaction transaction, Channel channel, Letter letter, Sent sent) {
        Sql.update(
                transaction,
                """
                INSERT INTO ekaya.notice_delivery
                    (id, project_id, channel_id, state, attempts, created_at, due_at, last_at, response_status, note)
                VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?, ?)
                """,
                letter.delivery(),
                channel.project().value(),
                channel.id(),
                sent.isTaken() ? "SENT" : "FAILED",
                letter.createdAt(),
                letter.createdAt(),
                letter.createdAt(),
                status(sent),
                note(sent));
        Sql.update(transaction, """
                DELETE FROM ekaya.notice_delivery WHERE id IN (SELECT id FROM ekaya.notice_delivery
                    WHERE channel_id = ? AND notification_id IS NULL ORDER BY created_at DESC, id DESC OFFSET ?)
                """, channel.id(), limits.of(Limit.NOTIFY_TESTS_KEPT_COUNT));
        return Sql.first(
                        transaction,
                        "SELECT * FROM ekaya.notice_delivery WHERE id = ?",
                        DeliveryLog::read,
                        letter.delivery())
                .orElseThrow();
    }

    private static Optional<Integer> status(Sent sent) {
        return switch (sent) {
            case Sent.Taken taken -> taken.status();
            case Sent.Failed failed -> failed.status();
            case Sent.Unwanted unwanted -> Optional.of(unwanted.status());
            case Sent.Mailed mailed -> Optional.empty();
        };
    }

    private static Optional<String> note(Sent sent) {
        return switch (sent) {
            case Sent.Taken taken -> Optional.empty();
            case Sent.Failed failed -> Optional.of(failed.note());
            case Sent.Unwanted unwanted -> Optional.of(unwanted.note());
            case Sent.Mailed mailed -> mailed.note();
        };
    }

    private static DeliveryView read(ResultSet row) throws SQLException {
        DeliveryView.State state = DeliveryView.State.valueOf(row.getString("state"));
        return new DeliveryView(
                row.getString("id"),
                Optional.ofNullable(row.getString("notification_id")),
                state,
                row.getInt("attempts"),
                row.getTimestamp("created_at").toInstant(),
                Optional.ofNullable(row.getTimestamp("last_at")).map(Timestamp::toInstant),
                Optional.ofNullable(row.getObject("response_status", Integer.class)),
                Optional.ofNullable(row.getString("note")),
                state == DeliveryView.State.WAITING
                        ? Optional.of(row.getTimestamp("due_at").toInstant())
                        : Optional.empty());
    }
}
