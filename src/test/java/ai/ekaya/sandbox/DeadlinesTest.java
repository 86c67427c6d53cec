package ai.ekaya.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.limits.Cancellation;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The times at which runs must have ended. */
class DeadlinesTest {
    /** As a container's: what is cancelled stays in its queue. */
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);

    private final Deadlines deadlines = new Deadlines(timer);

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    private static void await(Cancellation cancellation) throws InterruptedException {
        CountDownLatch cancelled = new CountDownLatch(1);
        try (var registration = cancellation.onCancel(cancelled::countDown)) {
            assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(cancellation.cause()).isEqualTo(Optional.of(Cancellation.Cause.TIMEOUT));
    }

    @Test
    void a_run_is_cancelled_when_its_time_is_over_also_one_that_began_later_and_ends_earlier() throws Exception {
        Cancellation late = new Cancellation();
        Cancellation soon = new Cancellation();
        Cancellation next = new Cancellation();
        try (var first = deadlines.in(900_000, late);
                var second = deadlines.in(1, soon);
                var third = deadlines.in(20, next)) {
            await(soon);
            await(next);
            assertThat(late.cancelled()).isFalse();
            assertThat(deadlines.count()).isEqualTo(1);
        }
    }

    @Test
    void one_that_ended_before_is_left_alone_and_forgotten() throws Exception {
        Cancellation ended = new Cancellation();
        deadlines.in(1, ended).close();
        Cancellation after = new Cancellation();
        try (var deadline = deadlines.in(2, after)) {
            await(after);
        }
        assertThat(ended.cancelled()).isFalse();
        assertThat(deadlines.count()).isZero();
    }

    @Test
    void ten_thousand_runs_leave_one_task_with_the_timer_and_not_one_each() {
        for (int i = 0; i < 10_000; i++) {
            deadlines.in(900_000, new Cancellation()).close();
        }
        assertThat(timer.getQueue()).hasSize(1);
        assertThat(deadlines.count()).isZero();
    }
}
