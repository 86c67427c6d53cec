package ai.ekaya.run;

import ai.ekaya.appdb.AppId;
import ai.ekaya.host.RunId;
import ai.ekaya.identity.Principal;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.leak.KnownSecrets;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.store.ServerId;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Together;
import ai.ekaya.store.Transaction;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Writes runs: each state follows only on the one before it, and only while this server holds the run by its fence, so that a run
 * that was declared lost or taken by another server is no more this one's to change.
 */
final class RunLedger {
    private static final String SECRETS_VERSION = KnownSecrets.versionSql("run.project_id") + " AS secrets_version, ";
    private static final SecureRandom SEEDS = new SecureRandom();

    private final Clock clock;
    private final Limits limits;
    private final ServerId server;

    RunLedger(Clock clock, Limits limits, ServerId server) {
        this.clock = clock;
        this.limits = limits;
        this.server = server;
    }

    /** Whether a run's turn comes at once. */
    enum Turn {
        NOW,
        LATER
    }

    /**
     * Empty when the app has a run with this idempotency key already; also of one that is to begin at once, when its app was changed or
     * held since it was read, or its package was revoked.
     *
     * <p>INVARIANT: whoever changes or holds an app locks its row FOR UPDATE, which waits for who begins a run just now, and who begins
     * one later sees it: guarded by HotSwapIT.
     */
    Optional<Held> insert(Transaction transaction, NewRun asked, Turn turn) {
        InstalledApp app = asked.app();
        Principal principal = asked.principal();
        Instant now = clock.instant();
        return Sql.first(
                transaction,
                """
                INSERT INTO ekaya.run (id, project_id, app_id, app_slug, version, package_hash, trigger_kind, trigger_json,
                    principal_kind, principal_id, principal_name, input, settings, state, seed, created_at, started_at, server_id,
                    lease_until, idempotency_key, entry)
                SELECT ?::uuid, ?::uuid, a.id, ?, ?, ?, ?, ?, ?, ?::uuid, ?, ?, ?, ?, ?::bigint, ?::timestamptz, ?::timestamptz, ?,
                    ?::timestamptz, ?, ?
                FROM (SELECT id FROM ekaya.installed_app WHERE id = ? AND (? OR package_hash = ?
                    AND (held_until IS NULL OR held_until <= ?)
                    AND NOT EXISTS (SELECT FROM ekaya.revoked_package r WHERE r.package_hash = 'blake3:' || installed_app.package_hash))
                    FOR KEY SHARE) AS a
                ON CONFLICT (app_id, idempotency_key) WHERE idempotency_key IS NOT NULL DO NOTHING
                RETURNING fence,\s""" + SECRETS_VERSION + RunRow.COLUMNS,
                RunLedger::begun,
                UUID.randomUUID(),
                app.project().value(),
                app.slug(),
                app.version(),
                app.packageHash().toString(),
                asked.trigger().kind().text(),
                asked.trigger().json().toString(),
                lower(principal.kind()),
                principal.user().value(),
                principal.name(),
                asked.inputJson(),
                app.settings().toString(),
                turn == Turn.NOW ? "RUNNING" : "QUEUED",
                newSeed(),
                now,
                turn == Turn.NOW ? Optional.of(Timestamp.from(now)) : Optional.empty(),
                server.value(),
                lease(),
                asked.idempotencyKey(),
                asked.trigger().entry(),
                app.id().value(),
                turn == Turn.LATER,
                app.packageHash().hex(),
                now);
    }

    /** A run to be written with others. */
    record Planned(RunId id, NewRun asked, long seed) {
        static Planned of(NewRun asked) {
            return new Planned(new RunId(UUID.randomUUID()), asked, newSeed());
        }
    }

