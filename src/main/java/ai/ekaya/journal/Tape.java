package ai.ekaya.journal;

import java.util.Map;
import java.util.Optional;

/**
 * A run's host calls, compressed.
 *
 * @param entries each call with the hash of its arguments and its answer, or the hash of that
 * @param answers the long ones by their hashes, each compressed for itself
 */
public record Tape(int calls, byte[] entries, Map<String, byte[]> answers) {
    public Tape {
        answers = Map.copyOf(answers);
    }

    /** What the guest was answered to the call that has this sequence in the run's list. */
    public Optional<String> answer(int listed) {
        try (TapeReader reader = new TapeReader(this)) {
            Optional<Entry> entry = reader.peek();
            while (entry.isPresent() && entry.get().listed() != listed) {
                reader.take();
                entry = reader.peek();
            }
            return entry.map(found -> found.answer().get());
        }
    }

    long bytes() {
        return entries.length
                + answers.values().stream().mapToLong(answer -> answer.length).sum();
    }
}
