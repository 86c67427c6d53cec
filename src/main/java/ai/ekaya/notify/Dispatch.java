package ai.ekaya.notify;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** Sends what is due, one channel's turn after the other. Thread-safe; any number of servers and threads may do it at once. */
@Singleton
final class Dispatch {
    private final Outbox outbox;
    private final Courier courier;
    private final Limits limits;

    @Inject
    Dispatch(Outbox outbox, Courier courier, Limits limits) {
        this.outbox = outbox;
        this.courier = courier;
        this.limits = limits;
    }

    /**
     * One turn of one channel.
     *
     * @param later called with when something is to be tried again
     * @return false when there was nothing to send
     */
    boolean turn(Consumer<Instant> later) {
        Optional<Outbox.Turn> claimed = outbox.claim();
        claimed.ifPresent(turn -> {
            for (int sent = 0; sent < limits.of(Limit.NOTIFY_TURN_COUNT); sent++) {
                Optional<Outbox.Task> task = outbox.take(turn);
                if (task.isEmpty()) {
                    break;
                }
                Sent how = courier.send(
                        task.get().target(), task.get().letter(), task.get().settled());
                outbox.done(turn, task.get(), how).ifPresent(later);
            }
            outbox.release(turn);
        });
        return claimed.isPresent();
    }
}
