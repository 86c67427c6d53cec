package ai.ekaya.notify;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;

/**
 * What became of one notification at one channel.
 *
 * @param id as the receiver sees it
 * @param notification empty for a test
 * @param status what the receiver answered over HTTP, the last time
 * @param note why it was not taken, in the platform's words
 * @param nextAt when it is tried again
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record DeliveryView(
        String id,
        Optional<String> notification,
        State state,
        int attempts,
        Instant createdAt,
        Optional<Instant> lastAt,
        Optional<Integer> status,
        Optional<String> note,
        Optional<Instant> nextAt) {

    public enum State {
        WAITING,
        SENT,
        FAILED
    }
}
