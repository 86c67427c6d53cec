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
import java.time.Instant;
import java.util.Optional;
import java.util.logging.Logger;

/** Stores how runs end: everything that a run leaves in one transaction, or that it is to begin anew. Thread-safe. */
final class RunEnds {
    private static final Logger LOGGER = Logger.getLogger(RunEnds.class.getName());

    private final Store store;
    private final RunLedger ledger;
    private final RunHistory history;
    private final Journals journals;
    private final AuditLog audit;
    private final Budgets budgets;
    private final RunMeters meters;
    private final Retries retries;
    private final WaitingRuns waiting;

    RunEnds(
            Store store,
            RunLedger ledger,
            RunHistory history,
            Journals journals,
            AuditLog audit,
            Budgets budgets,
            RunMeters meters,
            Retries retries,
            WaitingRuns waiting) {
        this.store = store;
        this.ledger = ledger;
        this.history = history;
        this.journals = journals;
        this.audit = audit;
        this.budgets = budgets;
        this.meters = meters;
        this.retries = retries;
        this.waiting = waiting;
    }

    void end(ProjectId project, RunId id, Finished finished) {
        Run run = history.find(project, id).orElseThrow(() -> new IllegalStateException("Run " + id + " has no row"));
        Optional<Verdict> verdict = retries.of(run, finished);
        if (verdict.orElse(null) instanceof Verdict.Again(Instant at)) {
            giveBack(run, finished, at);
            return;
        }
        if (verdict.orElse(null) instanceof Verdict.Ends(Outcome outcome, var effects)) {
            finish(run, finished.withOutcome(outcome), verdict);
        } else {
            finish(run, finished, verdict);
        }
    }

    private void giveBack(Run run, Finished finished, Instant at) {
        boolean given = store.inProject(run.project().value(), transaction -> {
            boolean giving = retries.giveBack(transaction, run, finished, at);
            if (giving) {
                RunAudit.refusals(audit, transaction, run, finished, "app:" + run.app());
                spend(transaction, run, finished);
            }
            return giving;
        });
        if (given) {
            budgets.forget(run.project());
            waiting.lookAt(at);
        } else {
            LOGGER.warning("Run " + run.id() + " was taken by somebody else before it ended here");
        }
    }

    private void finish(Run run, Finished finished, Optional<Verdict> verdict) {
        ProjectId project = run.project();
        RunId id = run.id();
        Optional<SealedJournal> journal =
                finished.recording().flatMap(recording -> journals.seal(project, id, recording));
        boolean ended = store.inProject(project.value(), transaction -> {
            boolean finishing = ledger.finish(transaction, run, finished);
            if (finishing) {
                journal.ifPresent(kept -> journals.keep(transaction, project, run.app(), id, kept));
                RunAudit.ended(audit, transaction, run, finished.outcome());
                RunAudit.refusals(audit, transaction, run, finished, "app:" + run.app());
                spend(transaction, run, finished);
                retries.ended(transaction, run, finished, verdict);
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
}
