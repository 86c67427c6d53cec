package ai.ekaya.sql;

import ai.ekaya.limits.Cancellation;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** So many at once, who waits longest first; whoever is cancelled stops waiting at once. Thread-safe. */
final class Places {
    private final Deque<CompletableFuture<Boolean>> waiting = new ArrayDeque<>();
    private int free;

    Places(int count) {
        this.free = count;
    }

    /** Whether there was one in time, and nobody cancelled. */
    boolean take(Duration atMost, Cancellation cancellation) {
        CompletableFuture<Boolean> turn = new CompletableFuture<>();
        synchronized (this) {
            if (free > 0) {
                free--;
                return true;
            }
            waiting.add(turn);
        }
        boolean got;
        try (Cancellation.Registration registration = cancellation.onCancel(() -> turn.complete(false))) {
            got = turn.completeOnTimeout(false, atMost.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        }
        if (!got) {
            synchronized (this) {
                waiting.remove(turn);
            }
        }
        return got;
    }

    /** To whoever waits longest, if anybody still does. */
    synchronized void giveBack() {
        for (CompletableFuture<Boolean> next = waiting.poll(); next != null; next = waiting.poll()) {
            if (next.complete(true)) {
                return;
            }
        }
        free++;
    }
}
