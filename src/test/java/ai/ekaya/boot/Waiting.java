package ai.ekaya.boot;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for another process or thread by looking, with a bound; never a fixed sleep. */
public final class Waiting {
    private Waiting() {}

    /** @throws AssertionError when it does not become true within the seconds */
    public static void until(String what, int seconds, BooleanSupplier holds) {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("After " + seconds + " s still not: " + what);
            }
            aMoment();
        }
    }

    public static void aMoment() {
        LockSupport.parkNanos(50_000_000);
    }
}
