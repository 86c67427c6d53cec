package ai.ekaya.install;

import ai.ekaya.appdb.AppId;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.ServerId;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The changes of apps that are under way: a row each, so that there is one at a time, people see how far it is, and what a server that
 * died has left is found. Thread-safe.
 */
@Singleton
public final class AppOperations {
    private final Store store;
    private final Limits limits;
    private final Clock clock;
    private final ServerId server;
    private final Consumer<AppOperation.Step> witness;

    @Inject
    public AppOperations(Store store, Limits limits, Clock clock, ServerId server) {
        this(store, limits, clock, server, step -> {});
    }

    /** @param witness is told each step once it is written down */
    AppOperations(Store store, Limits limits, Clock clock, ServerId server, Consumer<AppOperation.Step> witness) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
        this.server = server;
        this.witness = witness;
    }

    /** @throws Refusal {@code CONFLICT} when there is one already */
    AppOperation begin(Transaction transaction, AppRow row, AppOperation.Kind kind, boolean again) {
        AppOperation begun =
                new AppOperation(UUID.randomUUID(), new ProjectId(row.project), new AppId(row.id), kind, again);
        Instant now = clock.instant();
        int inserted = Sql.update(
                transaction,
                """
                INSERT INTO ekaya.app_operation (app_id, project_id, id, kind, step, server_id, began_at, lease_until, again)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (app_id) DO NOTHING
                """,
                row.id,
                row.project,
                begun.id(),
                kind.name(),
                AppOperation.Step.BEGUN.name(),
                server.value(),
                now,
                now.plus(limits.durationOf(Limit.INSTALL_OPERATION_SECONDS)),
                again);
        if (inserted == 0) {
            throw busy(transaction, row);
        }
        return begun;
    }

    private static Refusal busy(Transaction transaction, AppRow row) {
        String how = Sql.first(
                        transaction,
                        "SELECT kind, step, began_at FROM ekaya.app_operation WHERE app_id = ?",
                        found -> AppOperation.Kind.valueOf(found.getString("kind"))
                                        .participle() + " since "
                                + found.getTimestamp("began_at").toInstant() + ", "
                                + AppOperation.Step.valueOf(found.getString("step"))
                                        .text(),
                        row.id)
                .orElse("changed");
        return new Refusal(
                RefusalCode.CONFLICT, "App '" + row.slug + "' is being " + how + "; try again when that has ended");
    }

    /** Tells that {@link AppOperation.Step#BEGUN} is committed. */
    void begun() {
        witness.accept(AppOperation.Step.BEGUN);
    }

    /** @throws Refusal {@code CONFLICT} when it is no longer ours: it took too long, and was undone */
    void did(AppOperation operation, AppOperation.Step step) {
        store.transactIn(operation.project().value(), transaction -> {
            int written = Sql.update(
                    transaction,
                    "UPDATE ekaya.app_operation SET step = ?, lease_until = ? WHERE app_id = ? AND id = ?",
                    step.name(),
                    clock.instant().plus(limits.durationOf(Limit.INSTALL_OPERATION_SECONDS)),
                    operation.app().value(),
                    operation.id());
            requireOurs(written);
        });
        witness.accept(step);
    }

    /** In the transaction that makes it true. */
    void end(Transaction transaction, AppOperation operation) {
        requireOurs(Sql.update(
                transaction,
                "DELETE FROM ekaya.app_operation WHERE app_id = ? AND id = ?",
                operation.app().value(),
                operation.id()));
    }

    /** SECURITY: a server that stood still does not finish what was undone meanwhile; guarded by LifecycleIT. */
    private static void requireOurs(int written) {
        if (written == 0) {
            throw new Refusal(
                    RefusalCode.CONFLICT, "This took so long that it was undone meanwhile; begin it once more");
        }
    }

    /** An operation whose server does nothing for it any more. */
    record Left(ProjectId project, AppId app) {}

    /** @param own also those of this server, which has just started */
    List<Left> left(boolean own) {
        return store.acrossProjects(transaction -> Sql.list(
                transaction,
                "SELECT project_id, app_id FROM ekaya.app_operation WHERE lease_until < ? OR server_id = ? AND ?",
                found -> new Left(
                        new ProjectId(found.getObject("project_id", UUID.class)),
                        new AppId(found.getObject("app_id", UUID.class))),
                clock.instant(),
                server.value(),
                own));
    }

    /** Takes over what was left, so that nobody else does; empty when somebody has. */
    Optional<AppOperation> take(Left left, boolean own) {
        UUID id = UUID.randomUUID();
        return store.inProject(
                left.project().value(),
                transaction -> Sql.first(
                        transaction,
                        """
                        UPDATE ekaya.app_operation SET id = ?, server_id = ?, lease_until = ?
                        WHERE app_id = ? AND (lease_until < ? OR server_id = ? AND ?) RETURNING id, kind, again
                        """,
                        found -> read(left, found),
                        id,
                        server.value(),
                        clock.instant().plus(limits.durationOf(Limit.INSTALL_OPERATION_SECONDS)),
                        left.app().value(),
                        clock.instant(),
                        server.value(),
                        own));
    }

    private static AppOperation read(Left left, ResultSet found) throws SQLException {
        return new AppOperation(
                found.getObject("id", UUID.class),
                left.project(),
                left.app(),
                AppOperation.Kind.valueOf(found.getString("kind")),
                found.getBoolean("again"));
    }
}