    /** Many runs that wait for their turn and have no idempotency key, in one way to the database and back. */
    List<Held> insertLater(Transaction transaction, List<Planned> all) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant leaseUntil = lease();
        Sql.batch(transaction, """
                INSERT INTO ekaya.run (id, project_id, app_id, app_slug, version, package_hash, trigger_kind, trigger_json,
                    principal_kind, principal_id, principal_name, input, state, seed, created_at, server_id, lease_until)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'QUEUED', ?, ?, ?, ?)
                """, all, planned -> {
            NewRun asked = planned.asked();
            InstalledApp app = asked.app();
            return new Object[] {
                planned.id().value(),
                app.project().value(),
                app.id().value(),
                app.slug(),
                app.version(),
                app.packageHash().toString(),
                asked.trigger().kind().text(),
                asked.trigger().json().toString(),
                lower(asked.principal().kind()),
                asked.principal().user().value(),
                asked.principal().name(),
                asked.inputJson(),
                planned.seed(),
                now,
                server.value(),
                leaseUntil
            };
        });
        return all.stream().map(planned -> new Held(queued(planned, now), 1)).toList();
    }

    private static Run queued(Planned planned, Instant now) {
        NewRun asked = planned.asked();
        InstalledApp app = asked.app();
        Principal principal = asked.principal();
        return new Run(
                planned.id(),
                app.project(),
                app.id(),
                app.slug(),
                app.version(),
                app.packageHash().toString(),
                asked.trigger().json(),
                new Run.Asker(lower(principal.kind()), principal.user().value().toString(), principal.name()),
                Trigger.MAIN,
                1,
                Optional.empty(),
                Run.State.QUEUED,
                Optional.empty(),
                planned.seed(),
                now,
                Optional.empty(),
                Optional.empty(),
                Run.Usage.NONE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** 53 bits, so that a seed can be read by people and by JSON. */
    private static long newSeed() {
        return SEEDS.nextLong() >>> 11;
    }

    /**
     * Takes over a run that waits, whoever had it before: it is queued here, and what had it changes nothing of it any more. Empty when
     * it does not wait.
     */
    Optional<Held> take(Transaction transaction, RunId run) {
        return Sql.first(transaction, """
                UPDATE ekaya.run SET fence = fence + 1, server_id = ?, lease_until = ?, state = 'QUEUED', retry_at = NULL
                WHERE id = ? AND state = 'WAITING' RETURNING fence,\s""" + RunRow.COLUMNS, RunLedger::held, server.value(), lease(), run.value());
    }

    private static Held begun(ResultSet row) throws SQLException {
        return new Held(RunRow.read(row), row.getLong("fence"), row.getString("secrets_version"));
    }

    private static Held held(ResultSet row) throws SQLException {
        return new Held(RunRow.read(row), row.getLong("fence"));
    }

    /**
     * Empty when it has ended, or its app was changed or held since it was read.
     *
     * @param app as it is now: it may have been updated since the run was asked for, and the record says what ran
     */
    Optional<Started> start(Transaction transaction, Held held, InstalledApp app) {
        return Sql.first(
                transaction,
                """
                UPDATE ekaya.run SET state = 'RUNNING', started_at = ?, lease_until = ?, version = ?, package_hash = ?,
                    settings = ?
                FROM (SELECT id AS app FROM ekaya.installed_app WHERE id = ? AND package_hash = ?
                    AND (held_until IS NULL OR held_until <= ?)
                    AND NOT EXISTS (SELECT FROM ekaya.revoked_package r WHERE r.package_hash = 'blake3:' || installed_app.package_hash)
                    FOR KEY SHARE) AS a
                WHERE run.id = ? AND app_id = a.app AND state = 'QUEUED' AND server_id = ? AND fence = ?
                RETURNING fence, input,\s""" + SECRETS_VERSION + RunRow.COLUMNS,
                row -> new Started(begun(row), row.getString("input")),
                clock.instant(),
                lease(),
                app.version(),
                app.packageHash().toString(),
                app.settings().toString(),
                app.id().value(),
                app.packageHash().hex(),
                clock.instant(),
                held.run().id().value(),
                server.value(),
                held.fence());
    }

    /** Whether it is still to begin here. */
    boolean isQueued(Transaction transaction, Held held) {
        return Sql.first(
                        transaction,
                        "SELECT 1 FROM ekaya.run WHERE id = ? AND state = 'QUEUED' AND server_id = ? AND fence = ?",
                        row -> true,
                        held.run().id().value(),
                        server.value(),
                        held.fence())
                .isPresent();
    }

    /** What a run starts with. */
    record Started(Held held, String inputJson) {}

    /** @see EndParts#of */
    List<Together.Part> finish(Held held, Finished finished) {
        return EndParts.of(held, finished, clock.instant(), server);
    }

    /** Deletes what an app has too much of. */
    void retain(Transaction transaction, AppId app) {
        Sql.update(transaction, """
                DELETE FROM ekaya.run WHERE id IN (
                    SELECT id FROM ekaya.run WHERE app_id = ? AND state = 'ENDED'
                    ORDER BY created_at DESC, id DESC
                    OFFSET (SELECT least(?, runs_kept) FROM ekaya.installed_app WHERE id = ?))
                """, app.value(), limits.of(Limit.RUN_KEPT_PER_APP_COUNT), app.value());
    }

    /** Asks the server that holds the run to stop it. False when it has ended already. */
    boolean requestCancel(Transaction transaction, RunId run) {
        return Sql.update(
                        transaction,
                        "UPDATE ekaya.run SET cancel_requested = true WHERE id = ? AND state <> 'ENDED'",
                        run.value())
                > 0;
    }

    /** Of those that were not asked already. */
    List<RunId> requestCancelOfSchedule(Transaction transaction, AppId app) {
        return Sql.list(transaction, """
                UPDATE ekaya.run SET cancel_requested = true
                WHERE app_id = ? AND state <> 'ENDED' AND trigger_kind = 'schedule' AND NOT cancel_requested RETURNING id
                """, row -> new RunId(row.getObject("id", UUID.class)), app.value());
    }

    /**
     * Says that this server lives; gives those of the runs that it still holds.
     *
     * @param active what goes on here: a run whose end could not be stored is found by who looks for lost ones
     */
    List<Renewed> renew(Transaction transaction, List<RunId> active) {
        return Sql.list(
                transaction,
                """
                UPDATE ekaya.run SET lease_until = ?
                WHERE id = ANY (?::uuid[]) AND server_id = ? AND state IN ('QUEUED', 'RUNNING')
                RETURNING id, fence, cancel_requested
                """,
                row -> new Renewed(
                        new RunId(row.getObject("id", UUID.class)),
                        row.getLong("fence"),
                        row.getBoolean("cancel_requested")),
                lease(),
                active.stream().map(RunId::toString).toArray(String[]::new),
                server.value());
    }

    /** A run that this server goes on with, and whether somebody wants it stopped. */
    record Renewed(RunId run, long fence, boolean cancelRequested) {}

    /** Whether somebody wants it stopped. */
    boolean cancelRequested(Transaction transaction, RunId run) {
        return Sql.first(
                        transaction,
                        "SELECT id FROM ekaya.run WHERE id = ? AND cancel_requested",
                        row -> true,
                        run.value())
                .isPresent();
    }

    private Instant lease() {
        return clock.instant().plus(limits.durationOf(Limit.RUN_LEASE_SECONDS));
    }

    private static String lower(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }
}
