package ai.ekaya.notify;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.boot.Waiting;
import ai.ekaya.egress.ScriptedHooks.Hook;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What makes a server send, with threads, timers and signals as in production. */
class DispatchClockIT {
    private final Limits limits = Limits.defaults().with(Limit.NOTIFY_RETRY_FIRST_MILLIS, 100);
    private final Channeled room = new Channeled(limits, Optional.empty());
    private final Hook hook = room.world.hook("hooks.example.com");
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);

    private DispatchClock clock(Limits with) {
        DispatchClock made = new DispatchClock(
                room.dispatch, room.signals, new NotifyThreads(executor, timer), with, Clock.systemUTC());
        made.open();
        return made;
    }

    @AfterEach
    void close() {
        room.close();
        timer.shutdownNow();
        executor.shutdownNow();
    }

    private boolean isSent() {
        return room.deliveries("ops").stream().allMatch(one -> one.state() == DeliveryView.State.SENT);
    }

    @Test
    void what_is_told_is_sent_at_once() {
        room.signals.open(executor, timer);
        room.webhook("ops", "hooks.example.com");
        try (DispatchClock clock = clock(limits)) {
            room.tell(Severity.WARNING, "watch", "a");
            Waiting.until("it is sent", 20, () -> hook.received().size() == 1 && isSent());
        }
        room.tell(Severity.WARNING, "watch", "b");
        assertThat(hook.received()).hasSize(1);
    }

    @Test
    void what_a_dead_server_left_is_found_by_looking() {
        room.webhook("ops", "hooks.example.com");
        room.tell(Severity.WARNING, "watch", "a");
        try (DispatchClock clock = clock(limits.with(Limit.NOTIFY_LOOK_MILLIS, 50))) {
            Waiting.until("it is sent", 20, () -> hook.received().size() == 1 && isSent());
        }
    }
}
