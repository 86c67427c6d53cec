package ai.ekaya.host;

import ai.ekaya.appdb.WriteMark;
import ai.ekaya.keys.ProjectKeys;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The SQL of effects, and the key under which marks in apps' schemas are made. Each line is written only while nobody else has taken
 * the run, by the statement that looks at the run and holds it until the transaction ends. Thread-safe.
 */
@Singleton
public final class Effects {
    private static final byte[] NO_MAC = {};

    private final Store store;
    private final ProjectKeys keys;
    private final Clock clock;

    @Inject
    public Effects(Store store, ProjectKeys keys, Clock clock) {
        this.store = store;
        this.keys = keys;
        this.clock = clock;
    }

    WriteMark mark(CallScope scope, Attempt attempt, Effect effect) {
        WriteMark plain = new WriteMark(
                scope.run().value(),
                attempt.number(),
                effect.call(),
                effect.argumentsHash(),
                effect.arguments(),
                NO_MAC);
        return new WriteMark(
                plain.run(),
                plain.attempt(),
                plain.sequence(),
                plain.argumentsHash(),
                plain.arguments(),
                mac(scope.project().value(), plain));
    }

    /** A change of the app's tables. A mark that was not made here tells only that somebody was at the table: then it is in doubt. */
    public Effect read(UUID project, WriteMark mark) {
        boolean ours = MessageDigest.isEqual(mark.mac(), mac(project, mark));
        return new Effect(
                mark.sequence(),
                DbQuery.NAME,
                mark.argumentsHash(),
                mark.arguments(),
                ours ? Effect.State.DONE : Effect.State.IN_DOUBT);
    }

    // SECURITY: guarded by EffectsIT.a_mark_that_was_not_made_here_is_in_doubt.
    private byte[] mac(UUID project, WriteMark mark) {
        return keys.mac(
                project,
                "mark " + mark.run() + " " + mark.attempt() + " " + mark.sequence() + " " + mark.argumentsHash() + " "
                        + mark.arguments());
    }

    /** False when the run is not this attempt's any more: the transaction must not commit. */
    boolean done(Transaction transaction, CallScope scope, Attempt attempt, Effect effect) {
        Instant now = clock.instant();
        return write(transaction, scope, attempt, effect, Optional.of(now));
    }

    /** False when the run is not this attempt's any more. */
    boolean announce(CallScope scope, Attempt attempt, Effect effect) {
        return store.inProject(
                scope.project().value(), transaction -> write(transaction, scope, attempt, effect, Optional.empty()));
    }

    // INVARIANT: the run's row is held until the commit, so who gives the attempt up finds this line or has been found
    // by it.
    private boolean write(
            Transaction transaction, CallScope scope, Attempt attempt, Effect effect, Optional<Instant> doneAt) {
        return Sql.update(
                        transaction,
                        """
                        INSERT INTO ekaya.run_effect (run_id, project_id, attempt, sequence, function, arguments_hash,
                            arguments, announced_at, done_at)
                        SELECT id, project_id, attempt, ?, ?, ?, ?, ?, ?::timestamptz FROM ekaya.run
                        WHERE id = ? AND state = 'RUNNING' AND attempt = ? AND fence = ? FOR KEY SHARE
                        """,
                        effect.call(),
                        effect.function(),
                        effect.argumentsHash(),
                        effect.arguments(),
                        clock.instant(),
                        doneAt.map(Timestamp::from),
                        scope.run().value(),
                        attempt.number(),
                        attempt.fence())
                == 1;
    }

    void happened(CallScope scope, Attempt attempt, Effect effect) {
        store.transactIn(
                scope.project().value(),
                transaction -> Sql.update(
                        transaction,
                        "UPDATE ekaya.run_effect SET done_at = ? WHERE run_id = ? AND attempt = ? AND sequence = ?",
                        clock.instant(),
                        scope.run().value(),
                        attempt.number(),
                        effect.call()));
    }

    void didNotHappen(CallScope scope, Attempt attempt, Effect effect) {
        store.transactIn(
                scope.project().value(),
                transaction -> Sql.update(
                        transaction,
                        "DELETE FROM ekaya.run_effect WHERE run_id = ? AND attempt = ? AND sequence = ?",
                        scope.run().value(),
                        attempt.number(),
                        effect.call()));
    }

    /** Keeps with a run what its app's schema told of it; does nothing to a line that is there. */
    public void keep(Transaction transaction, UUID project, RunId run, int attempt, List<Effect> effects) {
        Instant now = clock.instant();
        Sql.batch(transaction, """
                INSERT INTO ekaya.run_effect (run_id, project_id, attempt, sequence, function, arguments_hash,
                    arguments, announced_at, done_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                """, effects, effect -> new Object[] {
            run.value(),
            project,
            attempt,
            effect.call(),
            effect.function(),
            effect.argumentsHash(),
            effect.arguments(),
            now,
            Optional.of(Timestamp.from(now)).filter(at -> effect.state() == Effect.State.DONE)
        });
    }

    /** The effects of one attempt, in the order of its calls. */
    public List<Effect> of(Transaction transaction, RunId run, int attempt) {
        return Sql.list(
                transaction,
                """
                SELECT sequence, function, arguments_hash, arguments, done_at IS NOT NULL AS done FROM ekaya.run_effect
                WHERE run_id = ? AND attempt = ? ORDER BY sequence
                """,
                row -> new Effect(
                        row.getInt("sequence"),
                        row.getString("function"),
                        row.getString("arguments_hash"),
                        row.getString("arguments"),
                        row.getBoolean("done") ? Effect.State.DONE : Effect.State.IN_DOUBT),
                run.value(),
                attempt);
    }
}
