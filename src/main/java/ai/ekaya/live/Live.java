package ai.ekaya.live;

import ai.ekaya.host.RunId;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Tick;
import ai.ekaya.notify.Onlookers;
import ai.ekaya.store.Signals;
import ai.ekaya.store.Store;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;

/**
 * What runs do, for who looks on, on this server and on others. Where nobody looks nothing is made, sent or stored. All of it is for
 * people who watch: what counts is what a run's record says. Thread-safe.
 */
@Singleton
public final class Live implements Onlookers, AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(Live.class.getName());

    private final Limits limits;
    private final Clock clock;
    private final LiveThreads threads;
    private final Elsewhere elsewhere;
    private final Map<ProjectId, Channel> channels = new ConcurrentHashMap<>();
    private final Map<RunId, LiveRun> runs = new ConcurrentHashMap<>();
    private Optional<Future<?>> ticks = Optional.empty();

    @Inject
    public Live(Store store, Signals signals, Limits limits, Clock clock, LiveThreads threads) {
        this.limits = limits;
        this.clock = clock;
        this.threads = threads;
        this.elsewhere = new Elsewhere(store, signals, limits, clock, threads, this);
    }

    /** From now on other servers are told, and heard. */
    public synchronized void open() {
        elsewhere.open();
        long millis = limits.of(Limit.LIVE_TICK_MILLIS);
        ticks = Optional.of(threads.timer()
                .scheduleWithFixedDelay(
                        new Tick(this::tick, LOGGER, "Could not look for what runs of other servers do"),
                        millis,
                        millis,
                        TimeUnit.MILLISECONDS));
    }

    private void tick() {
        forget();
        elsewhere.tick();
    }

    /** Channels that nobody came back to. */
    void forget() {
        long now = clock.millis();
        channels.keySet()
                .forEach(project ->
                        channels.computeIfPresent(project, (key, channel) -> channel.isOver(now) ? null : channel));
    }

    /**
     * A run is in another state, which is committed.
     *
     * @param app its slug
     */
    public void changed(ProjectId project, RunId run, String app, String state, Optional<String> outcome) {
        if (wants(project, LiveEvent.Kind.RUN, run.value(), app)) {
            String json = EventJson.state(run.value(), app, state, outcome, clock.instant());
            publish(project, List.of(new LiveEvent(LiveEvent.Kind.RUN, run.value(), app, json)));
        }
    }

    @Override
    public void changed(ProjectId project, Onlookers.Change change) {
        UUID run = change.run().orElse(LiveEvent.NO_RUN);
        if (wants(project, LiveEvent.Kind.NOTIFICATION, run, change.app())) {
            String json = EventJson.notification(change, clock.instant());
            publish(project, List.of(new LiveEvent(LiveEvent.Kind.NOTIFICATION, run, change.app(), json)));
        }
    }

    /** For a run that begins here; to be closed when its guest has ended. */
    public LiveRun watch(ProjectId project, RunId run, String app) {
        LiveRun begun = new LiveRun(this, project, run, app, clock.millis(), limits);
        runs.put(run, begun);
        return begun;
    }

    void ended(RunId run) {
        runs.remove(run);
    }

    /** Whether anybody looks on, here or elsewhere. */
    boolean wants(ProjectId project, LiveEvent.Kind kind, UUID run, String app) {
        Channel channel = channels.get(project);
        return channel != null && channel.wants(kind, run, app) || elsewhere.wants(project, kind, run, app);
    }

    /** To who listens here, and to other servers. */
    void publish(ProjectId project, List<LiveEvent> events) {
        publishHere(project, events);
        elsewhere.send(project, events);
    }

    void publishHere(ProjectId project, List<LiveEvent> events) {
        Channel channel = channels.get(project);
        if (channel != null && !events.isEmpty()) {
            channel.publish(events);
        }
    }

    /**
     * From now on the listener gets what it wishes, and at once what is known of runs that go on.
     *
     * @param lastEventId what the client says that it saw last
     */
    void add(ProjectId project, Listener listener, Optional<String> lastEventId) {
        Channel channel = channels.compute(project, (key, known) -> {
            Channel joined = known == null ? new Channel(limits) : known;
            if (!joined.add(listener, lastEventId)) {
                soFar(project, listener);
            }
            return joined;
        });
        elsewhere.wish(project, channel, listener.wish());
        runs.values().stream()
                .filter(run -> run.project().equals(project) && run.isFor(listener.wish()))
                .forEach(LiveRun::soon);
    }

    /** Logs and calls of one run alone: of all together they are many, and nobody asked for one of them. */
    private void soFar(ProjectId project, Listener listener) {
        Wish wish = listener.wish();
        runs.values().stream()
                .filter(run -> run.project().equals(project) && run.isFor(wish))
                .flatMap(run -> run.soFar().stream())
                .filter(wish::takes)
                .filter(event -> wish.run().isPresent() || event.kind() == LiveEvent.Kind.PROGRESS)
                .forEach(event -> listener.offer(Frame.snapshot(event)));
    }

    /** What is known here of runs that another server begins to look at. */
    List<LiveEvent> soFar(ProjectId project, Wish wish) {
        return runs.values().stream()
                .filter(run -> run.project().equals(project) && run.isFor(wish))
                .peek(LiveRun::soon)
                .flatMap(run -> run.soFar().stream())
                .filter(wish::takes)
                .filter(event -> wish.run().isPresent() || event.kind() == LiveEvent.Kind.PROGRESS)
                .toList();
    }

    void remove(ProjectId project, Listener listener) {
        Channel channel = channels.get(project);
        if (channel != null) {
            channel.remove(listener, clock.millis());
        }
    }

    /** Up to where a listener of the project has missed nothing. */
    String position(ProjectId project) {
        Channel channel = channels.get(project);
        return channel == null ? "" : channel.position();
    }

    Map<ProjectId, Channel> channels() {
        return channels;
    }

    /** Does something a moment later, so that what happens meanwhile goes along. */
    void later(Runnable work) {
        threads.timer()
                .schedule(
                        () -> threads.executor().execute(work),
                        limits.of(Limit.LIVE_GATHER_MILLIS),
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void close() {
        ticks.ifPresent(timer -> timer.cancel(false));
        ticks = Optional.empty();
        elsewhere.close();
    }
}
