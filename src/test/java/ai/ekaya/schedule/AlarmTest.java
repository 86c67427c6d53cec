package ai.ekaya.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AlarmTest {
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
    private final CountDownLatch looked = new CountDownLatch(1);
    private final AtomicInteger calls = new AtomicInteger();

    @AfterEach
    void close() {
        timer.shutdownNow();
    }

    private Alarm alarm(Executor executor, Runnable look) {
        return new Alarm(executor, timer, Clock.systemUTC(), Duration.ofMillis(5), () -> {
            look.run();
            looked.countDown();
            return Optional.empty();
        });
    }

    @Test
    void it_looks_again_after_memory_that_was_full_for_a_moment() throws InterruptedException {
        Runnable look = () -> {
            if (calls.incrementAndGet() <= 2) {
                throw new OutOfMemoryError("for a moment");
            }
        };
        try (Alarm alarm = alarm(timer, look)) {
            alarm.ring();
            assertThat(looked.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void it_looks_again_where_there_was_no_thread_for_a_moment() throws InterruptedException {
        Executor full = work -> {
            if (calls.incrementAndGet() <= 2) {
                throw new RejectedExecutionException("no thread");
            }
            timer.execute(work);
        };
        try (Alarm alarm = alarm(full, () -> {})) {
            try {
                alarm.ring();
            } catch (RejectedExecutionException told) {
                // Who rings is told; the clock goes on.
            }
            assertThat(looked.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }
}
