package ai.ekaya.journal;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A run's journal as it is stored.
 *
 * @param bytes of all of it, also what other runs share
 * @param answers the long ones by the addresses that they are stored under, in order
 */
public record SealedJournal(String packageHash, long bytes, byte[] content, SortedMap<String, byte[]> answers) {
    public SealedJournal {
        answers = Collections.unmodifiableSortedMap(new TreeMap<>(answers));
    }
}
