package ai.ekaya.run;

import ai.ekaya.audit.AuditLog;
import ai.ekaya.host.Effect;
import ai.ekaya.journal.Journals;
import ai.ekaya.journal.SealedJournal;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.notify.AppNotices;
import ai.ekaya.notify.Notice;
import ai.ekaya.notify.Notifications;
import ai.ekaya.store.Store;
import ai.ekaya.store.Together;
import ai.ekaya.store.Transaction;
import ai.ekaya.usage.Budgets;
import ai.ekaya.usage.Spent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Logger;

/** Stores how runs end: everything that a run leaves in one transaction, or that it is to begin anew. Thread-safe. */
final class RunEnds {
    private static final Logger LOGGER = Logger.getLogger(RunEnds.class.getName());

    private final Store store;
    private final RunLedger ledger;
    private final Journals journals;
    private final AuditLog audit;
    private final Budgets budgets;
    private final RunMeters meters;
    private final Retries retries;
    private final WaitingRuns waiting;
    private final Notifications notifications;
    private final NowAndThen retentions;
    private final RunNews news;
    private final CommitTimes commits;

    RunEnds(
            Store store,
            Limits limits,
            RunLedger ledger,
            Journals journals,
            AuditLog audit,
            Budgets budgets,
            RunMeters meters,
            Retries retries,
            WaitingRuns waiting,
            RunNews news,
            CommitTimes commits,
            Notifications notifications) {
        this.store = store;
        this.ledger = ledger;
        this.journals = journals;
        this.audit = audit;
        this.budgets = budgets;
        this.meters = meters;
        this.retries = retries;
        this.waiting = waiting;
        this.news = news;
        this.commits = commits;
        this.notifications = notifications;
        this.retentions = NowAndThen.tenthOf(limits, Limit.RUN_KEPT_PER_APP_COUNT);
    }

    /**
     * @return the run as it has ended; empty when it is to begin anew, or is no longer this server's to end, and then nothing was
     *     written
     */
    Optional<Run> end(Held held, Finished finished) {
        return switch (retries.of(held.run(), finished)) {
            case Verdict.Again(Instant at) -> giveBack(held, finished, at);
            case Verdict.Ends(Outcome outcome, List<Effect> changed) ->
                finish(held, finished.withOutcome(outcome), changed);
        };
    }

    private Optional<Run> giveBack(Held held, Finished finished, Instant at) {
        Run run = held.run();
        Optional<Spent> spent = spent(finished);
        boolean given = store.inProject(run.project().value(), transaction -> {
            boolean giving = retries.giveBack(transaction, held, finished, at);
            if (giving) {
                RunAudit.refusals(audit, transaction, run, finished, "app:" + run.app());
                spent.ifPresent(used -> spend(transaction, run, used));
            }
            return giving;
        });
        if (given) {
            spent.ifPresent(used -> budgets.spent(run.project(), run.appSlug(), used));
            waiting.given(at);
            news.is(run, Run.State.WAITING);
        } else {
            LOGGER.warning("Run " + run.id() + " was taken by somebody else before it ended here");
        }
        return Optional.empty();
    }

    private void spend(Transaction transaction, Run run, Spent used) {
        Together.Part given = Together.Part.of(Together.FIRST, "SELECT true AS given");
        List<Together.Part> parts = List.of(given, budgets.part(run.project(), run.appSlug(), used));
        Together.write(transaction, parts, row -> row.getBoolean("given"));
    }

    private Optional<Run> finish(Held held, Finished finished, List<Effect> changed) {
        long began = System.nanoTime();
        Run run = held.run();
        Optional<SealedJournal> journal =
                finished.recording().flatMap(recording -> journals.seal(run.project(), run.id(), recording));
        Optional<Spent> spent = spent(finished);
        List<Together.Part> parts = new ArrayList<>(ledger.finish(held, finished));
        journal.ifPresent(kept -> parts.add(journals.part(run.app(), kept)));
        parts.addAll(audit.parts(RunAudit.ended(run, finished.outcome())));
        spent.ifPresent(used -> parts.add(budgets.part(run.project(), run.appSlug(), used)));
        AppNotices told = told(run, finished);
        parts.addAll(notifications.parts(told));
        Optional<Run> ended = store.inProject(run.project().value(), transaction -> {
            Optional<Run> finishing = Together.write(transaction, parts, RunRow::read);
            if (finishing.isPresent()) {
                journal.ifPresent(kept -> journals.keepAnswers(transaction, run.project(), run.app(), run.id(), kept));
                RunAudit.refusals(audit, transaction, run, finished, "app:" + run.app());
                retries.ended(transaction, run, finished, changed);
                if (!told.notices().isEmpty()) {
                    notifications.wrote(transaction, told);
                }
            }
            return finishing;
        });
        if (ended.isEmpty()) {
            LOGGER.warning("Run " + run.id() + " was ended or taken by somebody else before it ended here");
            return ended;
        }
        spent.ifPresent(used -> budgets.spent(run.project(), run.appSlug(), used));
        commits.add(run.project(), run.id(), Duration.ofNanos(System.nanoTime() - began));
        meters.count(run, finished);
        news.ended(run, finished.outcome());
        if (retentions.isTime(run.app().value())) {
            store.transactIn(run.project().value(), transaction -> ledger.retain(transaction, run.app()));
        }
        return ended;
    }

    private static AppNotices told(Run run, Finished finished) {
        List<Notice> notices = endedByItself(finished.outcome()) ? finished.notices() : List.of();
        return new AppNotices(
                run.project(), run.app().value(), run.appSlug(), run.id().value(), notices);
    }

    /** What a run told before it failed is told: it found something. Who stops a run wants no more of it, and what is lost begins anew. */
    private static boolean endedByItself(Outcome outcome) {
        return switch (outcome.name()) {
            case SUCCEEDED, FAILED, OUT_OF_FUEL, OUT_OF_MEMORY, STACK_OVERFLOW, TIMED_OUT -> true;
            case CANCELLED, REFUSED, LOST -> false;
        };
    }

    /**
     * What never began is not counted, so that asking in vain uses nothing up. Tokens are in the account since each call of a model
     * was settled, also those of a run that does not come to its end.
     */
    private static Optional<Spent> spent(Finished finished) {
        Run.Usage used = finished.usage();
        return finished.engine().map(engine -> new Spent(1, used.fuel(), used.sqlMillis(), used.egressBytes(), 0));
    }
}
