package ai.ekaya.journal;

import ai.ekaya.limits.Cancellation;
import ai.ekaya.sandbox.HostCall;
import java.util.Optional;

/**
 * A door that answers from a tape and reaches nothing of the world. It stops the run at the first call that the recorded one did not
 * make. Not thread-safe; to be closed.
 */
public final class Player implements HostCall, AutoCloseable {
    /** Of a run that is stopped; no guest gets to see it. */
    private static final String STOPPED =
            "{\"ok\":false,\"error\":{\"code\":\"INTERNAL\",\"message\":\"The replay has ended\",\"retryable\":false}}";

    private final TapeReader tape;
    private final boolean wasStopped;
    private final Cancellation cancellation;
    private Optional<Divergence> divergence = Optional.empty();
    private int answered;

    /** @param wasStopped whether the recorded run was stopped from outside: then it may have been about to call once more */
    public Player(Tape tape, boolean wasStopped, Cancellation cancellation) {
        this.tape = new TapeReader(tape);
        this.wasStopped = wasStopped;
        this.cancellation = cancellation;
    }

    @Override
    public String call(String name, String arguments) {
        String hash = Hash.of(arguments);
        Optional<Entry> expected = tape.peek();
        Optional<Entry> same = expected.filter(
                entry -> entry.function().equals(name) && entry.argumentsHash().equals(hash));
        if (same.isPresent()) {
            tape.take();
            answered++;
            return same.get().answer().get();
        }
        if (Recorder.NOTES.contains(name)) {
            return Recorder.NOTED;
        }
        if (divergence.isEmpty() && !(expected.isEmpty() && wasStopped)) {
            divergence = Optional.of(new Divergence(
                    answered + 1,
                    expected.map(Divergence.Expected::of),
                    Optional.of(new Divergence.Got(name, hash, arguments))));
        }
        cancellation.cancel(Cancellation.Cause.REQUESTED);
        return STOPPED;
    }

    /** How many calls were answered from the tape. */
    public int answered() {
        return answered;
    }

    /** To be asked when the run has ended: a recorded call that was not made is a divergence as well. */
    public Optional<Divergence> divergence() {
        return divergence.or(() -> tape.peek()
                .map(entry ->
                        new Divergence(answered + 1, Optional.of(Divergence.Expected.of(entry)), Optional.empty())));
    }

    @Override
    public void close() {
        tape.close();
    }
}
