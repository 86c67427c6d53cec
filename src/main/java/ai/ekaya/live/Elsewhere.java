package ai.ekaya.live;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.store.Signals;
import ai.ekaya.store.Store;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The other servers. Each says, again and again, what its listeners wish to see; whoever runs such a run writes its events, gathered,
 * into a table that the others read when they are told. Thread-safe.
 */
final class Elsewhere implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(Elsewhere.class.getName());
    private static final String WISHES = "live-wish";
    private static final String EVENTS = "live-events";
    private static final String ASKS = "live-ask";

    private final UUID self = UUID.randomUUID();
    private final Signals signals;
    private final Limits limits;
    private final Clock clock;
    private final LiveThreads threads;
    private final Live live;
    private final SharedEvents shared;
    private final List<Signals.Registration> registrations = new ArrayList<>();
    /** What others wish, until when. */
    private final Map<ProjectId, Map<Wish, Long>> wishes = new ConcurrentHashMap<>();

    private final Map<ProjectId, Outgoing> outgoing = new ConcurrentHashMap<>();
    private final Set<ProjectId> reading = ConcurrentHashMap.newKeySet();
    private final Set<ProjectId> toRead = ConcurrentHashMap.newKeySet();

    Elsewhere(Store store, Signals signals, Limits limits, Clock clock, LiveThreads threads, Live live) {
        this.signals = signals;
        this.limits = limits;
        this.clock = clock;
        this.threads = threads;
        this.live = live;
        this.shared = new SharedEvents(store, limits, clock, self);
    }

    void open() {
        registrations.add(signals.listen(WISHES, this::heardWish));
        registrations.add(signals.listen(EVENTS, this::heardEvents));
        registrations.add(signals.listen(ASKS, key -> threads.executor().execute(this::tellWishes)));
        registrations.add(signals.listenGaps(this::gap));
    }

    /** Who begins to listen hears of what others do once they know. */
    void wish(ProjectId project, Channel channel, Wish wish) {
        shared.begin(project, channel);
        signals.tell(WISHES, self + " " + project + " " + wish.text());
    }

    boolean wants(ProjectId project, LiveEvent.Kind kind, UUID run, String app) {
        Map<Wish, Long> ofProject = wishes.get(project);
        if (ofProject == null) {
            return false;
        }
        long now = clock.millis();
        return ofProject.entrySet().stream()
                .anyMatch(each -> each.getValue() > now && each.getKey().takes(kind, run, app));
    }

    /** Of these, what others wish to see. */
    void send(ProjectId project, List<LiveEvent> events) {
        List<LiveEvent> wanted = events.stream()
                .filter(event -> wants(project, event.kind(), event.run(), event.app()))
                .toList();
        if (wanted.isEmpty()) {
            return;
        }
        outgoing.compute(project, (key, gathered) -> {
            Outgoing gathering = gathered == null ? new Outgoing(limits) : gathered;
            gathering.add(wanted);
            if (gathered == null) {
                live.later(() -> flush(project));
            }
            return gathering;
        });
    }

    /** The top of a thread. */
    private void flush(ProjectId project) {
        Outgoing gathered = outgoing.remove(project);
        if (gathered == null) {
            return;
        }
        try {
            // INVARIANT: one after the other, so that a server's batches become visible in the order of their ids.
            synchronized (shared) {
                shared.write(project, gathered.batch());
            }
            signals.tell(EVENTS, self + " " + project);
        } catch (RuntimeException e) {
            // They are for people who look on, and are told of again by the run's record.
            LOGGER.log(Level.WARNING, "Other servers do not see what runs here do", e);
        }
    }

    private void heardWish(String key) {
        String[] parts = key.split(" ", 3);
        if (parts.length < 3 || parts[0].equals(self.toString())) {
            return;
        }
        Optional<Wish> wish = Wish.parse(parts[2]);
        ProjectId project = new ProjectId(UUID.fromString(parts[1]));
        if (wish.isPresent() && remember(project, wish.get())) {
            threads.executor().execute(() -> send(project, live.soFar(project, wish.get())));
        }
    }

    /** Whether it is new. */
    private boolean remember(ProjectId project, Wish wish) {
        long now = clock.millis();
        Map<Wish, Long> ofProject = wishes.computeIfAbsent(project, key -> new ConcurrentHashMap<>());
        Long known = ofProject.get(wish);
        boolean fresh = known == null || known <= now;
        if (fresh && ofProject.size() >= limits.intOf(Limit.LIVE_WISHES_COUNT)) {
            return false;
        }
        ofProject.put(wish, now + limits.of(Limit.LIVE_WISH_MILLIS));
        return fresh;
    }

    private void heardEvents(String key) {
        String[] parts = key.split(" ", 2);
        if (parts.length == 2 && !parts[0].equals(self.toString())) {
            read(new ProjectId(UUID.fromString(parts[1])));
        }
    }

    /** One after the other: what is told of meanwhile is read afterwards. */
    private void read(ProjectId project) {
        if (!live.channels().containsKey(project)) {
            return;
        }
        toRead.add(project);
        if (reading.add(project)) {
            threads.executor().execute(() -> reading(project));
        }
    }

    /** The top of a thread. */
    private void reading(ProjectId project) {
        try {
            while (toRead.remove(project)) {
                readNow(project);
            }
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "Could not read what runs of other servers do", e);
        } finally {
            reading.remove(project);
        }
        if (toRead.contains(project)) {
            read(project);
        }
    }

    private void readNow(ProjectId project) {
        Channel channel = live.channels().get(project);
        if (channel == null) {
            return;
        }
        for (SharedEvents.Batch batch : shared.read(project, channel)) {
            if (batch.gap()) {
                channel.reset();
            }
            channel.publish(batch.events());
        }
    }

    /** Signals were lost, and with them perhaps events: listeners are told to look for themselves. */
    private void gap() {
        threads.executor().execute(() -> {
            live.channels().values().forEach(Channel::reset);
            tellWishes();
            signals.tell(ASKS, self.toString());
        });
    }

    private void tellWishes() {
        int most = limits.intOf(Limit.LIVE_WISHES_COUNT);
        live.channels()
                .forEach((project, channel) -> channel.wishes().stream()
                        .limit(most)
                        .forEach(wish -> signals.tell(WISHES, self + " " + project + " " + wish.text())));
    }

    /** Says again what is wished, looks for what no signal told of, forgets what is over. */
    void tick() {
        tellWishes();
        live.channels().keySet().forEach(this::read);
        long now = clock.millis();
        wishes.values().forEach(each -> each.values().removeIf(until -> until <= now));
        wishes.values().removeIf(Map::isEmpty);
        shared.forget(live.channels());
    }

    @Override
    public void close() {
        registrations.forEach(Signals.Registration::close);
        registrations.clear();
    }

    /** Events of a project that wait to be written together. Not thread-safe. */
    private static final class Outgoing {
        private final int bytesMax;
        private final List<LiveEvent> events = new ArrayList<>();
        private long bytes;
        private boolean gap;

        Outgoing(Limits limits) {
            this.bytesMax = limits.intOf(Limit.LIVE_SENT_BYTES);
        }

        void add(List<LiveEvent> more) {
            for (LiveEvent event : more) {
                bytes += event.bytes();
                if (bytes > bytesMax) {
                    gap = true;
                } else {
                    events.add(event);
                }
            }
        }

        SharedEvents.Batch batch() {
            return new SharedEvents.Batch(gap, List.copyOf(events));
        }
    }
}
