package ai.ekaya.live;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * One project's events on one server: who listens, and the last events for who comes back after a short break. Thread-safe.
 *
 * <p>An event's id is the channel's own id and a number: only this channel, in memory, can say what came after it.
 */
final class Channel {
    private final String id = UUID.randomUUID().toString().substring(0, 8);
    private final int countMax;
    private final long bytesMax;
    private final long lingerMillis;
    private final Deque<Numbered> buffer = new ArrayDeque<>();
    private final Set<Listener> listeners = new LinkedHashSet<>();
    /** Of those who left, until when: they may come back, and shall have missed nothing. */
    private final Map<Wish, Long> lingering = new HashMap<>();

    private long bytes;
    private long last;

    private record Numbered(long number, LiveEvent event, byte[] frame) {}

    Channel(Limits limits) {
        this.countMax = limits.intOf(Limit.LIVE_BUFFERED_COUNT);
        this.bytesMax = limits.of(Limit.LIVE_BUFFERED_BYTES);
        this.lingerMillis = limits.of(Limit.LIVE_LINGER_MILLIS);
    }

    /**
     * From now on the listener gets all events that it wishes.
     *
     * @param lastEventId what the client says that it saw last
     * @return whether the client has missed nothing; false as well for one that comes for the first time
     */
    synchronized boolean add(Listener listener, Optional<String> lastEventId) {
        Optional<Long> seen = lastEventId.flatMap(this::number).filter(number -> number >= oldest() && number <= last);
        String greeting = seen.isPresent() || lastEventId.isEmpty() ? "ready" : "reset";
        listener.offer(Frame.event(id(seen.orElse(last)), greeting, "{}"));
        seen.ifPresent(number -> buffer.stream()
                .filter(each -> each.number > number && listener.wish().takes(each.event))
                .forEach(each -> listener.offer(each.frame)));
        listeners.add(listener);
        return seen.isPresent();
    }

    synchronized void remove(Listener listener, long nowMillis) {
        if (listeners.remove(listener)) {
            lingering.put(listener.wish(), nowMillis + lingerMillis);
        }
    }

    synchronized void publish(List<LiveEvent> events) {
        for (LiveEvent event : events) {
            last++;
            byte[] frame = Frame.event(id(last), event);
            buffer.add(new Numbered(last, event, frame));
            bytes += frame.length;
            listeners.stream().filter(each -> each.wish().takes(event)).forEach(each -> each.offer(frame));
        }
        while (buffer.size() > countMax || bytes > bytesMax) {
            bytes -= buffer.remove().frame.length;
        }
    }

    /** Something may have been missed that nobody knows of. */
    synchronized void reset() {
        last++;
        buffer.clear();
        bytes = 0;
        byte[] frame = Frame.event(id(last), "reset", "{}");
        listeners.forEach(each -> each.offer(frame));
    }

    synchronized String position() {
        return id(last);
    }

    synchronized boolean wants(LiveEvent.Kind kind, UUID run, String app) {
        return listeners.stream().anyMatch(each -> each.wish().takes(kind, run, app))
                || lingering.keySet().stream().anyMatch(each -> each.takes(kind, run, app));
    }

    synchronized Set<Wish> wishes() {
        Set<Wish> wishes = new LinkedHashSet<>(lingering.keySet());
        listeners.forEach(each -> wishes.add(each.wish()));
        return wishes;
    }

    /** Forgets those who did not come back. Whether nobody is left. */
    synchronized boolean isOver(long nowMillis) {
        lingering.values().removeIf(until -> until <= nowMillis);
        return listeners.isEmpty() && lingering.isEmpty();
    }

    /** The number that all that is kept came after. */
    private long oldest() {
        Numbered first = buffer.peek();
        return first == null ? last : first.number - 1;
    }

    private String id(long number) {
        return id + "-" + number;
    }

    private Optional<Long> number(String eventId) {
        String own = id + "-";
        try {
            return eventId.startsWith(own)
                    ? Optional.of(Long.parseLong(eventId.substring(own.length())))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
