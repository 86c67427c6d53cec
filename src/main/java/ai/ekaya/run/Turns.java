package ai.ekaya.run;

import ai.ekaya.host.RunId;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Refusal;
import ai.ekaya.web.RequestOrigin;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

/** Has what was taken in done in its turn, and tells who waits for its end. Thread-safe. */
final class Turns {
    private final RunQueue queue;
    private final ActiveRuns active;
    private final Performing performing;
    private final RunEnds ends;
    private final List<Runnable> afterScheduled = new CopyOnWriteArrayList<>();

    Turns(RunQueue queue, ActiveRuns active, Performing performing, RunEnds ends) {
        this.queue = queue;
        this.active = active;
        this.performing = performing;
        this.ends = ends;
    }

    /** @throws Refusal {@code RATE_LIMITED} when all places are taken */
    RunQueue.Place reserve(RunQueue.Lane lane) {
        return queue.reserve(lane);
    }

    /** As many as there are. */
    List<RunQueue.Place> reserve(RunQueue.Lane lane, int countMax) {
        return queue.reserve(lane, countMax);
    }

    /** How many wait for their turn. */
    int waiting() {
        return queue.waiting();
    }

    /** Whether anything waits, runs, or is about to. */
    boolean busy() {
        return queue.busy();
    }

    /** @param listener called on a run's thread when one that a schedule started has ended here; it only starts what is to be done */
    void afterScheduled(Runnable listener) {
        afterScheduled.add(listener);
    }

    ActiveRuns.Active start(RunQueue.Place place, Held held, Supplier<Performing.Begun> begin) {
        Run run = held.run();
        ActiveRuns.Active one = active.begin(held);
        AtomicReference<Optional<Run>> ended = new AtomicReference<>(Optional.empty());
        Optional<RequestOrigin> origin = RequestOrigin.current();
        try {
            Runnable hurry = place.start(new RunQueue.Work(
                    () -> {
                        // The audit of the run says which request it goes back to.
                        try (RequestOrigin.Scope request = RequestOrigin.enter(origin)) {
                            ended.set(performing.perform(held, begin, one));
                        } finally {
                            active.drop(run.id());
                        }
                    },
                    () -> tell(run, one, Objects.requireNonNull(ended.get()))));
            // Who stops a run that waits does not wait for its turn.
            one.cancellation().onCancel(() -> {
                if (one.cancellation().cause().equals(Optional.of(Cancellation.Cause.REQUESTED))) {
                    hurry.run();
                }
            });
        } catch (Refusal stopping) {
            // It is written down, and another server, or this one once it is started again, takes it.
            active.drop(run.id());
            tell(run, one, ends.end(held, Finished.without(Outcome.lost())));
        }
        return one;
    }

    private void tell(Run run, ActiveRuns.Active one, Optional<Run> ended) {
        one.ended().complete(ended);
        if (run.trigger().path("kind").asText().equals("schedule")) {
            afterScheduled.forEach(Runnable::run);
        }
    }

    /**
     * Does something else that needs a guest, in its turn among the runs; it is cancelled when the server stops.
     *
     * @throws Refusal {@code RATE_LIMITED} when the queue is full
     */
    <T> CompletionStage<T> inTurn(Run whose, Function<Cancellation, T> work) {
        RunId id = new RunId(UUID.randomUUID());
        CompletableFuture<T> done = new CompletableFuture<>();
        try (RunQueue.Place place = queue.reserve(RunQueue.Lane.PEOPLE)) {
            place.of(RunQueue.Whose.of(whose));
            Cancellation cancellation = active.begin(id).cancellation();
            Optional<RequestOrigin> origin = RequestOrigin.current();
            place.start(new RunQueue.Work(
                    () -> {
                        try (RequestOrigin.Scope request = RequestOrigin.enter(origin)) {
                            done.complete(work.apply(cancellation));
                        } catch (RuntimeException | LinkageError | OutOfMemoryError | StackOverflowError failure) {
                            // The top of a thread. Who waits for it is told.
                            done.completeExceptionally(failure);
                        } finally {
                            active.drop(id);
                        }
                    },
                    () -> {}));
        } catch (Refusal full) {
            active.drop(id);
            throw full;
        }
        return done;
    }
}
