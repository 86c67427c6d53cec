package ai.ekaya.run;

import ai.ekaya.install.InstalledApp;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What waits and what runs on this server: so many at once altogether, of a project and of an app, and so many waiting. A place is
 * taken before a run's row is written, so that no row is ever left without a place. People go before schedules, but not always; of
 * each, projects take turns, as many as they weigh. Thread-safe.
 *
 * <p>INVARIANT: while there is room for one more, nothing waits that may run. So who ends or gives its place back makes room for one,
 * and starts that one.
 */
final class RunQueue {
    /** Who waits for it: people are asked for before schedules. */
    enum Lane {
        PEOPLE,
        SCHEDULES,
        /**
         * Runs that another run waits for, one each. They never wait: who waits for them holds the place that they would need, and does
         * nothing with it meanwhile.
         */
        TOOLS
    }

    /** Whose run it is. */
    record Whose(UUID project, UUID app) {
        static Whose of(InstalledApp app) {
            return new Whose(app.project().value(), app.id().value());
        }

        static Whose of(Run run) {
            return new Whose(run.project().value(), run.app().value());
        }
    }

    /** How many at once. */
    record Bounds(int running, int runningOfSchedules, int runningOfProject, int runningOfApp, int peopleInARow) {
        static Bounds of(Limits limits) {
            int all = limits.intOf(Limit.RUN_CONCURRENT_COUNT);
            return new Bounds(
                    all,
                    Math.max(1, Math.min(all - 1, limits.intOf(Limit.RUN_CONCURRENT_SCHEDULED_COUNT))),
                    limits.intOf(Limit.RUN_CONCURRENT_PER_PROJECT_COUNT),
                    limits.intOf(Limit.RUN_CONCURRENT_PER_APP_COUNT),
                    limits.intOf(Limit.RUN_PEOPLE_IN_A_ROW_COUNT));
        }
    }

    private final Executor executor;
    private final Bounds bounds;
    private final Map<Lane, Integer> waitingMax;
    private final int waitingOfProjectMax;
    private final Map<Lane, FairLine> lines = new EnumMap<>(Lane.class);
    private final Map<Lane, Integer> places = new EnumMap<>(Lane.class);
    private final Map<Lane, Integer> runningByLane = new EnumMap<>(Lane.class);
    private final Map<UUID, Integer> runningByProject = new HashMap<>();
    private final Map<UUID, Integer> runningByApp = new HashMap<>();
    private int running;
    private int peopleInARow;

    /** @param weights how many turns a project has for one of a project of weight 1 */
    RunQueue(Executor executor, Limits limits, ToIntFunction<UUID> weights) {
        this.executor = executor;
        this.bounds = Bounds.of(limits);
        this.waitingMax = Map.of(
                Lane.PEOPLE, limits.intOf(Limit.RUN_QUEUE_COUNT),
                Lane.SCHEDULES, limits.intOf(Limit.RUN_QUEUE_SCHEDULED_COUNT),
                // Each that runs may wait for one, and that one for another.
                Lane.TOOLS, limits.intOf(Limit.RUN_CONCURRENT_COUNT) * (limits.intOf(Limit.TOOLS_DEPTH_COUNT) - 1));
        this.waitingOfProjectMax = limits.intOf(Limit.RUN_QUEUE_PER_PROJECT_COUNT);
        for (Lane lane : Lane.values()) {
            lines.put(lane, new FairLine(weights));
        }
    }

    /** What is to be done, and what afterwards, when its place is given back already. */
    record Work(Runnable run, Runnable afterwards) {}

    /** A place in the queue: either used or given back. */
    final class Place implements AutoCloseable {
        private final Lane lane;
        private Optional<Whose> whose = Optional.empty();
        private boolean admitted;
        private boolean open = true;

        private Place(Lane lane) {
            this.lane = lane;
        }

        /**
         * Says whose it is. True when its turn is now: then the room for it is held until it is started or given back.
         *
         * @throws Refusal {@code RATE_LIMITED} when too many of its project wait
         */
        boolean of(Whose owner) {
            synchronized (RunQueue.this) {
                if (whose.isPresent()) {
                    throw new IllegalStateException("This place is somebody's already");
                }
                if (fits(lane, owner)) {
                    admitted = true;
                    count(lane, owner, 1);
                } else {
                    refuseTooManyOf(owner.project());
                }
                whose = Optional.of(owner);
                return admitted;
            }
        }

        private void refuseTooManyOf(UUID project) {
            // Schedules wait anyway: where they are not queued, their due times are.
            if (lane == Lane.PEOPLE && line(lane).of(project) >= waitingOfProjectMax) {
                throw new Refusal(
                        RefusalCode.RATE_LIMITED,
                        waitingOfProjectMax
                                + " runs of this project are waiting already, the most that this server takes"
                                + " of one; try again later");
            }
        }

        /**
         * The work runs once, at once or in its turn; its place is given back when it has ended.
         *
         * @return has it done now if it still waits, beside what runs: for work of which only the end is left to do
         * @throws Refusal {@code UNAVAILABLE} when the server is stopping
         */
        Runnable start(Work work) {
            Item item;
            synchronized (RunQueue.this) {
                if (!open) {
                    throw new IllegalStateException("This place was used or given back before");
                }
                open = false;
                item = new Item(lane, whose.orElseThrow(() -> new IllegalStateException("Nobody's place")), work);
                if (!admitted) {
                    line(lane).add(item);
                }
            }
            boolean taken = admitted ? execute(item) : startWaiting(item);
            if (!taken) {
                throw new Refusal(RefusalCode.UNAVAILABLE, "The server takes no more work, it is stopping");
            }
            return () -> hurry(item);
        }

