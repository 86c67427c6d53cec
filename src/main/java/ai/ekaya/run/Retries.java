package ai.ekaya.run;

import ai.ekaya.appdb.WriteMark;
import ai.ekaya.host.Effect;
import ai.ekaya.limits.Limits;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What becomes of the attempts that end on this server by no fault of their app. Thread-safe. */
final class Retries {
    private final Store store;
    private final Clock clock;
    private final RunAttempts attempts;
    private final AttemptEffects effects;
    private final Retrying retrying;
    private final Verdicts verdicts;
    private final LostEnds ends;
    private final FailingSchedules failing;
    private final FirstRuns firstRuns;

    Retries(
            Store store,
            Limits limits,
            Clock clock,
            RunAttempts attempts,
            AttemptEffects effects,
            LostEnds ends,
            FailingSchedules failing,
            FirstRuns firstRuns) {
        this.store = store;
        this.clock = clock;
        this.attempts = attempts;
        this.effects = effects;
        this.retrying = new Retrying(limits);
        this.verdicts = new Verdicts(limits, clock);
        this.ends = ends;
        this.failing = failing;
        this.firstRuns = firstRuns;
    }

    /**
     * Not within a transaction: it asks the app's schema. Most ends stand.
     *
     * @param run as it was when the attempt began, or was to begin
     */
    Verdict of(Run run, Finished finished) {
        Optional<Misfortune> misfortune = Misfortune.of(finished);
        if (misfortune.isEmpty()) {
            return new Verdict.Ends(finished.outcome(), List.of());
        }
        if (run.state() == Run.State.QUEUED && misfortune.get() == Misfortune.SERVER_LOST) {
            return new Verdict.Again(clock.instant());
        }
        boolean asks = misfortune.get() == Misfortune.SERVER_LOST
                || retrying.after(run, misfortune.get(), clock.instant()).isPresent();
        return asks
                ? verdicts.of(run, misfortune.get(), finished.outcome(), changed(run))
                : new Verdict.Ends(finished.outcome(), List.of());
    }

    private Optional<List<Effect>> changed(Run run) {
        AttemptEffects.Asked asked = new AttemptEffects.Asked(run.id(), run.attempt());
        Optional<List<WriteMark>> marks = effects.end(run.app(), asked);
        UUID project = run.project().value();
        return marks.map(
                known -> store.inProject(project, transaction -> effects.all(transaction, project, asked, known)));
    }

    /** False when somebody else has taken it. */
    boolean giveBack(Transaction transaction, Held held, Finished finished, Instant at) {
        return attempts.giveBack(transaction, held, finished.outcome(), at);
    }

    /** What else an end means, in its transaction. */
    void ended(Transaction transaction, Run run, Finished finished, List<Effect> changed) {
        ends.tell(transaction, run, finished.outcome(), changed);
        if (finished.away()) {
            Sql.update(
                    transaction,
                    "UPDATE ekaya.run SET away = true WHERE id = ?",
                    run.id().value());
        }
        failing.ended(transaction, run, finished);
        if (FailingSchedules.isOwnFault(finished)) {
            firstRuns.failed(transaction, run);
        }
    }
}
