package ai.ekaya.sandbox;

/**
 * Ends a run from outside its code: thrown through the guest's frames, which cannot catch it. Only this room throws and
 * catches it.
 */
final class GuestEnd extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient RunOutcome outcome;

    GuestEnd(RunOutcome outcome) {
        // No stack trace and no suppression: it is thrown as often as guests are stopped, and nobody reads it.
        super(outcome.toString(), null, false, false);
        this.outcome = outcome;
    }

    RunOutcome outcome() {
        return outcome;
    }
}