        @Override
        public void close() {
            synchronized (RunQueue.this) {
                if (!open) {
                    return;
                }
                open = false;
                places.merge(lane, -1, Integer::sum);
                if (!admitted) {
                    return;
                }
                count(lane, whose.orElseThrow(), -1);
            }
            startWaiting();
        }
    }

    record Item(Lane lane, Whose whose, Work work) {}

    /** @throws Refusal {@code RATE_LIMITED} when all places are taken */
    synchronized Place reserve(Lane lane) {
        int taken = places.getOrDefault(lane, 0);
        if (taken >= bounds.running() + waitingMax(lane)) {
            throw new Refusal(
                    RefusalCode.RATE_LIMITED,
                    waitingMax(lane) + " runs are waiting already, the most that this server takes; try again later");
        }
        places.merge(lane, 1, Integer::sum);
        return new Place(lane);
    }

    /** As many as there are. */
    synchronized List<Place> reserve(Lane lane, int countMax) {
        int free = bounds.running() + waitingMax(lane) - places.getOrDefault(lane, 0);
        return Stream.generate(() -> reserve(lane))
                .limit(Math.clamp(free, 0, countMax))
                .toList();
    }

    /** How many wait for their turn. */
    synchronized int waiting() {
        return lines.values().stream().mapToInt(FairLine::size).sum();
    }

    /** Whether anything waits, runs, or is about to. */
    synchronized boolean busy() {
        return places.values().stream().anyMatch(taken -> taken > 0);
    }

    private FairLine line(Lane lane) {
        return Objects.requireNonNull(lines.get(lane));
    }

    private int waitingMax(Lane lane) {
        return Objects.requireNonNull(waitingMax.get(lane));
    }

    private boolean fits(Lane lane, Whose whose) {
        return lane == Lane.TOOLS || fitsBesideOthers(lane, whose);
    }

    private boolean fitsBesideOthers(Lane lane, Whose whose) {
        return running < bounds.running()
                && (lane == Lane.PEOPLE || runningByLane.getOrDefault(lane, 0) < bounds.runningOfSchedules())
                && runningByProject.getOrDefault(whose.project(), 0) < bounds.runningOfProject()
                && runningByApp.getOrDefault(whose.app(), 0) < bounds.runningOfApp();
    }

    private void count(Lane lane, Whose whose, int more) {
        if (lane == Lane.TOOLS) {
            return;
        }
        running += more;
        runningByLane.merge(lane, more, Integer::sum);
        runningByProject.merge(whose.project(), more, RunQueue::sumOrNothing);
        runningByApp.merge(whose.app(), more, RunQueue::sumOrNothing);
    }

    /** The maps hold only what runs. */
    private static @Nullable Integer sumOrNothing(Integer one, Integer other) {
        return one + other == 0 ? null : Integer.valueOf(one + other);
    }

    /** The one whose turn it is, counted as running. */
    private synchronized Optional<Item> next() {
        Lane first = peopleInARow >= bounds.peopleInARow() ? Lane.SCHEDULES : Lane.PEOPLE;
        Lane second = first == Lane.PEOPLE ? Lane.SCHEDULES : Lane.PEOPLE;
        Optional<Item> item = next(first).or(() -> next(second));
        item.ifPresent(found -> {
            peopleInARow = found.lane() == Lane.PEOPLE ? peopleInARow + 1 : 0;
            count(found.lane(), found.whose(), 1);
        });
        return item;
    }

    private Optional<Item> next(Lane lane) {
        Predicate<Item> may = item -> fits(lane, item.whose());
        return line(lane).take(may);
    }

    private void startWaiting() {
        next().ifPresent(this::execute);
    }

    /** @return false when this item is not taken, as the server is stopping */
    private boolean startWaiting(Item added) {
        Optional<Item> item = next();
        if (item.isEmpty() || execute(item.get())) {
            return true;
        }
        synchronized (this) {
            if (line(added.lane()).remove(added)) {
                places.merge(added.lane(), -1, Integer::sum);
            }
        }
        return false;
    }

    /** @return false when the server is stopping; then what it holds is given back */
    private boolean execute(Item item) {
        try {
            executor.execute(() -> work(item));
            return true;
        } catch (RuntimeException stopping) {
            end(item);
            return false;
        }
    }

    private void hurry(Item item) {
        synchronized (this) {
            if (!Objects.requireNonNull(lines.get(item.lane())).remove(item)) {
                return;
            }
            count(item.lane(), item.whose(), 1);
        }
        execute(item);
    }

    private void work(Item first) {
        Optional<Item> item = Optional.of(first);
        while (item.isPresent()) {
            Item now = item.get();
            try {
                now.work().run().run();
            } finally {
                end(now);
                item = next();
                now.work().afterwards().run();
            }
        }
    }

    private synchronized void end(Item item) {
        count(item.lane(), item.whose(), -1);
        places.merge(item.lane(), -1, Integer::sum);
    }
}
