package ai.ekaya.journal;

import ai.ekaya.limits.Limits;
import ai.ekaya.sandbox.HostCall;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;

/**
 * A door that writes down what goes through the one behind it. Log lines and progress that were taken are left out, as their answer is
 * always the same. Not thread-safe; to be closed.
 */
public final class Recorder implements HostCall, AutoCloseable {
    static final Set<String> NOTES = Set.of("log", "progress");
    static final String NOTED = "{\"ok\":true,\"result\":null}";

    private final HostCall door;
    private final IntSupplier listed;
    private final TapeWriter tape;

    /** @param listed how many calls the run's list has so far */
    public Recorder(HostCall door, IntSupplier listed, Limits limits) {
        this.door = door;
        this.listed = listed;
        this.tape = new TapeWriter(limits);
    }

    @Override
    public String call(String name, String arguments) {
        int before = listed.getAsInt();
        String answer = door.call(name, arguments);
        if (!NOTES.contains(name) || !answer.equals(NOTED)) {
            int after = listed.getAsInt();
            tape.add(name, arguments, after > before ? after : 0, answer);
        }
        return answer;
    }

    /** What was recorded, once the run has ended. */
    public Optional<Tape> tape() {
        return tape.tape();
    }

    @Override
    public void close() {
        tape.close();
    }
}
