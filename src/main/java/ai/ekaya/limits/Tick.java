package ai.ekaya.limits;

import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What a timer calls again and again. A timer never calls again what threw, also an {@link Error} such as memory that was full for a
 * moment; so this throws nothing, and an outage is logged once. Thread-safe.
 */
public final class Tick implements Runnable {
    private final Runnable work;
    private final Logger logger;
    private final String failure;
    private volatile boolean failing;

    /** @param failure what is logged when it begins to fail */
    public Tick(Runnable work, Logger logger, String failure) {
        this.work = work;
        this.logger = logger;
        this.failure = failure;
    }

    @Override
    public void run() {
        try {
            work.run();
            failing = false;
        } catch (Throwable e) {
            // The top of a timer.
            log(e);
        }
    }

    private void log(Throwable e) {
        boolean first = !failing;
        failing = true;
        try {
            if (first) {
                logger.log(Level.WARNING, failure, e);
            }
        } catch (Throwable none) {
            // Without memory there is no log either; the next time says it.
            failing = false;
        }
    }
}
