package ai.ekaya.limits;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.limits.Cancellation.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CancellationTest {
    private final Cancellation cancellation = new Cancellation();
    private final List<String> called = new ArrayList<>();

    @Test
    void calls_each_handle_once_and_keeps_the_first_cause() {
        cancellation.onCancel(() -> called.add("a"));
        cancellation.cancel(Cause.TIMEOUT);
        cancellation.cancel(Cause.REQUESTED);
        assertThat(called).containsExactly("a");
        assertThat(cancellation.cause()).contains(Cause.TIMEOUT);
    }

    @Test
    void forgets_a_handle_whose_call_has_ended() {
        cancellation.onCancel(() -> called.add("a")).close();
        cancellation.cancel(Cause.REQUESTED);
        assertThat(called).isEmpty();
    }

    @Test
    void calls_a_handle_at_once_when_it_comes_too_late() {
        cancellation.cancel(Cause.REQUESTED);
        cancellation.onCancel(() -> called.add("late"));
        assertThat(called).containsExactly("late");
    }

    @Test
    void calls_a_handle_again_until_what_it_stops_has_ended() throws InterruptedException {
        CountDownLatch thrice = new CountDownLatch(3);
        try (Cancellation.Registration registration = cancellation.onCancelUntilEnded(thrice::countDown)) {
            cancellation.cancel(Cause.REQUESTED);
            assertThat(thrice.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }
}
