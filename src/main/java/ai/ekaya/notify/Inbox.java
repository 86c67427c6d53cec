package ai.ekaya.notify;

import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
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

/** What the people of a project find, and that they have looked at it. Thread-safe. */
@Singleton
public final class Inbox {
    private static final String COLUMNS =
            "id, severity, title, body, app, run_id, count, created_at, last_at, acknowledged_at, acknowledged_by";

    private final Store store;
    private final Onlookers onlookers;
    private final Clock clock;

    @Inject
    Inbox(Store store, Onlookers onlookers, Clock clock) {
        this.store = store;
        this.onlookers = onlookers;
        this.clock = clock;
    }

    /** Where a notification stands in the order of the list. */
    record Place(Instant lastAt, UUID id) {}

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

    /** @param app its slug */
    record Filter(Shown shown, Optional<Severity> severity, Optional<String> app) {
        static final Filter ALL = of(Shown.ALL);

        static Filter of(Shown shown) {
            return new Filter(shown, Optional.empty(), Optional.empty());
        }
    }

    /** The one that was told of last comes first. */
    List<Notification> list(ProjectId project, Filter filter, Optional<Place> before, int countMax) {
        StringBuilder where = new StringBuilder("project_id = ?").append(filter.shown().condition);
        List<Object> parameters = new ArrayList<>(List.of(project.value()));
        filter.severity().ifPresent(severity -> {
            where.append(" AND severity = ?");
            parameters.add(severity.name());
        });
        filter.app().ifPresent(app -> {
            where.append(" AND app = ?");
            parameters.add(app);
        });
        before.ifPresent(place -> {
            where.append(" AND (last_at, id) < (?, ?)");
            parameters.add(Timestamp.from(place.lastAt()));
            parameters.add(place.id());
        });
        parameters.add(countMax);
        // Only our own fragments are joined; what came from outside is bound.
        String sql = "SELECT " + COLUMNS + " FROM ekaya.notification WHERE " + where
                + " ORDER BY last_at DESC, id DESC LIMIT ?";
        return store.inProject(
                project.value(), transaction -> Sql.list(transaction, sql, Inbox::read, parameters.toArray()));
    }

    /** How many nobody has acknowledged, and how many of those are critical. */
    public record Open(long count, long critical) {}

    Open open(ProjectId project) {
        return store.inProject(
                project.value(),
                transaction -> Sql.first(
                                transaction,
                                "SELECT count(*) AS count, count(*) FILTER (WHERE severity = 'CRITICAL') AS critical"
                                        + " FROM ekaya.notification WHERE project_id = ? AND acknowledged_at IS NULL",
                                row -> new Open(row.getLong("count"), row.getLong("critical")),
                                project.value())
                        .orElseThrow());
    }

    /**
     * Says that somebody has looked at it. Whoever was first stays.
     *
     * @throws Refusal {@code NOT_FOUND} also for a notification of another project
     */
    Notification acknowledge(ProjectId project, String id, Principal by) {
        UUID known = id(id).orElseThrow(Inbox::missing);
        return store.inProject(project.value(), transaction -> {
            int looked = Sql.update(
                    transaction,
                    "UPDATE ekaya.notification SET acknowledged_at = ?, acknowledged_by = ?"
                            + " WHERE id = ? AND acknowledged_at IS NULL",
                    clock.instant(),
                    by.name(),
                    known);
            Notification now = Sql.first(
                            transaction,
                            "SELECT " + COLUMNS + " FROM ekaya.notification WHERE id = ?",
                            Inbox::read,
                            known)
                    .orElseThrow(Inbox::missing);
            if (looked > 0) {
                Onlookers.Change change =
                        new Onlookers.Change(now.app(), now.run().map(UUID::fromString), now.severity(), false);
                transaction.afterCommit(() -> onlookers.changed(project, change));
            }
            return now;
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
                Severity.valueOf(row.getString("severity")),
                row.getString("title"),
                row.getString("body"),
                row.getString("app"),
                Optional.ofNullable(row.getString("run_id")),
                row.getLong("count"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("last_at").toInstant(),
                Optional.ofNullable(row.getTimestamp("acknowledged_at")).map(Timestamp::toInstant),
                Optional.ofNullable(row.getString("acknowledged_by")));
    }
}
