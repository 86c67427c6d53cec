package ai.ekaya.sandbox;

import ai.ekaya.limits.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Many runs of one app at once, each held in its first host call until all are closed. */
final class Blocked implements AutoCloseable {
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger succeeded = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();

    /** Returns when all of them are in their host call. */
    static Blocked start(Ours ours, Guest guest, int count, long memoryBytes) throws InterruptedException {
        Blocked blocked = new Blocked();
        CountDownLatch arrived = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(() -> blocked.run(ours, guest, memoryBytes, arrived), "guest-" + i);
            blocked.threads.add(thread);
            thread.start();
        }
        if (!arrived.await(5, TimeUnit.MINUTES)) {
            throw new IllegalStateException(
                    arrived.getCount() + " of " + count + " runs did not come to their host call");
        }
        return blocked;
    }

    private void run(Ours ours, Guest guest, long memoryBytes, CountDownLatch arrived) {
        HostCall holding = (name, json) -> {
            arrived.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException("Nobody interrupts a guest's thread", e);
            }
            return Ours.DEAF.call(name, json);
        };
        RunOutcome outcome =
                ours.run(guest, memoryBytes, holding, new Cancellation()).outcome();
        if (outcome instanceof RunOutcome.Succeeded) {
            succeeded.incrementAndGet();
        } else {
            System.err.println(outcome);
        }
    }

    /** How many runs came to a good end, once all have ended. */
    int succeededOnceReleased() throws InterruptedException {
        close();
        return succeeded.get();
    }

    @Override
    public void close() throws InterruptedException {
        release.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
