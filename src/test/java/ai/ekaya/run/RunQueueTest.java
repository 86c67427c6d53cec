package ai.ekaya.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RunQueueTest {
    private static final Limits ONE_AT_A_TIME = Limits.defaults().with(Limit.RUN_CONCURRENT_COUNT, 1);
    private static final UUID A = new UUID(0, 1);
    private static final UUID B = new UUID(0, 2);

    private final Deque<Runnable> threads = new ArrayDeque<>();
    private final Map<UUID, Integer> weights = new HashMap<>();
    private final List<String> done = Collections.synchronizedList(new ArrayList<>());

    private RunQueue queue(Limits limits) {
        return new RunQueue(threads::add, limits, project -> weights.getOrDefault(project, 1));
    }

    private boolean start(RunQueue queue, RunQueue.Lane lane, UUID project, UUID app, String name) {
        try (RunQueue.Place place = queue.reserve(lane)) {
            boolean now = place.of(new RunQueue.Whose(project, app));
            place.start(new RunQueue.Work(() -> done.add(name), () -> {}));
            return now;
        }
    }

    private boolean person(RunQueue queue, UUID project, String name) {
        return start(queue, RunQueue.Lane.PEOPLE, project, project, name);
    }

    private boolean schedule(RunQueue queue, UUID project, String name) {
        return start(queue, RunQueue.Lane.SCHEDULES, project, project, name);
    }

    private void work() {
        while (!threads.isEmpty()) {
            threads.remove().run();
        }
    }

    @Test
    void what_there_is_room_for_begins_at_once_and_the_rest_in_its_turn() {
        RunQueue queue = queue(ONE_AT_A_TIME);
        assertThat(person(queue, A, "first")).isTrue();
        assertThat(person(queue, A, "second")).isFalse();
        assertThat(queue.waiting()).isEqualTo(1);
        work();
        assertThat(done).containsExactly("first", "second");
        assertThat(queue.busy()).isFalse();
    }

    @Test
    void projects_take_turns_however_much_one_of_them_asks_for() {
        RunQueue queue = queue(ONE_AT_A_TIME);
        for (int i = 0; i < 4; i++) {
            person(queue, A, "a" + i);
        }
        person(queue, B, "b0");
        person(queue, B, "b1");
        work();
        assertThat(done).containsExactly("a0", "a1", "b0", "a2", "b1", "a3");
    }

    @Test
    void a_project_that_weighs_three_has_three_turns_for_one() {
        weights.put(A, 3);
        RunQueue queue = queue(ONE_AT_A_TIME);
        person(queue, B, "first");
        for (int i = 0; i < 6; i++) {
            person(queue, A, "a" + i);
            person(queue, B, "b" + i);
        }
        work();
        assertThat(done.subList(1, 9)).containsExactly("a0", "b0", "a1", "a2", "a3", "b1", "a4", "a5");
    }

    @Test
    void who_asks_again_after_each_turn_is_not_always_first() {
        RunQueue queue = queue(ONE_AT_A_TIME);
        person(queue, A, "a0");
        person(queue, A, "a1");
        person(queue, A, "a2");
        person(queue, B, "b0");
        try (RunQueue.Place place = queue.reserve(RunQueue.Lane.PEOPLE)) {
            place.of(new RunQueue.Whose(B, B));
            place.start(new RunQueue.Work(
                    () -> {
                        done.add("b1");
                        person(queue, B, "b2");
                    },
                    () -> {}));
        }
        work();
        assertThat(done).containsExactly("a0", "a1", "b0", "a2", "b1", "b2");
    }

    @Test
    void people_go_before_schedules_but_schedules_have_their_turn() {
        RunQueue queue = queue(ONE_AT_A_TIME.with(Limit.RUN_PEOPLE_IN_A_ROW_COUNT, 2));
        person(queue, A, "first");
        schedule(queue, A, "s0");
        schedule(queue, A, "s1");
        for (int i = 0; i < 4; i++) {
            person(queue, A, "p" + i);
        }
        work();
        assertThat(done).containsExactly("first", "p0", "p1", "s0", "p2", "p3", "s1");
    }

    @Test
    void schedules_leave_a_thread_to_people() {
        RunQueue queue = queue(
                Limits.defaults().with(Limit.RUN_CONCURRENT_COUNT, 2).with(Limit.RUN_CONCURRENT_SCHEDULED_COUNT, 9));
        assertThat(schedule(queue, A, "s0")).isTrue();
        assertThat(schedule(queue, A, "s1")).isFalse();
        assertThat(person(queue, A, "p")).isTrue();
    }

    @Test
    void a_project_and_an_app_run_only_so_much_at_once_and_others_pass() {
        Limits limits = Limits.defaults()
                .with(Limit.RUN_CONCURRENT_PER_PROJECT_COUNT, 2)
                .with(Limit.RUN_CONCURRENT_PER_APP_COUNT, 1);
        RunQueue queue = queue(limits);
        UUID other = new UUID(0, 3);
        assertThat(start(queue, RunQueue.Lane.PEOPLE, A, A, "app")).isTrue();
        assertThat(start(queue, RunQueue.Lane.PEOPLE, A, A, "same app")).isFalse();
        assertThat(start(queue, RunQueue.Lane.PEOPLE, A, other, "other app")).isTrue();
        assertThat(start(queue, RunQueue.Lane.PEOPLE, A, new UUID(0, 4), "third app"))
                .isFalse();
        assertThat(person(queue, B, "other project")).isTrue();
        threads.remove().run();
        assertThat(done).containsExactly("app", "same app", "third app");
        work();
        assertThat(done).hasSize(5);
    }

    @Test
    void no_more_wait_than_may_of_all_and_of_a_project() {
        RunQueue queue = queue(ONE_AT_A_TIME.with(Limit.RUN_QUEUE_COUNT, 3).with(Limit.RUN_QUEUE_PER_PROJECT_COUNT, 2));
        for (String name : List.of("runs", "waits", "waits too")) {
            person(queue, A, name);
        }
        assertThatThrownBy(() -> person(queue, A, "too many of A")).hasMessageContaining("2 runs of this project");
        person(queue, B, "another's");
        assertThatThrownBy(() -> person(queue, B, "too many"))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.RATE_LIMITED))
                .hasMessageStartingWith("3 runs are waiting");
        schedule(queue, A, "schedules have places of their own");
        work();
        assertThat(done).hasSize(5).doesNotContain("too many", "too many of A");
        person(queue, A, "later");
        assertThat(queue.reserve(RunQueue.Lane.PEOPLE, 9)).hasSize(3);
    }

    @Test
    void a_place_that_is_given_back_lets_the_next_one_begin() {
        RunQueue queue = queue(ONE_AT_A_TIME);
        RunQueue.Place place = queue.reserve(RunQueue.Lane.PEOPLE);
        assertThat(place.of(new RunQueue.Whose(A, A))).isTrue();
        assertThat(person(queue, B, "next")).isFalse();
        assertThat(threads).isEmpty();
        place.close();
        work();
        assertThat(done).containsExactly("next");
        assertThat(queue.busy()).isFalse();
    }

    @Test
    void a_server_that_stops_takes_nothing_and_keeps_no_place() {
        RunQueue stopping = new RunQueue(
                work -> {
                    throw new RejectedExecutionException();
                },
                ONE_AT_A_TIME,
                project -> 1);
        assertThatThrownBy(() -> person(stopping, A, "late"))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.UNAVAILABLE));
        assertThat(stopping.busy()).isFalse();
        assertThat(done).isEmpty();
    }

    @Test
    void many_threads_at_once_never_run_more_than_may_and_lose_nothing() throws InterruptedException {
        Limits limits =
                Limits.defaults().with(Limit.RUN_QUEUE_COUNT, 10_000).with(Limit.RUN_QUEUE_PER_PROJECT_COUNT, 9_999);
        int most = limits.intOf(Limit.RUN_CONCURRENT_COUNT);
        int ofApp = limits.intOf(Limit.RUN_CONCURRENT_PER_APP_COUNT);
        int all = 2_000;
        AtomicInteger running = new AtomicInteger();
        AtomicInteger over = new AtomicInteger();
        Map<UUID, AtomicInteger> runningOf = new ConcurrentHashMap<>();
        CountDownLatch left = new CountDownLatch(all);
        try (ExecutorService workers = Executors.newCachedThreadPool();
                ExecutorService askers = Executors.newFixedThreadPool(8)) {
            RunQueue queue = new RunQueue(workers, limits, project -> 1);
            for (int i = 0; i < all; i++) {
                UUID project = new UUID(1, i % 5);
                RunQueue.Lane lane = i % 3 == 0 ? RunQueue.Lane.SCHEDULES : RunQueue.Lane.PEOPLE;
                askers.execute(() -> {
                    try (RunQueue.Place place = queue.reserve(lane)) {
                        place.of(new RunQueue.Whose(project, project));
                        place.start(new RunQueue.Work(
                                () -> {
                                    AtomicInteger same = runningOf.computeIfAbsent(project, key -> new AtomicInteger());
                                    boolean toomany =
                                            running.incrementAndGet() > most || same.incrementAndGet() > ofApp;
                                    over.addAndGet(toomany ? 1 : 0);
                                    Thread.onSpinWait();
                                    same.decrementAndGet();
                                    running.decrementAndGet();
                                },
                                left::countDown));
                    }
                });
            }
            assertThat(left.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(over).hasValue(0);
            assertThat(queue.busy()).isFalse();
        }
    }
}
