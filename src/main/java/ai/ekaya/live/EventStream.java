package ai.ekaya.live;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * One client's stream. No thread waits for the client: what it has not taken is kept up to a bound, and a client that takes nothing
 * for a while or leaves more than that is cut. Thread-safe.
 */
final class EventStream implements Listener, WriteListener, AsyncListener {
    private final Wish wish;
    private final Limits limits;
    private final Clock clock;
    private final Executor executor;
    private final AsyncContext async;
    private final ServletOutputStream out;
    private final Consumer<EventStream> whenClosed;
    private final Deque<byte[]> queue = new ArrayDeque<>();
    private long bytes;
    private boolean begun;
    private boolean draining;
    private boolean unflushed;
    private boolean closed;
    private long wroteAtMillis;

    EventStream(
            Wish wish,
            Limits limits,
            Clock clock,
            Executor executor,
            AsyncContext async,
            Consumer<EventStream> whenClosed)
            throws IOException {
        this.wish = wish;
        this.limits = limits;
        this.clock = clock;
        this.executor = executor;
        this.async = async;
        this.out = async.getResponse().getOutputStream();
        this.whenClosed = whenClosed;
        this.wroteAtMillis = clock.millis();
    }

    /** From here on the container says when the client takes something. */
    void begin() throws IOException {
        async.setTimeout(0);
        async.addListener(this);
        // Liberty keeps a first flush that comes by the listener until there is more.
        async.getResponse().flushBuffer();
        out.setWriteListener(this);
    }

    @Override
    public Wish wish() {
        return wish;
    }

    @Override
    public void offer(byte[] frame) {
        synchronized (this) {
            if (closed) {
                return;
            }
            bytes += frame.length;
            queue.add(frame);
        }
        if (over()) {
            close();
        } else {
            drainSoon();
        }
    }

    /** Before the stream is begun: what the client gets right after its greeting, whatever was offered meanwhile. */
    synchronized void offerFirst(byte[] frame) {
        byte[] greeting = queue.remove();
        queue.addFirst(frame);
        queue.addFirst(greeting);
        bytes += frame.length;
    }

    /** Whether the client has left too much. */
    private synchronized boolean over() {
        return bytes > limits.of(Limit.LIVE_QUEUED_BYTES);
    }

    private void drainSoon() {
        synchronized (this) {
            if (!begun || draining || closed) {
                return;
            }
            draining = true;
        }
        executor.execute(this::drain);
    }

    @Override
    public void onWritePossible() {
        synchronized (this) {
            begun = true;
            draining = true;
        }
        drain();
    }

    /** The top of a thread. */
    private void drain() {
        try {
            write();
        } catch (IOException | IllegalStateException gone) {
            // The client has left; the container may have noticed already.
            close();
        }
    }

    /** Under the lock throughout: a container's stream is not thread-safe, and nothing in here waits. */
    private synchronized void write() throws IOException {
        while (!closed && out.isReady()) {
            byte[] next = queue.poll();
            if (next != null) {
                out.write(next);
                unflushed = true;
                bytes -= next.length;
                wroteAtMillis = clock.millis();
            } else if (unflushed) {
                unflushed = false;
                out.flush();
            } else {
                draining = false;
                return;
            }
        }
        // Not ready: the container calls when it is.
    }

    /** Whether it is a while that the client took something. */
    synchronized boolean isStuck(long nowMillis) {
        return !queue.isEmpty() && nowMillis - wroteAtMillis > limits.of(Limit.LIVE_BLOCKED_MILLIS);
    }

    synchronized boolean isSilent(long nowMillis) {
        return queue.isEmpty() && nowMillis - wroteAtMillis >= limits.of(Limit.LIVE_BEAT_MILLIS);
    }

    /** Ends it, some moments later. */
    void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            queue.clear();
        }
        // Not here: who offers something holds locks, and the container has its own.
        executor.execute(() -> {
            whenClosed.accept(this);
            try {
                async.complete();
            } catch (IllegalStateException over) {
                // The container ended it before.
            }
        });
    }

    @Override
    public void onError(Throwable gone) {
        close();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        close();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        close();
    }

    @Override
    public void onError(AsyncEvent event) {
        close();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {}
}
