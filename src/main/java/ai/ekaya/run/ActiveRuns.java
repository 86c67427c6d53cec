package ai.ekaya.run;

import ai.ekaya.host.RunId;
import ai.ekaya.limits.Cancellation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The runs of this server that have not ended: who waits for them, how they are stopped, how long they are ours. Thread-safe. */
final class ActiveRuns {
    private final Clock clock;
    private final Duration lease;
    private final Map<RunId, Active> active = new ConcurrentHashMap<>();

    ActiveRuns(Clock clock, Duration lease) {
        this.clock = clock;
        this.lease = lease;
    }

    /** One of them. */
    final class Active {
        private final Optional<Held> row;
        private final Cancellation cancellation = new Cancellation();
        private final CompletableFuture<Optional<Run>> ended = new CompletableFuture<>();
        private volatile Instant leaseUntil = clock.instant().plus(lease);

        private Active(Optional<Held> row) {
            this.row = row;
        }

        Cancellation cancellation() {
            return cancellation;
        }

        /** Completes when its end is stored, with the run as it is then; or could not be stored, with none. */
        CompletableFuture<Optional<Run>> ended() {
            return ended;
        }

        /**
         * Whether nobody can have taken it from this server. After a pause of the server, this is known before anything else is: its
         * beats come too late then.
         */
        boolean held() {
            return !clock.instant().isAfter(leaseUntil);
        }
    }

    Active begin(Held held) {
        Active one = new Active(Optional.of(held));
        active.put(held.run().id(), one);
        return one;
    }

    /** For work that is no run and has no row. */
    Active begin(RunId name) {
        Active one = new Active(Optional.empty());
        active.put(name, one);
        return one;
    }

    /** Forgets it, without telling anybody. */
    void drop(RunId run) {
        active.remove(run);
    }

    Optional<Active> find(RunId run) {
        return Optional.ofNullable(active.get(run));
    }

    /** Those with a row, that this server has to say of that it lives. */
    List<RunId> withRow() {
        return active.entrySet().stream()
                .filter(one -> one.getValue().row.isPresent())
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * What became of the leases. A run that is not among the renewed ones was ended or taken by somebody else: it stops here.
     *
     * @param asked those that went on here before
     * @param before no later than the leases were renewed
     */
    void renewed(List<RunId> asked, List<RunLedger.Renewed> renewed, Instant before) {
        for (RunId run : asked) {
            find(run).ifPresent(one -> {
                long fence = one.row.orElseThrow().fence();
                if (renewed.stream().anyMatch(row -> row.run().equals(run) && row.fence() == fence)) {
                    one.leaseUntil = before.plus(lease);
                } else {
                    one.cancellation().cancel(Cancellation.Cause.SERVER_STOP);
                }
            });
        }
    }

    /** Does nothing to one that does not go on here. */
    void stop(RunId run, Cancellation.Cause why) {
        find(run).ifPresent(one -> one.cancellation().cancel(why));
    }

    void stopAll(Cancellation.Cause why) {
        active.keySet().forEach(run -> stop(run, why));
    }
}
