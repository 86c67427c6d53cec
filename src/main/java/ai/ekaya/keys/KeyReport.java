package ai.ekaya.keys;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How it stands with the master key.
 *
 * @param keyId which is in force
 * @param source where the server that answers has its keys from: {@code environment} or {@code files}
 * @param known the ids of those keys
 * @param sealed how many values are sealed with which key
 * @param rotation absent when all is under the key in force
 */
public record KeyReport(
        String keyId,
        Instant since,
        String source,
        List<String> known,
        List<KeyHolder> servers,
        List<SealedCount> sealed,
        Optional<Rotation> rotation) {

    /**
     * One that is under way.
     *
     * @param left how many values are not under the key in force yet; at 0 it waits until no server can add one
     */
    public record Rotation(long left) {}
}
