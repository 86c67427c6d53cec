package ai.ekaya.run;

import ai.ekaya.audit.Actor;
import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.host.RunId;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.store.Signals;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;

/** Stops runs, wherever they go on: asked for in their rows, and told to the other servers. Thread-safe. */
final class Cancels {
    private static final String TOPIC = "run-cancel";

    private final Store store;
    private final RunLedger ledger;
    private final RunAttempts attempts;
    private final RunHistory history;
    private final AuditLog audit;
    private final ActiveRuns active;
    private final Signals signals;
    private final RunNews news;

    Cancels(
            Store store,
            RunLedger ledger,
            RunAttempts attempts,
            RunHistory history,
            AuditLog audit,
            ActiveRuns active,
            Signals signals,
            RunNews news) {
        this.store = store;
        this.ledger = ledger;
        this.attempts = attempts;
        this.history = history;
        this.audit = audit;
        this.active = active;
        this.signals = signals;
        this.news = news;
    }

    /** Begins to hear what is asked on other servers. */
    Signals.Registration listen(Executor executor) {
        return signals.listen(TOPIC, run -> {
            RunId id = new RunId(UUID.fromString(run));
            if (active.find(id).isPresent()) {
                executor.execute(() -> stopIfAsked(id));
            }
        });
    }

    /** A signal is only a hint: the row says whether it is true. */
    private void stopIfAsked(RunId run) {
        if (store.acrossProjects(transaction -> ledger.cancelRequested(transaction, run))) {
            active.stop(run, Cancellation.Cause.REQUESTED);
        }
    }

    void cancel(Actor by, Run run) {
        List<Run> waited = new ArrayList<>();
        boolean open = store.inProject(run.project().value(), transaction -> {
            boolean asked = ledger.requestCancel(transaction, run.id());
            if (asked) {
                tell(transaction, by, run.project(), run.appSlug(), run.id(), Map.of("app", run.appSlug()));
                waited.addAll(endWaiting(transaction, List.of(run.id())));
            }
            return asked;
        });
        if (open) {
            stop(run.id());
        }
        waited.forEach(ended -> news.ended(ended, Outcome.cancelled()));
    }

    /** @see Runs#requestCancel */
    List<RunId> requestOfSchedule(Transaction transaction, InstalledApp app) {
        List<RunId> open = ledger.requestCancelOfSchedule(transaction, app.id());
        Map<String, String> details = Map.of("app", app.slug(), "for", "its next due time");
        open.forEach(run -> tell(transaction, Actor.SYSTEM, app.project(), app.slug(), run, details));
        endWaiting(transaction, open);
        return open;
    }

    /** A run that waits for its next attempt is nobody's, so it ends here. */
    private List<Run> endWaiting(Transaction transaction, List<RunId> runs) {
        List<Run> ended = attempts.cancelWaiting(transaction, runs).stream()
                .flatMap(run -> history.find(transaction, run).stream())
                .toList();
        ended.forEach(run -> audit.append(transaction, RunAudit.ended(run, Outcome.cancelled())));
        return ended;
    }

    /** To be called when it is committed that it was asked for. */
    void stop(RunId run) {
        if (active.find(run).isPresent()) {
            active.stop(run, Cancellation.Cause.REQUESTED);
        } else {
            signals.tell(TOPIC, run.toString());
        }
    }

    private void tell(
            Transaction transaction, Actor by, ProjectId project, String app, RunId run, Map<String, String> details) {
        audit.append(
                transaction,
                new AuditEvent(AuditEvent.Type.RUN_CANCELLED, by, Optional.of(project.value()), "run:" + run, details)
                        .through(app, run.toString()));
    }
}
