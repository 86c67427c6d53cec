package ai.ekaya.trigger;

import ai.ekaya.appdb.AppId;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.identity.UserId;
import ai.ekaya.pack.Manifest;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Table {@code app_trigger}. */
final class TriggerRows {
    private static final String ALL =
            "SELECT t.id, t.project_id, t.app_id, t.kind, t.name, t.asked, t.enabled, t.owner_id,"
                    + " t.paused, t.refused_at, t.refused_why FROM app_trigger t ";

    private TriggerRows() {}

    static List<AppTrigger> of(Transaction transaction, AppId app) {
        return Sql.list(
                transaction, ALL + "WHERE t.app_id = ? ORDER BY t.kind, t.name", TriggerRows::read, app.value());
    }

    static Optional<AppTrigger> find(Transaction transaction, AppId app, String name) {
        return Sql.first(transaction, ALL + "WHERE t.app_id = ? AND t.name = ?", TriggerRows::read, app.value(), name);
    }

    static Optional<AppTrigger> find(Transaction transaction, UUID id) {
        return Sql.first(transaction, ALL + "WHERE t.id = ?", TriggerRows::read, id);
    }

    /** Of a kind, of all apps of the project, that are wanted and on. */
    static List<AppTrigger> on(Transaction transaction, ProjectId project, Manifest.Trigger kind) {
        return Sql.list(
                transaction,
                ALL + "WHERE t.project_id = ? AND t.kind = ? AND t.asked AND t.enabled ORDER BY t.id",
                TriggerRows::read,
                project.value(),
                kind.text());
    }

    /** Those with an app that is woken by another schema; see across projects. */
    static List<ProjectId> projectsThatWaitForSchemas(Transaction transaction) {
        return Sql.list(
                transaction,
                "SELECT DISTINCT project_id FROM ekaya.app_trigger"
                        + " WHERE kind = 'schema.refreshed' AND asked AND enabled ORDER BY project_id",
                row -> new ProjectId(row.getObject(1, UUID.class)));
    }

    /** A webhook as its address names it: by slug or id of the app, and its name. */
    static Optional<AppTrigger> hook(Transaction transaction, ProjectId project, String app, String name) {
        return Sql.first(
                transaction,
                ALL
                        + "JOIN installed_app a ON a.id = t.app_id WHERE t.project_id = ? AND (a.slug = ? OR a.id::text = ?)"
                        + " AND a.state NOT IN ('REMOVED', 'UNINSTALLING') AND t.kind = ? AND t.name = ?",
                TriggerRows::read,
                project.value(),
                app,
                app,
                Manifest.Trigger.WEBHOOK.text(),
                name);
    }

    /** Waits for who changes the app's triggers just now. */
    static void lock(Transaction transaction, AppId app) {
        Sql.list(
                transaction,
                "SELECT id FROM installed_app WHERE id = ? FOR NO KEY UPDATE",
                row -> row.getString(1),
                app.value());
    }

    /** It is not removed until the transaction ends; false when it is gone. */
    static boolean hold(Transaction transaction, AppTrigger trigger) {
        return Sql.first(
                        transaction, "SELECT id FROM app_trigger WHERE id = ? FOR KEY SHARE", row -> true, trigger.id())
                .isPresent();
    }

    /** @return false when the app has one of this name */
    static boolean insert(Transaction transaction, AppTrigger made, Instant now) {
        return Sql.update(
                        transaction,
                        """
                        INSERT INTO app_trigger (id, project_id, app_id, kind, name, asked, enabled, owner_id, changed_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (app_id, name) DO NOTHING
                        """,
                        made.id(),
                        made.project().value(),
                        made.app().value(),
                        made.kind().text(),
                        made.name(),
                        made.asked(),
                        made.enabled(),
                        made.owner().value(),
                        now)
                == 1;
    }

    static void asked(Transaction transaction, AppTrigger trigger, boolean asked, Instant now) {
        Sql.update(
                transaction, "UPDATE app_trigger SET asked = ?, changed_at = ? WHERE id = ?", asked, now, trigger.id());
    }

    static void switchOff(Transaction transaction, AppTrigger trigger, Instant now) {
        Sql.update(
                transaction, "UPDATE app_trigger SET enabled = false, changed_at = ? WHERE id = ?", now, trigger.id());
    }

    /** In somebody's name from now on. */
    static void switchOn(Transaction transaction, AppTrigger trigger, UserId owner, Instant now) {
        Sql.update(
                transaction,
                "UPDATE app_trigger SET enabled = true, paused = NULL, owner_id = ?, changed_at = ? WHERE id = ?",
                owner.value(),
                now,
                trigger.id());
    }

    /** @return false when it is paused already, or somebody else has taken it over since it was read */
    static boolean pause(Transaction transaction, AppTrigger trigger, String why, Instant now) {
        return Sql.update(
                        transaction,
                        "UPDATE app_trigger SET paused = ?, changed_at = ? WHERE id = ? AND owner_id = ? AND paused IS NULL",
                        why,
                        now,
                        trigger.id(),
                        trigger.owner().value())
                == 1;
    }

    static void refused(Transaction transaction, UUID trigger, AppTrigger.Refused refused) {
        Sql.update(
                transaction,
                "UPDATE app_trigger SET refused_at = ?, refused_why = ? WHERE id = ?",
                refused.at(),
                refused.why(),
                trigger);
    }

    static void remove(Transaction transaction, AppTrigger trigger) {
        Sql.update(transaction, "DELETE FROM app_trigger WHERE id = ?", trigger.id());
    }

    static void removeAll(Transaction transaction, AppId app) {
        Sql.update(transaction, "DELETE FROM app_trigger WHERE app_id = ?", app.value());
    }

    private static AppTrigger read(ResultSet row) throws SQLException {
        return new AppTrigger(
                row.getObject("id", UUID.class),
                new ProjectId(row.getObject("project_id", UUID.class)),
                new AppId(row.getObject("app_id", UUID.class)),
                Manifest.Trigger.of(row.getString("kind")),
                row.getString("name"),
                row.getBoolean("asked"),
                row.getBoolean("enabled"),
                new UserId(row.getObject("owner_id", UUID.class)),
                Optional.ofNullable(row.getString("paused")),
                refused(row));
    }

    private static Optional<AppTrigger.Refused> refused(ResultSet row) throws SQLException {
        OffsetDateTime at = row.getObject("refused_at", OffsetDateTime.class);
        return at == null
                ? Optional.empty()
                : Optional.of(new AppTrigger.Refused(at.toInstant(), row.getString("refused_why")));
    }
}
