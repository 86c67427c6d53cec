package ai.ekaya.run;

import ai.ekaya.appdb.AppId;
import ai.ekaya.host.CallRecord;
import ai.ekaya.host.LogEntry;
import ai.ekaya.host.RunId;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.pack.EffectiveLimits;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Transaction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Writes runs: each state follows only on the one before it and only while this server holds the run, so that a run that was
 * declared lost stays lost.
 */
final class RunLedger {
    private static final SecureRandom SEEDS = new SecureRandom();

    private final Clock clock;
    private final Limits limits;
    private final ServerId server;

    RunLedger(Clock clock, Limits limits, ServerId server) {
        this.clock = clock;
        this.limits = limits;
        this.server = server;
    }

    /** Empty when the app has a run with this idempotency key already. */
    Optional<RunId> insert(Transaction transaction, NewRun asked) {
        RunId id = new RunId(UUID.randomUUID());
        InstalledApp app = asked.app();
        Principal principal = asked.principal();
        int inserted = Sql.update(
                transaction,
                """
                INSERT INTO ekaya.run (id, project_id, app_id, app_slug, version, package_hash, trigger_kind, trigger_json,
                    principal_kind, principal_id, principal_name, input, state, seed, created_at, server_id, lease_until,
                    idempotency_key)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'QUEUED', ?, ?, ?, ?, ?)
                ON CONFLICT (app_id, idempotency_key) WHERE idempotency_key IS NOT NULL DO NOTHING
                """,
                id.value(),
                app.project().value(),
                app.id().value(),
                app.slug(),
                app.version(),
                app.packageHash().toString(),
                asked.trigger().kind().text(),
                asked.trigger().json().toString(),
                lower(principal.kind()),
                principal.user().value(),
                principal.name(),
                asked.inputJson(),
                // 53 bits, so that a seed can be read by people and by JSON.
                SEEDS.nextLong() >>> 11,
                clock.instant(),
                server.value(),
                lease(),
                asked.idempotencyKey());
        return inserted == 1 ? Optional.of(id) : Optional.empty();
    }

    /** @param app as it is now: it may have been updated since the run was asked for, and the record says what ran */
    Optional<Started> start(Transaction transaction, RunId run, InstalledApp app) {
        return Sql.first(
                transaction,
                """
                UPDATE ekaya.run SET state = 'RUNNING', started_at = ?, lease_until = ?, version = ?, package_hash = ?
                WHERE id = ? AND state = 'QUEUED' AND server_id = ?
                RETURNING seed, input
                """,
                row -> new Started(row.getLong("seed"), row.getString("input")),
                clock.instant(),
                lease(),
                app.version(),
                app.packageHash().toString(),
                run.value(),
                server.value());
    }

    /** What a run starts with. */
    record Started(long seed, String inputJson) {}

    /** Outcome, output, log and calls together. False when the run is no longer this server's to end. */
    boolean finish(Transaction transaction, Run run, Finished finished) {
        Outcome outcome = finished.outcome();
        int updated = Sql.update(
                transaction,
                """
                UPDATE ekaya.run SET state = 'ENDED', outcome = ?, error_code = ?, error_message = ?, error_where = ?,
                    ended_at = ?, engine = ?, fuel = ?, memory_bytes_max = ?, wall_millis = ?, host_millis = ?, host_calls = ?,
                    sql_millis = ?, sql_rows = ?,
                    limit_fuel = ?, limit_memory_bytes = ?, limit_timeout_millis = ?, limit_host_calls = ?,
                    journal = ?
                WHERE id = ? AND state <> 'ENDED' AND server_id = ?
                """,
                outcome.name().name(),
                outcome.error().map(Outcome.Error::code),
                outcome.error().map(Outcome.Error::message).map(RunLedger::storable),
                outcome.error().flatMap(Outcome.Error::where).map(RunLedger::storable),
                clock.instant(),
                finished.engine(),
                finished.usage().fuel(),
                finished.usage().memoryBytesMax(),
                finished.usage().wallMillis(),
                finished.usage().hostMillis(),
                finished.usage().hostCalls(),
                finished.usage().sqlMillis(),
                finished.usage().sqlRows(),
                finished.limits().map(EffectiveLimits::fuel),
                finished.limits().map(EffectiveLimits::memoryBytes),
                finished.limits().map(limits -> limits.timeout().toMillis()),
                finished.limits().map(EffectiveLimits::hostCalls),
                finished.recording().map(recording -> recording.state().name()),
                run.id().value(),
                server.value());
        if (updated == 0) {
            return false;
        }
        UUID id = run.id().value();
        UUID project = run.project().value();
        finished.output()
                .ifPresent(output -> Sql.update(
                        transaction,
                        "INSERT INTO ekaya.run_output (run_id, project_id, output, output_hash) VALUES (?, ?, ?, ?)",
                        id,
                        project,
                        output,
                        sha256(output)));
        log(transaction, id, project, finished.log());
        calls(transaction, id, project, finished.calls());
        retain(transaction, run.app());
        return true;
    }

