package ai.ekaya.run;

import ai.ekaya.host.RunId;
import ai.ekaya.limits.Cancellation;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The runs of this server that have not ended: who waits for them, and how they are stopped. Thread-safe. */
final class ActiveRuns {
    private final Map<RunId, Active> active = new ConcurrentHashMap<>();

    /** @param ended completes when its end is stored, or could not be */
    record Active(Cancellation cancellation, CompletableFuture<Void> ended) {}

    Active begin(RunId run) {
        Active one = new Active(new Cancellation(), new CompletableFuture<>());
        active.put(run, one);
        return one;
    }

    /** Forgets it, without telling anybody. */
    void drop(RunId run) {
        active.remove(run);
    }

    void end(RunId run) {
        Active one = active.remove(run);
        if (one != null) {
            one.ended().complete(null);
        }
    }

    Optional<Active> find(RunId run) {
        return Optional.ofNullable(active.get(run));
    }

    /** Does nothing to one that does not go on here. */
    void stop(RunId run, Cancellation.Cause why) {
        find(run).ifPresent(one -> one.cancellation().cancel(why));
    }

    void stopAll(Cancellation.Cause why) {
        active.keySet().forEach(run -> stop(run, why));
    }
}
