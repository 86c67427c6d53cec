package ai.ekaya.run;

import ai.ekaya.appdb.AppId;
import ai.ekaya.host.CallRecord;
import ai.ekaya.host.LogEntry;
import ai.ekaya.host.RunId;
import ai.ekaya.host.RunProgress;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.pack.EffectiveLimits;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Together;
import ai.ekaya.store.Transaction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Writes runs: each state follows only on the one before it, and only while this server holds the run by its fence, so that a run
 * that was declared lost or taken by another server is no more this one's to change.
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

    /** Whether a run's turn comes at once. */
    enum Turn {
        NOW,
        LATER
    }

    /** Empty when the app has a run with this idempotency key already. */
    Optional<Held> insert(Transaction transaction, NewRun asked, Turn turn) {
        InstalledApp app = asked.app();
        Principal principal = asked.principal();
        Instant now = clock.instant();
        return Sql.first(
                transaction,
                """
                INSERT INTO ekaya.run (id, project_id, app_id, app_slug, version, package_hash, trigger_kind, trigger_json,
                    principal_kind, principal_id, principal_name, input, settings, state, seed, created_at, started_at, server_id,
                    lease_until, idempotency_key)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (app_id, idempotency_key) WHERE idempotency_key IS NOT NULL DO NOTHING
                RETURNING fence,\s""" + RunRow.COLUMNS,
                RunLedger::held,
                UUID.randomUUID(),
                app.project().value(),
                app.id().value(),
                app.slug(),
                app.version(),
                app.packageHash().toString(),
                lower(asked.trigger().kind()),
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
                asked.idempotencyKey());
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
                lower(asked.trigger().kind()),
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
                "main",
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
                UPDATE ekaya.run SET fence = fence + 1, server_id = ?, lease_until = ?, state = 'QUEUED', started_at = NULL
                WHERE id = ? AND state = 'WAITING' RETURNING fence,\s""" + RunRow.COLUMNS, RunLedger::held, server.value(), lease(), run.value());
    }

    private static Held held(ResultSet row) throws SQLException {
        return new Held(RunRow.read(row), row.getLong("fence"));
    }

    /** @param app as it is now: it may have been updated since the run was asked for, and the record says what ran */
    Optional<Started> start(Transaction transaction, Held held, InstalledApp app) {
        return Sql.first(
                transaction,
                """
                UPDATE ekaya.run SET state = 'RUNNING', started_at = ?, lease_until = ?, version = ?, package_hash = ?,
                    settings = ?
                WHERE id = ? AND state = 'QUEUED' AND server_id = ? AND fence = ?
                RETURNING fence, input,\s""" + RunRow.COLUMNS,
                row -> new Started(held(row), row.getString("input")),
                clock.instant(),
                lease(),
                app.version(),
                app.packageHash().toString(),
                app.settings().toString(),
                held.run().id().value(),
                server.value(),
                held.fence());
    }

    /** What a run starts with. */
    record Started(Held held, String inputJson) {}

    /** Outcome, output, log and calls; the first of what is written at a run's end, and it gives no row unless the run is held. */
    List<Together.Part> finish(Held held, Finished finished) {
        Outcome outcome = finished.outcome();
        List<Together.Part> parts = new ArrayList<>();
        parts.add(Together.Part.of(
                Together.FIRST,
                """
                UPDATE ekaya.run SET state = 'ENDED', outcome = ?, error_code = ?, error_message = ?, error_where = ?,
                    ended_at = ?, engine = ?, fuel = ?, memory_bytes_max = ?, wall_millis = ?, host_millis = ?, host_calls = ?,
                    sql_millis = ?, sql_rows = ?,
                    limit_fuel = ?, limit_memory_bytes = ?, limit_timeout_millis = ?, limit_host_calls = ?,
                    journal = ?, progress_fraction = ?, progress_text = ?
                WHERE id = ? AND state <> 'ENDED' AND server_id = ? AND fence = ? RETURNING\s""" + RunRow.COLUMNS,
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
                finished.progress().map(RunProgress::fraction),
                finished.progress().map(RunProgress::text).map(RunLedger::storable),
                held.run().id().value(),
                server.value(),
                held.fence()));
        finished.output().ifPresent(output -> parts.add(Together.Part.of("output", """
                        INSERT INTO ekaya.run_output (run_id, project_id, output, output_hash)
                        SELECT id, project_id, ?, ? FROM first
                        """, output, sha256(output))));
        if (!finished.log().isEmpty()) {
            parts.add(log(finished.log()));
        }
        if (!finished.calls().isEmpty()) {
            parts.add(calls(finished.calls()));
        }
        return parts;
    }

    private static Together.Part log(List<LogEntry> log) {
        return Together.Part.of(
                "log",
                """
                INSERT INTO ekaya.run_log (run_id, project_id, sequence, level, at_millis, message, fields)
                SELECT first.id, first.project_id, line.* FROM first, unnest(?, ?, ?, ?, ?) AS line
                """,
                log.stream().mapToInt(LogEntry::sequence).toArray(),
                texts(log, LogEntry::level),
                log.stream().mapToLong(LogEntry::atMillis).toArray(),
                texts(log, entry -> storable(entry.message())),
                texts(log, LogEntry::fields));
    }

    private static Together.Part calls(List<CallRecord> calls) {
        return Together.Part.of(
                "calls",
                """
                INSERT INTO ekaya.run_call (run_id, project_id, sequence, function, arguments_hash, arguments, code,
                    duration_micros, row_count, answer_bytes)
                SELECT first.id, first.project_id, call.* FROM first, unnest(?, ?, ?, ?, ?, ?, ?, ?) AS call
                """,
                calls.stream().mapToInt(CallRecord::sequence).toArray(),
                texts(calls, call -> storable(call.function())),
                texts(calls, CallRecord::argumentsHash),
                texts(calls, call -> storable(call.arguments())),
                texts(calls, CallRecord::code),
                calls.stream().mapToLong(CallRecord::durationMicros).toArray(),
                calls.stream().mapToInt(CallRecord::rows).toArray(),
                calls.stream().mapToLong(CallRecord::answerBytes).toArray());
    }

    private static <T> String[] texts(List<T> items, Function<T, String> of) {
        return items.stream().map(of).toArray(String[]::new);
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

    /** Says that this server lives; gives all the runs that it holds. */
    List<Renewed> renew(Transaction transaction) {
        return Sql.list(
                transaction,
                """
                UPDATE ekaya.run SET lease_until = ? WHERE server_id = ? AND state <> 'ENDED'
                RETURNING id, fence, cancel_requested
                """,
                row -> new Renewed(
                        new RunId(row.getObject("id", UUID.class)),
                        row.getLong("fence"),
                        row.getBoolean("cancel_requested")),
                lease(),
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
                UPDATE ekaya.run SET state = 'ENDED', fence = fence + 1, outcome = 'LOST', ended_at = ?, error_code = 'LOST',
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
