package ai.ekaya.host;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** A run's record of its host calls; of a storm of refusals only the first are listed, the rest counted. Not thread-safe. */
final class CallJournal {
    private final int refusalsMax;
    private final int argumentsBytesMax;
    private final List<CallRecord> records = new ArrayList<>();
    private int refusals;
    private int count;

    CallJournal(Limits limits) {
        this.refusalsMax = limits.intOf(Limit.HOST_REFUSALS_LISTED_COUNT);
        this.argumentsBytesMax = limits.intOf(Limit.HOST_ARGUMENTS_KEPT_BYTES);
    }

    /**
     * The call as it is listed; empty when it is one too many.
     *
     * @param shown the arguments as people may see them
     * @param argumentsHash of what is shown, before it is cut
     */
    Optional<CallRecord> add(
            String function,
            String shown,
            String argumentsHash,
            String code,
            long durationMicros,
            int rows,
            long answerBytes) {
        count++;
        // INVARIANT: answered calls are bounded by the run's hostCallsMax, refused ones by refusalsMax.
        if (!CallRecord.OK.equals(code) && ++refusals > refusalsMax) {
            return Optional.empty();
        }
        CallRecord record = new CallRecord(
                records.size() + 1,
                Clip.characters(function, 60),
                argumentsHash,
                Clip.bytes(shown, argumentsBytesMax),
                code,
                durationMicros,
                rows,
                answerBytes);
        records.add(record);
        return Optional.of(record);
    }

    /** Whether a refused call would still be listed. */
    boolean hasRoom() {
        return refusals < refusalsMax;
    }

    List<CallRecord> records() {
        return records;
    }

    int count() {
        return count;
    }

    int notListed() {
        return count - records.size();
    }

    static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JVM has no SHA-256", e);
        }
    }
}
