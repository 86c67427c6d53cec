package ai.ekaya.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Cancellation;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A run's waits. */
class WatchTest {
    private final Cancellation cancellation = new Cancellation();

    private Watch watch(long timeoutMillis) {
        return new Watch(cancellation, timeoutMillis, System.nanoTime());
    }

    @Test
    void waits_as_long_as_asked() {
        long started = System.nanoTime();
        watch(10_000).pause(30);
        assertThat(System.nanoTime() - started).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(30));
    }

    @Test
    void never_waits_beyond_the_deadline() {
        Watch watch = watch(30);
        assertThatThrownBy(() -> watch.pause(Long.MAX_VALUE))
                .isInstanceOfSatisfying(
                        GuestEnd.class, end -> assertThat(end.outcome()).isEqualTo(new RunOutcome.TimedOut(30)));
    }

    @Test
    void a_cancel_before_or_during_the_wait_ends_it() {
        Guests.TIMER.schedule(() -> cancellation.cancel(Cancellation.Cause.REQUESTED), 20, TimeUnit.MILLISECONDS);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> watch(60_000).pause(50_000))
                    .isInstanceOfSatisfying(
                            GuestEnd.class, end -> assertThat(end.outcome()).isEqualTo(new RunOutcome.Cancelled()));
        }
    }

    @Test
    void an_interrupted_thread_loses_its_run_and_stays_interrupted() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> watch(60_000).pause(50_000))
                .isInstanceOfSatisfying(
                        GuestEnd.class, end -> assertThat(end.outcome()).isEqualTo(new RunOutcome.Lost()));
        assertThat(Thread.interrupted()).isTrue();
    }
}
