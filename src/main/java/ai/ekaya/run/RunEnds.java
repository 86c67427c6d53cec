package ai.ekaya.run;

import ai.ekaya.audit.AuditLog;
import ai.ekaya.host.RunId;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.journal.Journals;
import ai.ekaya.journal.SealedJournal;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.live.Live;
import ai.ekaya.store.Store;
import ai.ekaya.store.Together;
import ai.ekaya.store.Transaction;
import ai.ekaya.usage.Budgets;
import ai.ekaya.usage.Spent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Logger;

/** Stores how runs end: everything that a run leaves in one transaction, and an end also for those whose server died. Thread-safe. */
final class RunEnds {
    private static final Logger LOGGER = Logger.getLogger(RunEnds.class.getName());

    private final Store store;
    private final RunLedger ledger;
    private final RunHistory history;
    private final Journals journals;
    private final AuditLog audit;
    private final Budgets budgets;
    private final RunMeters meters;
    private final NowAndThen retentions;
    private final Live live;
    private final CommitTimes commits;

    RunEnds(
            Store store,
            Limits limits,
            RunLedger ledger,
            RunHistory history,
            Journals journals,
            AuditLog audit,
            Budgets budgets,
            RunMeters meters,
            Live live,
            CommitTimes commits) {
        this.store = store;
        this.ledger = ledger;
        this.history = history;
        this.journals = journals;
        this.audit = audit;
        this.budgets = budgets;
        this.meters = meters;
        this.live = live;
        this.commits = commits;
        this.retentions = NowAndThen.tenthOf(limits, Limit.RUN_KEPT_PER_APP_COUNT);
    }

    /** @return the run as it has ended; empty when it is no longer this server's to end, and then nothing was written */
    Optional<Run> end(Held held, Finished finished) {
        long began = System.nanoTime();
        Run run = held.run();
        Optional<SealedJournal> journal =
                finished.recording().flatMap(recording -> journals.seal(run.project(), run.id(), recording));
        Optional<Spent> spent = spent(finished);
        List<Together.Part> parts = new ArrayList<>(ledger.finish(held, finished));
        journal.ifPresent(kept -> parts.add(journals.part(run.app(), kept)));
        parts.addAll(audit.parts(RunAudit.ended(run, finished.outcome())));
        spent.ifPresent(used -> parts.add(budgets.part(run.project(), run.appSlug(), used)));
        Optional<Run> ended = store.inProject(run.project().value(), transaction -> {
            Optional<Run> finishing = Together.write(transaction, parts, RunRow::read);
            if (finishing.isPresent()) {
                journal.ifPresent(kept -> journals.keepAnswers(transaction, run.project(), run.app(), run.id(), kept));
                RunAudit.refusals(audit, transaction, run, finished, "app:" + run.app());
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
        tell(run, finished.outcome());
        if (retentions.isTime(run.app().value())) {
            store.transactIn(run.project().value(), transaction -> ledger.retain(transaction, run.app()));
        }
        return ended;
    }

    private void tell(Run run, Outcome outcome) {
        live.changed(
                run.project(),
                run.id(),
                run.appSlug(),
                "ENDED",
                Optional.of(outcome.name().name()));
    }

    /** What never began is not counted, so that asking in vain uses nothing up. */
    private static Optional<Spent> spent(Finished finished) {
        Run.Usage used = finished.usage();
        return finished.engine().map(engine -> new Spent(1, used.fuel(), used.sqlMillis()));
    }

    /** What this server left behind when it died; gives how many. Only before it takes work. */
    int loseOwn() {
        return lose(ledger::loseOwn);
    }

    /** What servers left behind that no longer say that they live; gives how many. */
    int loseExpired() {
        return lose(ledger::loseExpired);
    }

    /** Also a run that nobody saw ending leaves its event. */
    private int lose(Function<Transaction, List<RunLedger.Lost>> lose) {
        List<Run> told = store.acrossProjects(transaction -> {
            List<Run> ended = new ArrayList<>();
            for (RunLedger.Lost one : lose.apply(transaction)) {
                tell(transaction, one.project(), one.run()).ifPresent(ended::add);
            }
            return ended;
        });
        told.forEach(run -> tell(run, Outcome.lost()));
        return told.size();
    }

    private Optional<Run> tell(Transaction transaction, ProjectId project, RunId lost) {
        transaction.enter(project.value());
        Optional<Run> run = history.find(transaction, lost);
        run.ifPresent(ended -> audit.append(transaction, RunAudit.ended(ended, Outcome.lost())));
        return run;
    }
}
