package ai.ekaya.boot.fleet;

import ai.ekaya.boot.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** Kills two servers at random moments, each on a thread of its own, so that now and then both are away; and their database. */
public final class Killers {
    private static final Duration PAUSE = Duration.ofSeconds(60);
    private static final Duration STARTING = Duration.ofSeconds(300);

    private final TwoServers servers;
    private final List<Thread> threads;
    private final AtomicInteger kills = new AtomicInteger();
    private final AtomicInteger pauses = new AtomicInteger();
    private final AtomicInteger crashes = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /**
     * @param kills of both servers together
     * @param others how many of them are followed by a pause of 60 s, and how many crashes of the database there are
     */
    public Killers(TwoServers servers, int kills, int others, long seed) {
        this.servers = servers;
        Random random = new Random(seed);
        threads = List.of(
                thread(() -> kill(servers.one(), (kills + 1) / 2, (others + 1) / 2, new Random(random.nextLong()))),
                thread(() -> kill(servers.two(), kills / 2, others / 2, new Random(random.nextLong()))),
                thread(() -> crash(others, new Random(random.nextLong()))));
        threads.forEach(Thread::start);
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (RuntimeException | AssertionError e) {
                failure.compareAndSet(null, e);
            }
        });
        thread.setDaemon(true);
        return thread;
    }

    private void kill(Server server, int times, int pausing, Random random) {
        for (int i = 0; i < times; i++) {
            // Every fourth while it still starts.
            if (random.nextInt(4) > 0) {
                await(server);
            }
            sleep(random.nextInt(12_000));
            if (i < pausing && server.isReady()) {
                server.pause();
                pauses.incrementAndGet();
                sleep(PAUSE.toMillis());
                server.resume();
                sleep(random.nextInt(5_000));
            }
            server.kill();
            kills.incrementAndGet();
            server.start();
        }
        await(server);
    }

    /** A server that lost its database while it started does not become ready, and is started again as by a supervisor. */
    private void await(Server server) {
        long end = System.nanoTime() + STARTING.toNanos();
        while (!server.isReady()) {
            if (!server.isAlive() || server.gaveUp() || System.nanoTime() > end) {
                server.kill();
                server.start();
                end = System.nanoTime() + STARTING.toNanos();
            }
            sleep(500);
        }
    }

    private void crash(int times, Random random) {
        for (int i = 0; i < times; i++) {
            sleep(20_000 + random.nextInt(40_000));
            servers.cluster().crash();
            crashes.incrementAndGet();
            sleep(random.nextInt(4_000));
            servers.cluster().start();
        }
    }

    private static void sleep(long millis) {
        long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    /** Waits until all kills are done and both servers are ready. */
    public void awaitEnd(int seconds) {
        Waiting.until("all kills are done", seconds, () -> threads.stream().noneMatch(Thread::isAlive));
        Optional.ofNullable(failure.get()).ifPresent(why -> {
            throw new IllegalStateException(why);
        });
    }

    public int kills() {
        return kills.get();
    }

    public int pauses() {
        return pauses.get();
    }

    public int crashes() {
        return crashes.get();
    }
}
