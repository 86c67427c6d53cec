package ai.ekaya.notify;

import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.keys.Sealed;
import ai.ekaya.keys.Sealer;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Tables {@code notify_channel} and {@code notify_rule}. */
@Singleton
final class ChannelRows {
    private static final String COLUMNS =
            "id, project_id, name, sealed_target, stopped_why, changed_at, changed_by_name";

    private final Sealer sealer;

    @Inject
    ChannelRows(Sealer sealer) {
        this.sealer = sealer;
    }

    List<Channel> list(Transaction transaction, ProjectId project) {
        return Sql.list(
                transaction,
                "SELECT " + COLUMNS + " FROM ekaya.notify_channel WHERE project_id = ? ORDER BY name",
                row -> read(transaction, row),
                project.value());
    }

    Optional<Channel> find(Transaction transaction, ProjectId project, String name) {
        return Sql.first(
                transaction,
                "SELECT " + COLUMNS + " FROM ekaya.notify_channel WHERE project_id = ? AND name = ?",
                row -> read(transaction, row),
                project.value(),
                name);
    }

    /** Changes of a project's channels come one after the other. */
    static void lock(Transaction transaction, ProjectId project) {
        Sql.first(
                transaction,
                "SELECT 1 FROM ekaya.project WHERE id = ? FOR NO KEY UPDATE",
                row -> row.getInt(1),
                project.value());
    }

    void write(Transaction transaction, Channel channel, Principal by) {
        Sql.update(
                transaction,
                """
                INSERT INTO ekaya.notify_channel
                    (id, project_id, name, sealed_target, busy_until, changed_at, changed_by, changed_by_name)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET sealed_target = excluded.sealed_target, stopped_why = NULL,
                    changed_at = excluded.changed_at, changed_by = excluded.changed_by, changed_by_name = excluded.changed_by_name
                """,
                channel.id(),
                channel.project().value(),
                channel.name(),
                sealer.seal(context(channel.id()), channel.target().text()).text(),
                channel.changedAt(),
                channel.changedAt(),
                by.user().value(),
                channel.changedBy());
        Sql.update(transaction, "DELETE FROM ekaya.notify_rule WHERE channel_id = ?", channel.id());
        List<Object[]> rules = new ArrayList<>();
        for (Channel.Rule rule : channel.rules()) {
            rules.add(new Object[] {
                channel.project().value(),
                channel.id(),
                rules.size(),
                rule.app(),
                rule.severity().name()
            });
        }
        Sql.batch(
                transaction,
                "INSERT INTO ekaya.notify_rule (project_id, channel_id, place, app, severity) VALUES (?, ?, ?, ?, ?)",
                rules,
                rule -> rule);
    }

    static void remove(Transaction transaction, Channel channel) {
        Sql.update(transaction, "DELETE FROM ekaya.notify_channel WHERE id = ?", channel.id());
    }

    /** @param why empty to begin again */
    static void stop(Transaction transaction, UUID channel, Optional<String> why) {
        Sql.update(transaction, "UPDATE ekaya.notify_channel SET stopped_why = ? WHERE id = ?", why, channel);
    }

    Target open(UUID id, String sealed) {
        return Target.of(sealer.open(context(id), new Sealed(sealed)));
    }

    private Channel read(Transaction transaction, ResultSet row) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        Instant changedAt = row.getTimestamp("changed_at").toInstant();
        return new Channel(
                id,
                new ProjectId(row.getObject("project_id", UUID.class)),
                row.getString("name"),
                open(id, row.getString("sealed_target")),
                rules(transaction, id),
                Optional.ofNullable(row.getString("stopped_why")),
                changedAt,
                row.getString("changed_by_name"));
    }

    private static List<Channel.Rule> rules(Transaction transaction, UUID channel) {
        return Sql.list(
                transaction,
                "SELECT app, severity FROM ekaya.notify_rule WHERE channel_id = ? ORDER BY place",
                rule -> new Channel.Rule(
                        Optional.ofNullable(rule.getString("app")), Severity.valueOf(rule.getString("severity"))),
                channel);
    }

    /** INVARIANT: as {@code keys.SealedColumn} has it for the rotation of the master key. */
    private static String context(UUID id) {
        return "notify-channel:" + id;
    }
}
