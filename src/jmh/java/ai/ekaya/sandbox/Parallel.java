package ai.ekaya.sandbox;

import ai.ekaya.limits.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** How many runs two threads make while one makes one: the programs as apps, in windows that alternate between one thread and two. */
final class Parallel {
    private static final int WINDOWS = 7;
    private static final long WINDOW_NANOS = 4_000_000_000L;

    private final Ours ours = new Ours();
    private final List<Guest> guests = new ArrayList<>();

    private Parallel(Programs programs) {
        programs.names().forEach(name -> guests.add(ours.prepare(programs.app(name))));
    }

    public static void main(String[] args) throws InterruptedException {
        Parallel parallel = new Parallel(Programs.read());
        parallel.perSecond(2);
        parallel.perSecond(2);
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < WINDOWS; i++) {
            double one = parallel.perSecond(1);
            ratios.add(parallel.perSecond(2) / one);
        }
        ratios.sort(null);
        Figure.PARALLEL.tell(
                ratios.get(WINDOWS / 2),
                "median of %d pairs of windows of %d s, %.2f to %.2f",
                WINDOWS,
                WINDOW_NANOS / 1_000_000_000,
                ratios.get(0),
                ratios.get(WINDOWS - 1));
        System.exit(0);
    }

    /** Rounds of all programs a second, of all threads. */
    private double perSecond(int threadCount) throws InterruptedException {
        AtomicLong runs = new AtomicLong();
        long start = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < threadCount; i++) {
            Thread thread = new Thread(() -> runUntil(start + WINDOW_NANOS, runs), "guest-" + i);
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return runs.get() * 1e9 / (System.nanoTime() - start);
    }

    private void runUntil(long endNanos, AtomicLong runs) {
        while (System.nanoTime() < endNanos) {
            for (Guest guest : guests) {
                Ours.textOf(
                        ours.run(guest, 64 << 20, Ours.DEAF, new Cancellation()).outcome());
            }
            runs.incrementAndGet();
        }
    }
}
