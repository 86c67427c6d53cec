package ai.ekaya.store;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.limits.Limits;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SignalsIT {
    private final DatabaseUrl url = TestDatabase.fresh();
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final BlockingQueue<String> here = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> there = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> gaps = new LinkedBlockingQueue<>();
    private Store store;
    private Signals first;
    private Signals second;

    @BeforeEach
    void two_servers_listen() throws InterruptedException {
        store = Store.open(url);
        first = new Signals(store, Limits.defaults());
        second = new Signals(store, Limits.defaults());
        first.listen("run", here::add);
        second.listen("run", there::add);
        second.listenGaps(() -> gaps.add("gap"));
        first.open(executor, timer);
        second.open(executor, timer);
        // From its first gap on it hears.
        assertThat(next(gaps)).isEqualTo("gap");
    }

    @AfterEach
    void close() throws InterruptedException {
        first.close();
        second.close();
        timer.shutdownNow();
        executor.shutdown();
        assertThat(executor.awaitTermination(10, TimeUnit.SECONDS))
                .as("no thread goes on hearing")
                .isTrue();
        store.close();
    }

    @Test
    void are_heard_on_all_servers() throws InterruptedException {
        first.tell("run", "a");
        assertThat(next(here)).isEqualTo("a");
        assertThat(next(there)).isEqualTo("a");
    }

    @Test
    void are_heard_once_when_they_are_said_twice_together() throws InterruptedException {
        CountDownLatch allSaid = new CountDownLatch(1);
        timer.execute(() -> await(allSaid));
        first.tell("run", "a");
        first.tell("run", "a");
        first.tell("run", "b");
        allSaid.countDown();
        assertThat(next(there)).isEqualTo("a");
        assertThat(next(there)).isEqualTo("b");
        assertThat(next(here)).isEqualTo("a");
        assertThat(next(here)).isEqualTo("b");
        assertNothingFollows();
    }

    @Test
    void are_heard_by_those_who_listen_to_the_topic_only() throws InterruptedException {
        first.tell("schedule", "a");
        assertNothingFollows();
    }

    @Test
    void keep_blanks_and_letters_of_their_keys() throws InterruptedException {
        first.tell("run", "ä 'quoted' b");
        assertThat(next(there)).isEqualTo("ä 'quoted' b");
    }

    @Test
    void are_no_more_heard_by_who_has_left() throws InterruptedException {
        BlockingQueue<String> left = new LinkedBlockingQueue<>();
        second.listen("run", left::add).close();
        first.tell("run", "a");
        assertThat(next(there)).isEqualTo("a");
        assertThat(left).isEmpty();
    }

    @Test
    void reach_the_others_when_one_listener_fails() throws InterruptedException {
        second.listen("failing", key -> {
            throw new IllegalStateException("a listener's bug, planted");
        });
        second.listen("failing", there::add);
        first.tell("failing", "a");
        assertThat(next(there)).isEqualTo("a");
        first.tell("run", "b");
        assertThat(next(there)).isEqualTo("b");
    }

    @Test
    void are_heard_again_after_the_connection_was_lost_and_the_gap_is_told() throws InterruptedException, SQLException {
        try (Connection superuser = TestDatabase.superuser(url.database());
                Statement statement = superuser.createStatement()) {
            statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
                    + url.database() + "' AND application_name = 'ekaya-signals'");
        }
        assertThat(next(gaps)).as("the gap").isEqualTo("gap");
        first.tell("run", "a");
        assertThat(next(there)).isEqualTo("a");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("The test was stopped", e);
        }
    }

    private static String next(BlockingQueue<String> queue) throws InterruptedException {
        return Objects.requireNonNullElse(queue.poll(10, TimeUnit.SECONDS), "nothing within ten seconds");
    }

    /** What was said before is heard before what is said now. */
    private void assertNothingFollows() throws InterruptedException {
        first.tell("run", "the end");
        assertThat(next(here)).isEqualTo("the end");
        assertThat(next(there)).isEqualTo("the end");
    }
}
