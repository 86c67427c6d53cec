package ai.ekaya.sandbox;

import ai.ekaya.limits.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.provider.ValueSource;

/** Time from a cancel to a free thread, over the endless programs of {@link JsGuestTest} and a host call that blocks. */
final class StopLatency {
    private static final int ROUNDS = 20;

    private final Ours ours = new Ours();
    private final Random random = new Random(1);
    private final List<Long> nanos = new ArrayList<>();
    private int endedOtherwise;

    public static void main(String[] args) throws Exception {
        new StopLatency().measure();
        System.exit(0);
    }

    private void measure() throws Exception {
        List<Guest> guests = new ArrayList<>();
        for (String body : endless()) {
            guests.add(ours.prepare("export default async function ({ host }) {\n" + body + "\n}"));
        }
        guests.add(ours.prepare("export default async ({ host }) => { for (;;) await host.now() }"));
        for (int round = 0; round < ROUNDS; round++) {
            for (Guest guest : guests) {
                stop(guest);
            }
        }
        Spread times = new Spread(nanos);
        String how = "%d stops of %d programs, cold ones too, after 20 to 200 ms; slowest %.1f ms; %d ended otherwise";
        Object[] numbers = {nanos.size(), guests.size(), times.maxMillis(), endedOtherwise};
        Figure.STOP_P50.tell(times.percentileMillis(50), how, numbers);
        Figure.STOP_P99.tell(times.percentileMillis(99), how, numbers);
    }

    /** The test's own list, so that there is one. */
    private static String[] endless() throws NoSuchMethodException {
        return JsGuestTest.class
                .getDeclaredMethod("endless_loops_end_at_the_timeout", String.class)
                .getAnnotation(ValueSource.class)
                .strings();
    }

    private void stop(Guest guest) throws InterruptedException {
        Cancellation cancellation = new Cancellation();
        AtomicLong ended = new AtomicLong();
        AtomicReference<RunOutcome> outcome = new AtomicReference<>();
        Thread thread = new Thread(
                () -> {
                    outcome.set(ours.run(guest, 16 << 20, blocking(cancellation), cancellation)
                            .outcome());
                    ended.set(System.nanoTime());
                },
                "guest");
        thread.start();
        Thread.sleep(20 + random.nextInt(180));
        long cancelled = System.nanoTime();
        cancellation.cancel(Cancellation.Cause.REQUESTED);
        thread.join();
        if (outcome.get() instanceof RunOutcome.Cancelled) {
            nanos.add(ended.get() - cancelled);
        } else {
            endedOtherwise++;
        }
    }

    /** A host call that would never answer, and ends by its handle as a query does. */
    private static HostCall blocking(Cancellation cancellation) {
        return (name, json) -> {
            CountDownLatch end = new CountDownLatch(1);
            try (var handle = cancellation.onCancel(end::countDown)) {
                end.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException("Nobody interrupts a guest's thread", e);
            }
            return Ours.DEAF.call(name, json);
        };
    }
}