    private static void log(Transaction transaction, UUID run, UUID project, List<LogEntry> log) {
        Sql.batch(transaction, """
                INSERT INTO ekaya.run_log (run_id, project_id, sequence, level, at_millis, message, fields)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """, log, entry -> new Object[] {
            run, project, entry.sequence(), entry.level(), entry.atMillis(), storable(entry.message()), entry.fields()
        });
    }

    private static void calls(Transaction transaction, UUID run, UUID project, List<CallRecord> calls) {
        Sql.batch(transaction, """
                INSERT INTO ekaya.run_call (run_id, project_id, sequence, function, arguments_hash, arguments, code,
                    duration_micros, row_count, answer_bytes)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, calls, call -> new Object[] {
            run,
            project,
            call.sequence(),
            storable(call.function()),
            call.argumentsHash(),
            storable(call.arguments()),
            call.code(),
            call.durationMicros(),
            call.rows(),
            call.answerBytes()
        });
    }

    private void retain(Transaction transaction, AppId app) {
        Sql.update(transaction, """
                DELETE FROM ekaya.run WHERE id IN (
                    SELECT id FROM ekaya.run WHERE app_id = ? AND state = 'ENDED'
                    ORDER BY created_at DESC, id DESC OFFSET ?)
                """, app.value(), limits.of(Limit.RUN_KEPT_PER_APP_COUNT));
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

    /** Says that this server lives; gives back those of its runs that somebody wants stopped. */
    List<RunId> renew(Transaction transaction) {
        return Sql.list(
                        transaction,
                        """
                        UPDATE ekaya.run SET lease_until = ? WHERE server_id = ? AND state <> 'ENDED'
                        RETURNING id, cancel_requested
                        """,
                        row -> row.getBoolean("cancel_requested")
                                ? Optional.of(new RunId(row.getObject("id", UUID.class)))
                                : Optional.<RunId>empty(),
                        lease(),
                        server.value())
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** Ends runs whose server no longer says that it lives. */
    List<Lost> loseExpired(Transaction transaction) {
        return lose(transaction, "lease_until < ?", clock.instant());
    }

    /** Ends what this server left behind when it died. Only before it takes work. */
    List<Lost> loseOwn(Transaction transaction) {
        return lose(transaction, "server_id = ?", server.value());
    }

    /** A run that ended with its server. */
    record Lost(ProjectId project, RunId run) {}

    private List<Lost> lose(Transaction transaction, String which, Object parameter) {
        return Sql.list(
                transaction,
                """
                UPDATE ekaya.run SET state = 'ENDED', outcome = 'LOST', ended_at = ?, error_code = 'LOST',
                    error_message = 'The server stopped while the run was going on'
                WHERE state <> 'ENDED' AND\s""" + which + " RETURNING id, project_id",
                row -> new Lost(
                        new ProjectId(row.getObject("project_id", UUID.class)),
                        new RunId(row.getObject("id", UUID.class))),
                clock.instant(),
                parameter);
    }

    private Instant lease() {
        return clock.instant().plus(limits.durationOf(Limit.RUN_LEASE_SECONDS));
    }

    /** PostgreSQL's text holds no NUL and no half of a character pair; a guest may write both. */
    private static String storable(String text) {
        return new String(text.replace('\0', '\uFFFD').getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JVM has no SHA-256", e);
        }
    }

    private static String lower(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }
}
