package ai.ekaya.run;

import ai.ekaya.audit.AuditLog;
import ai.ekaya.host.RunId;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.journal.Journals;
import ai.ekaya.journal.SealedJournal;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import ai.ekaya.usage.Budgets;
import ai.ekaya.usage.Spent;
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

    RunEnds(
            Store store,
            RunLedger ledger,
            RunHistory history,
            Journals journals,
            AuditLog audit,
            Budgets budgets,
            RunMeters meters) {
        this.store = store;
        this.ledger = ledger;
        this.history = history;
        this.journals = journals;
        this.audit = audit;
        this.budgets = budgets;
        this.meters = meters;
    }

    void end(ProjectId project, RunId id, Finished finished) {
        Run run = history.find(project, id).orElseThrow(() -> new IllegalStateException("Run " + id + " has no row"));
        Optional<SealedJournal> journal =
                finished.recording().flatMap(recording -> journals.seal(project, id, recording));
        boolean ended = store.inProject(project.value(), transaction -> {
            boolean finishing = ledger.finish(transaction, run, finished);
            if (finishing) {
                journal.ifPresent(kept -> journals.keep(transaction, project, run.app(), id, kept));
                RunAudit.ended(audit, transaction, run, finished.outcome());
                RunAudit.refusals(audit, transaction, run, finished, "app:" + run.app());
                spend(transaction, run, finished);
            }
            return finishing;
        });
        if (ended) {
            budgets.forget(project);
            meters.count(run, finished);
        } else {
            LOGGER.warning("Run " + id + " was ended by somebody else before it ended here");
        }
    }

    /** What never began is not counted, so that asking in vain uses nothing up. */
    private void spend(Transaction transaction, Run run, Finished finished) {
        if (finished.engine().isPresent()) {
            Run.Usage used = finished.usage();
            budgets.spend(transaction, run.project(), run.appSlug(), new Spent(1, used.fuel(), used.sqlMillis()));
        }
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
        return store.acrossProjects(transaction -> {
            List<RunLedger.Lost> lost = lose.apply(transaction);
            for (RunLedger.Lost one : lost) {
                transaction.enter(one.project().value());
                history.find(transaction, one.run())
                        .ifPresent(run -> RunAudit.ended(audit, transaction, run, Outcome.lost()));
            }
            return lost.size();
        });
    }
}
