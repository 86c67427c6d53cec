package ai.ekaya.run;

import ai.ekaya.host.RunId;
import ai.ekaya.identity.Principal;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.store.Transaction;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A place in the queue; a run that is inserted in a transaction is started after it has committed. Of one thread. */
public final class RunSlot implements AutoCloseable {
    private final RunQueue.Place place;
    private final Turns turns;
    private final RunLedger ledger;
    private final Performing performing;
    private final RunNews news;
    private Optional<RunLedger.Planned> planned = Optional.empty();
    private Optional<Inserted> inserted = Optional.empty();

    RunSlot(RunQueue.Place place, Turns turns, RunLedger ledger, Performing performing, RunNews news) {
        this.place = place;
        this.turns = turns;
        this.ledger = ledger;
        this.performing = performing;
        this.news = news;
    }

    private record Inserted(Held held, NewRun asked, RunLedger.Turn turn) {}

    /** A run that was asked for: as it was written, and what is told of its end; empty when it was asked for before. */
    record Started(Run run, Optional<ActiveRuns.Active> active) {}

    /** A run that {@link Runs#insert} writes with others, to wait for its turn. */
    public RunId plan(NewRun asked) {
        place.of(RunQueue.Whose.of(asked.app()));
        RunLedger.Planned one = RunLedger.Planned.of(asked);
        planned = Optional.of(one);
        return one.id();
    }

    /** @see Runs#insert */
    static void insert(Transaction transaction, RunLedger ledger, List<RunSlot> slots) {
        List<RunSlot> planned =
                slots.stream().filter(slot -> slot.planned.isPresent()).toList();
        List<Held> held = ledger.insertLater(
                transaction,
                planned.stream().flatMap(slot -> slot.planned.stream()).toList());
        for (int i = 0; i < planned.size(); i++) {
            RunSlot slot = planned.get(i);
            NewRun asked = slot.planned.orElseThrow().asked();
            slot.inserted = Optional.of(new Inserted(held.get(i), asked, RunLedger.Turn.LATER));
        }
    }

    /** Writes the run's row. Empty when there is one with this idempotency key. */
    public Optional<RunId> insert(Transaction transaction, NewRun asked) {
        InstalledApp app = asked.app();
        boolean admitted = place.of(RunQueue.Whose.of(app));
        // What the owner of a schedule or a trigger may is asked when it begins, so it is not begun yet.
        boolean now = admitted && !asked.principal().kind().unattended();
        RunLedger.Turn turn = now ? RunLedger.Turn.NOW : RunLedger.Turn.LATER;
        inserted = insert(transaction, asked, turn);
        if (inserted.isEmpty() && turn == RunLedger.Turn.NOW) {
            // Its app is held or was changed a moment ago: it begins in its turn, as what the app is then.
            inserted = insert(transaction, asked, RunLedger.Turn.LATER);
        }
        return inserted.map(one -> one.held().run().id());
    }

    private Optional<Inserted> insert(Transaction transaction, NewRun asked, RunLedger.Turn turn) {
        return ledger.insert(transaction, asked, turn).map(held -> new Inserted(held, asked, turn));
    }

    boolean isInserted() {
        return inserted.isPresent();
    }

    /** Starts the run whose row was inserted and is committed, with the rights that its principal has when it begins. */
    public void start(Principal principal) {
        startHere(principal);
    }

    /** Starts a run that was taken up again. */
    void startTaken(Held held, Principal principal) {
        place.of(RunQueue.Whose.of(held.run()));
        turns.start(place, held, () -> performing.begin(held, principal));
    }

    Started startHere(Principal principal) {
        Inserted one = inserted.orElseThrow(() -> new IllegalStateException("No run was inserted in this slot"));
        Held held = one.held();
        Supplier<Performing.Begun> begin = one.turn() == RunLedger.Turn.NOW
                ? () -> new Performing.Begun(
                        held, one.asked().app(), principal, one.asked().inputJson())
                : () -> performing.begin(held, principal);
        if (one.turn() == RunLedger.Turn.LATER) {
            // What waits does not hold its input in memory: it is read again.
            inserted = Optional.empty();
            news.is(held.run(), Run.State.QUEUED);
        }
        return new Started(held.run(), Optional.of(turns.start(place, held, begin)));
    }

    @Override
    public void close() {
        place.close();
    }
}
