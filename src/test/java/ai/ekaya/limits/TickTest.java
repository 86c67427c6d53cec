package ai.ekaya.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class TickTest {
    private final List<String> logged = new ArrayList<>();
    private final Logger logger = Logger.getAnonymousLogger();

    private Tick tick(Runnable work) {
        logger.setUseParentHandlers(false);
        logger.addHandler(new Handler() {
            @Override
            public void publish(LogRecord each) {
                logged.add(each.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        });
        return new Tick(work, logger, "It does not work");
    }

    @Test
    void a_timer_goes_on_after_memory_that_was_full_for_a_moment() throws InterruptedException {
        AtomicInteger calls = new AtomicInteger();
        CountDownLatch worked = new CountDownLatch(1);
        Tick tick = tick(() -> {
            if (calls.incrementAndGet() <= 3) {
                throw new OutOfMemoryError("for a moment");
            }
            worked.countDown();
        });
        try (ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor()) {
            timer.scheduleWithFixedDelay(tick, 1, 1, TimeUnit.MILLISECONDS);
            assertThat(worked.await(10, TimeUnit.SECONDS)).isTrue();
            timer.shutdownNow();
        }
        assertThat(logged).containsExactly("It does not work");
    }

    @Test
    void each_outage_is_logged_once() {
        List<Boolean> works = new ArrayList<>(List.of(false, false, true, true, false, false));
        Tick tick = tick(() -> {
            if (!works.remove(0)) {
                throw new IllegalStateException("away");
            }
        });
        for (int call = 0; call < 6; call++) {
            tick.run();
        }
        assertThat(logged).hasSize(2);
    }

    @Test
    void a_log_that_has_no_memory_either_does_not_end_a_timer() {
        Tick tick = tick(() -> {
            throw new OutOfMemoryError("for long");
        });
        Handler full = new Handler() {
            @Override
            public void publish(LogRecord each) {
                throw new OutOfMemoryError("for the log as well");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(full);
        tick.run();
        logger.removeHandler(full);
        tick.run();
        assertThat(logged).hasSize(2);
    }
}
