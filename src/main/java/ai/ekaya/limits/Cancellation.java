package ai.ekaya.limits;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The stop of one run: a flag that the guest's loops test, and handles that end a blocking call. Thread-safe. There are no
 * interrupts: they do not end JDBC on a platform thread, and they close the connection on a virtual one.
 */
public final class Cancellation {
    /** Who stopped the run. */
    public enum Cause {
        TIMEOUT,
        REQUESTED,
        /** The server is stopping; nobody meant this run. */
        SERVER_STOP
    }

    /**
     * Registered for as long as one blocking call lasts. Closing it waits for a handle that is being called: once it is closed, the handle
     * stops nothing any more, so that no later user of the same connection is hit.
     */
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    private static final long AGAIN_MILLIS = 50;

    private final Set<Runnable> handles = new LinkedHashSet<>();
    private volatile Optional<Cause> cause = Optional.empty();

    /** The first cause wins; later ones change nothing. Each registered handle is called once. */
    public void cancel(Cause why) {
        Set<Runnable> toCall;
        synchronized (handles) {
            if (cause.isPresent()) {
                return;
            }
            cause = Optional.of(why);
            toCall = Set.copyOf(handles);
        }
        toCall.forEach(Runnable::run);
    }

    public Optional<Cause> cause() {
        return cause;
    }

    public boolean cancelled() {
        return cause.isPresent();
    }

    /** Calls {@code handle} when the run is cancelled, at once if it already is. Close the registration when the call has ended. */
    public Registration onCancel(Runnable handle) {
        return register(new Handle(handle, false));
    }

    /**
     * As {@link #onCancel}, and calls it again and again until the registration is closed: for a handle that does nothing when it comes
     * a moment before what it stops has begun, as a statement's cancel.
     */
    public Registration onCancelUntilEnded(Runnable handle) {
        return register(new Handle(handle, true));
    }

    private Registration register(Handle registered) {
        boolean late;
        synchronized (handles) {
            late = cause.isPresent();
            if (!late) {
                handles.add(registered);
            }
        }
        if (late) {
            registered.run();
        }
        return () -> {
            synchronized (handles) {
                handles.remove(registered);
            }
            registered.close();
        };
    }

    /** An own object for each, so that the same handle registered twice is two registrations. */
    private static final class Handle implements Runnable {
        private final Runnable handle;
        private final boolean again;
        private boolean closed;

        Handle(Runnable handle, boolean again) {
            this.handle = handle;
            this.again = again;
        }

        @Override
        public synchronized void run() {
            if (closed) {
                return;
            }
            handle.run();
            if (again) {
                CompletableFuture.delayedExecutor(AGAIN_MILLIS, TimeUnit.MILLISECONDS)
                        .execute(this);
            }
        }

        synchronized void close() {
            closed = true;
        }
    }
}
