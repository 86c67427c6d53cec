package ai.ekaya.run;

import ai.ekaya.host.RunId;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The SQL of attempts: giving runs back, taking them, and what became of the attempts before. */
final class RunAttempts {
    private final Clock clock;
    private final RunLedger ledger;

    RunAttempts(Clock clock, RunLedger ledger) {
        this.clock = clock;
        this.ledger = ledger;
    }

    /**
     * Gives a run back, to begin anew with the next attempt; one that had not begun keeps its number.
     *
     * @param held by whom it is given back
     * @return false when somebody else has taken it
     */
    boolean giveBack(Transaction transaction, Held held, Outcome outcome, Instant retryAt) {
        Run run = held.run();
        if (run.state() == Run.State.QUEUED) {
            return wait(transaction, held, run.attempt(), clock.instant());
        }
        boolean written = Sql.update(
                        transaction,
                        """
                        INSERT INTO ekaya.run_attempt (run_id, project_id, attempt, server_id, started_at, ended_at, outcome,
                            error_code, error_message, error_where, retry_at)
                        SELECT id, project_id, attempt, server_id, started_at, ?, ?, ?, ?, ?, ? FROM ekaya.run
                        WHERE id = ? AND fence = ? AND state = 'RUNNING' FOR UPDATE
                        """,
                        clock.instant(),
                        outcome.name().name(),
                        outcome.error().map(Outcome.Error::code),
                        outcome.error().map(Outcome.Error::message).map(EndParts::storable),
                        outcome.error().flatMap(Outcome.Error::where).map(EndParts::storable),
                        retryAt,
                        run.id().value(),
                        held.fence())
                == 1;
        return written && wait(transaction, held, run.attempt() + 1, retryAt);
    }

    private static boolean wait(Transaction transaction, Held held, int attempt, Instant retryAt) {
        return Sql.update(transaction, """
                        UPDATE ekaya.run SET state = 'WAITING', fence = fence + 1, attempt = ?, retry_at = ?, started_at = NULL
                        WHERE id = ? AND fence = ? AND state IN ('QUEUED', 'RUNNING')
                        """, attempt, retryAt, held.run().id().value(), held.fence()) == 1;
    }

    /** Takes the run that has waited longest of those whose time has come and whose app is not held, if there is one. */
    Optional<Held> take(Transaction across) {
        return Sql.first(
                        across,
                        """
                        SELECT r.id, r.project_id FROM ekaya.run r WHERE r.state = 'WAITING' AND r.retry_at <= ?
                            AND NOT EXISTS (SELECT FROM ekaya.installed_app a WHERE a.id = r.app_id AND a.held_until > ?)
                        ORDER BY r.retry_at, r.id LIMIT 1 FOR UPDATE OF r SKIP LOCKED
                        """,
                        row -> new Found(
                                new RunId(row.getObject("id", UUID.class)), row.getObject("project_id", UUID.class)),
                        clock.instant(),
                        clock.instant())
                .flatMap(found -> {
                    across.enter(found.project());
                    return ledger.take(across, found.run());
                });
    }

    private record Found(RunId run, UUID project) {}

    /** When the next waiting run is due. */
    Optional<Instant> next(Transaction across) {
        return Sql.first(
                        across,
                        """
                        SELECT min(greatest(r.retry_at, a.held_until)) AS next
                        FROM ekaya.run r JOIN ekaya.installed_app a ON a.id = r.app_id WHERE r.state = 'WAITING'
                        """,
                        row -> Optional.ofNullable(row.getTimestamp("next")).map(Timestamp::toInstant))
                .flatMap(found -> found);
    }

    /** Ends those of the runs that wait; gives them back. Nobody else would see that they were cancelled. */
    List<RunId> cancelWaiting(Transaction transaction, List<RunId> runs) {
        Outcome outcome = Outcome.cancelled();
        return runs.stream()
                .filter(run -> Sql.update(
                                transaction,
                                """
                                UPDATE ekaya.run SET state = 'ENDED', retry_at = NULL, outcome = ?, error_code = ?,
                                    error_message = ?, ended_at = ? WHERE id = ? AND state = 'WAITING'
                                """,
                                outcome.name().name(),
                                outcome.error().map(Outcome.Error::code),
                                outcome.error().map(Outcome.Error::message),
                                clock.instant(),
                                run.value())
                        == 1)
                .toList();
    }

    /** The run's attempts in order, the last one included; retryAt is when the next one could begin. */
    static List<AttemptView> of(Transaction transaction, RunId run) {
        return Sql.list(transaction, """
                SELECT attempt, server_id, started_at, ended_at, outcome, error_code, error_message, error_where, retry_at
                FROM ekaya.run_attempt WHERE run_id = ?
                UNION ALL
                SELECT attempt, server_id, started_at, ended_at, outcome, error_code, error_message, error_where, NULL
                FROM ekaya.run WHERE id = ? AND state <> 'WAITING' ORDER BY attempt
                """, RunAttempts::read, run.value(), run.value());
    }

    private static AttemptView read(ResultSet row) throws SQLException {
        Optional<String> code = Optional.ofNullable(row.getString("error_code"));
        String message = row.getString("error_message");
        Optional<String> where = Optional.ofNullable(row.getString("error_where"));
        return new AttemptView(
                row.getInt("attempt"),
                row.getString("server_id"),
                instant(row, "started_at"),
                instant(row, "ended_at"),
                Optional.ofNullable(row.getString("outcome")).map(Outcome.Name::valueOf),
                code.map(known -> new Outcome.Error(known, String.valueOf(message), where)),
                instant(row, "retry_at"));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
    }
}
