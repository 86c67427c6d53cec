package ai.ekaya.live;

import ai.ekaya.host.RunId;
import ai.ekaya.identity.Access;
import ai.ekaya.identity.Action;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.identity.Standing;
import ai.ekaya.identity.Standings;
import ai.ekaya.identity.UserId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.limits.Tick;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The streams of this server: how many there may be, that they are alive, and that who reads them still may. Thread-safe. */
@Singleton
public final class Streams implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(Streams.class.getName());

    /** A second would do where the network is fast; the others are for a client far away. */
    private static final int PROBES = 4;

    private final Live live;
    private final RunRecords records;
    private final Standings standings;
    private final Limits limits;
    private final Clock clock;
    private final LiveThreads threads;
    private final Semaphore askers;
    private final Map<UUID, Open> open = new ConcurrentHashMap<>();
    private Optional<Future<?>> ticks = Optional.empty();

    @Inject
    public Streams(
            Live live, RunRecords records, Standings standings, Limits limits, Clock clock, LiveThreads threads) {
        this.live = live;
        this.records = records;
        this.standings = standings;
        this.limits = limits;
        this.clock = clock;
        this.threads = threads;
        this.askers = new Semaphore(limits.intOf(Limit.LIVE_PROBERS_COUNT));
    }

    /** Who reads a stream, and when that was last asked; none while it is asked. */
    private static final class Open {
        private final ProjectId project;
        private final UserId user;
        private final Standing standing;
        private final AtomicBoolean asking = new AtomicBoolean();
        private volatile long askedAtMillis;
        private final CompletableFuture<Void> left = new CompletableFuture<>();
        private volatile Optional<EventStream> stream = Optional.empty();

        Open(ProjectId project, UserId user, Standing standing, long nowMillis) {
            this.project = project;
            this.user = user;
            this.standing = standing;
            this.askedAtMillis = nowMillis;
        }
    }

    /**
     * What somebody asks for.
     *
     * @param lastEventId what the client says that it saw last
     * @param atMost when it ends by itself
     */
    record Asked(
            ProjectId project,
            Principal principal,
            Standing standing,
            Wish wish,
            Optional<String> lastEventId,
            Optional<Duration> atMost) {}

    public synchronized void open() {
        long millis = limits.of(Limit.LIVE_TICK_MILLIS);
        ticks = Optional.of(threads.timer()
                .scheduleWithFixedDelay(
                        new Tick(this::look, LOGGER, "Could not look after the streams"),
                        millis,
                        millis,
                        TimeUnit.MILLISECONDS));
    }

    /**
     * Takes one of the places that there are; the stream is then {@link #begin begun}.
     *
     * @throws Refusal {@code NOT_FOUND} for a run or app that the project has not, {@code RATE_LIMITED} when the user or the server
     *     has as many as there may be
     */
    UUID reserve(Asked asked) {
        require(asked);
        List<Open> full = full(asked.principal().user());
        if (!full.isEmpty()) {
            askWhoIsThere(full);
        }
        return take(asked);
    }

    /** The streams of which there are as many as there may be: the user's, or the server's; none when there is a place. */
    private List<Open> full(UserId user) {
        List<Open> own =
                open.values().stream().filter(each -> each.user.equals(user)).toList();
        if (own.size() >= limits.of(Limit.LIVE_STREAMS_PER_USER_COUNT)) {
            return own;
        }
        return open.size() >= limits.of(Limit.LIVE_STREAMS_COUNT) ? List.copyOf(open.values()) : List.of();
    }

    /**
     * Waits a moment for a place of somebody who has left. The container notices that only when it writes, and mostly not with the
     * first word: the network takes that one before the other side says that nobody is there.
     */
    private void askWhoIsThere(List<Open> streams) {
        if (!askers.tryAcquire()) {
            return;
        }
        try {
            CompletableFuture<?> anyLeft = CompletableFuture.anyOf(
                    streams.stream().map(each -> each.left).toArray(CompletableFuture[]::new));
            long each = limits.of(Limit.LIVE_PROBE_MILLIS) / PROBES;
            for (int probe = 0; probe < PROBES && !anyLeft.isDone(); probe++) {
                streams.forEach(one -> one.stream.ifPresent(stream -> stream.offer(Frame.probe())));
                await(anyLeft, each);
            }
        } finally {
            askers.release();
        }
    }

    private static void await(CompletableFuture<?> anyLeft, long millis) {
        try {
            anyLeft.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException allThere) {
            // Whether there is a place is looked at afterwards, in any case.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is not there never says anything: who waited for it would wait for ever. */
    private void require(Asked asked) {
        if (asked.wish().run().isPresent() && state(asked).isEmpty()) {
            throw new Refusal(
                    RefusalCode.NOT_FOUND, "There is no run with this 'run' in this project; old runs are deleted");
        }
        asked.wish().app().filter(app -> !records.hasApp(asked.project(), app)).ifPresent(app -> {
            throw new Refusal(RefusalCode.NOT_FOUND, "There is no app with this 'app' in this project");
        });
    }

    /** Of the one run that is asked for. */
    private Optional<RunRecords.State> state(Asked asked) {
        return asked.wish().run().flatMap(run -> records.state(asked.project(), new RunId(run)));
    }

    private synchronized UUID take(Asked asked) {
        UserId user = asked.principal().user();
        long own = open.values().stream().filter(each -> each.user.equals(user)).count();
        if (own >= limits.of(Limit.LIVE_STREAMS_PER_USER_COUNT)) {
            throw new Refusal(
                    RefusalCode.RATE_LIMITED,
                    "You have " + own + " streams open, the most there may be; close one, or read the lists");
        }
        if (open.size() >= limits.of(Limit.LIVE_STREAMS_COUNT)) {
            throw new Refusal(
                    RefusalCode.RATE_LIMITED,
                    "This server has " + open.size() + " streams open, the most there may be; read the lists");
        }
        UUID id = UUID.randomUUID();
        open.put(id, new Open(asked.project(), user, asked.standing(), clock.millis()));
        return id;
    }

    /** @param id a reserved place */
    void begin(UUID id, Asked asked, AsyncContext async) {
        try {
            EventStream stream =
                    new EventStream(asked.wish(), limits, clock, threads.executor(), async, ended -> giveBack(id));
            Optional.ofNullable(open.get(id)).ifPresent(place -> place.stream = Optional.of(stream));
            live.add(asked.project(), stream, asked.lastEventId());
            // Read once the stream hears of changes: what ends before is seen here, and what ends afterwards is told.
            state(asked).ifPresent(state -> tell(stream, asked, state));
            stream.begin();
            asked.atMost()
                    .ifPresent(time -> threads.timer().schedule(stream::close, time.toMillis(), TimeUnit.MILLISECONDS));
        } catch (IOException e) {
            throw new UncheckedIOException("The answer has no stream to write to", e);
        }
    }

    private static void tell(EventStream stream, Asked asked, RunRecords.State state) {
        UUID run = asked.wish().run().orElseThrow();
        LiveEvent event = new LiveEvent(
                LiveEvent.Kind.RUN,
                run,
                state.app(),
                EventJson.state(run, state.app(), state.state(), state.outcome(), state.at()));
        if (!asked.wish().takes(event)) {
            return;
        }
        // What is queued may be older than an end, and is never older than anything else: the last word is always the
        // newest.
        if (state.isLast()) {
            stream.offer(Frame.snapshot(event));
        } else {
            stream.offerFirst(Frame.snapshot(event));
        }
    }

    /** A place that no stream goes on in. */
    void giveBack(UUID id) {
        Optional.ofNullable(open.remove(id)).ifPresent(place -> {
            place.stream.ifPresent(stream -> live.remove(place.project, stream));
            place.left.complete(null);
        });
    }

    void look() {
        long now = clock.millis();
        open.values()
                .forEach(each -> each.stream.ifPresent(stream -> {
                    if (stream.isStuck(now)) {
                        stream.close();
                    } else if (stream.isSilent(now)) {
                        stream.offer(Frame.beat(live.position(each.project)));
                    }
                    if (now - each.askedAtMillis >= limits.of(Limit.LIVE_RIGHTS_MILLIS)
                            && each.asking.compareAndSet(false, true)) {
                        threads.executor().execute(() -> ask(each, stream));
                    }
                }));
    }

    /** The top of a thread. */
    private void ask(Open one, EventStream stream) {
        try {
            // SECURITY: guarded by EventsIT.a_stream_ends_with_the_right_to_it.
            boolean may = standings
                    .today(one.standing)
                    .filter(principal -> Access.may(principal, Action.SEE_PROJECT, one.project))
                    .isPresent();
            one.askedAtMillis = clock.millis();
            if (!may) {
                stream.close();
            }
        } catch (RuntimeException unknown) {
            // Who cannot be shown to be somebody is nobody; the client comes again, and is asked as for any request.
            LOGGER.log(Level.WARNING, "Could not look who reads a stream; it ends", unknown);
            stream.close();
        } finally {
            one.asking.set(false);
        }
    }

    /** How many there are. */
    public int count() {
        return open.size();
    }

    @Override
    public synchronized void close() {
        ticks.ifPresent(timer -> timer.cancel(false));
        ticks = Optional.empty();
        open.values().forEach(each -> each.stream.ifPresent(EventStream::close));
    }
}
