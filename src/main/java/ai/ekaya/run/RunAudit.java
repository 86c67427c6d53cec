package ai.ekaya.run;

import ai.ekaya.audit.Actor;
import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.host.CallRefusal;
import ai.ekaya.leak.Action;
import ai.ekaya.leak.LeakCount;
import ai.ekaya.store.Transaction;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the audit says of a run: one event at its end, which tells its beginning too, and one for each kind of refused call. */
public final class RunAudit {
    private RunAudit() {}

    static AuditEvent ended(Run run, Outcome outcome) {
        Map<String, String> details = new TreeMap<>(Map.of(
                "app",
                run.appSlug(),
                "version",
                run.version(),
                "packageHash",
                run.packageHash(),
                "trigger",
                trigger(run),
                "outcome",
                outcome.name().name(),
                "askedAt",
                run.createdAt().toString()));
        run.startedAt().ifPresent(at -> details.put("startedAt", at.toString()));
        outcome.error().ifPresent(error -> details.put("code", error.code()));
        AuditEvent event = event(AuditEvent.Type.RUN_ENDED, run, "run:" + run.id(), details);
        return event.ended(how(outcome.name()));
    }

    private static AuditEvent.Outcome how(Outcome.Name name) {
        return switch (name) {
            case SUCCEEDED -> AuditEvent.Outcome.DONE;
            case REFUSED -> AuditEvent.Outcome.REFUSED;
            case FAILED, OUT_OF_FUEL, OUT_OF_MEMORY, STACK_OVERFLOW, TIMED_OUT, CANCELLED, LOST ->
                AuditEvent.Outcome.FAILED;
        };
    }

    /**
     * What was refused and what was found on its way out: each function and reason once, however often it was tried.
     *
     * @param subject what was run: an app, or a draft that is only previewed
     */
    public static void refusals(AuditLog audit, Transaction transaction, Run run, Finished finished, String subject) {
        for (CallRefusal refusal : finished.refusals()) {
            AuditEvent.Type type =
                    refusal.statement() ? AuditEvent.Type.QUERY_BLOCKED : AuditEvent.Type.HOST_CALL_REFUSED;
            Map<String, String> details =
                    Map.of("function", refusal.function(), "code", refusal.code(), "trigger", trigger(run));
            AuditEvent event = event(type, run, subject, details);
            audit.append(
                    transaction, event.times(new AuditEvent.Tally(refusal.count(), refusal.first(), refusal.last())));
        }
        leaks(audit, transaction, run, finished, subject);
    }

    /** Each secret at each exit once, by name and form, however often it was found. */
    private static void leaks(AuditLog audit, Transaction transaction, Run run, Finished finished, String subject) {
        for (LeakCount leak : finished.leaks()) {
            AuditEvent.Type type =
                    leak.action() == Action.BLOCK ? AuditEvent.Type.LEAK_BLOCKED : AuditEvent.Type.LEAK_REDACTED;
            Map<String, String> details = Map.of(
                    "found",
                    leak.finding().name(),
                    "exit",
                    leak.exit().name(),
                    "encoding",
                    leak.finding().encoding().name(),
                    "trigger",
                    trigger(run));
            audit.append(
                    transaction,
                    event(type, run, subject, details)
                            .times(new AuditEvent.Tally(leak.count(), leak.first(), leak.last())));
        }
    }

    private static String trigger(Run run) {
        return run.trigger().path("kind").asText();
    }

    private static AuditEvent event(AuditEvent.Type type, Run run, String subject, Map<String, String> details) {
        Run.Asker asker = run.principal();
        return new AuditEvent(
                        type,
                        new Actor(asker.kind(), asker.id(), asker.name()),
                        Optional.of(run.project().value()),
                        subject,
                        details)
                .through(run.appSlug(), run.id().toString());
    }
}
