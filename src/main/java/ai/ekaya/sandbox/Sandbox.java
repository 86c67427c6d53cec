package ai.ekaya.sandbox;

import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limits;

/** Prepares guests and runs them, each run in a fresh instance. Thread-safe; one per server. */
public final class Sandbox {

    public Sandbox(Limits limits) {}

    /** @throws ai.ekaya.limits.Refusal {@code BAD_ARGUMENT} or {@code LIMIT}, naming what in the code is not accepted and where */
    public Guest prepare(GuestCode code) {
        throw new UnsupportedOperationException();
    }

    /** Blocks until the run has ended; never throws for what the guest does. */
    public RunResult run(Guest guest, RunRequest request, HostCall door, Cancellation cancellation) {
        throw new UnsupportedOperationException();
    }
}
