package ai.ekaya.sandbox;

import ai.ekaya.limits.Cancellation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What {@code ai.ekaya.run.WarmUp} does after the server's start, without a server: the same programs on a thread of least priority,
 * for as much processor time, until a user's run comes.
 */
final class ServerWarmUp {
    private static final String FILE = "/ai/ekaya/run/warm-up.js";
    private static final String ONE_PROGRAM = "return programs[input.program](host);";
    private static final String ALL_PROGRAMS = "for (const name of Object.keys(programs)) await programs[name](host);";
    private static final String ROWS = "{\"ok\":true,\"result\":{\"columns\":[{\"name\":\"id\",\"type\":\"int8\"}],"
            + "\"rows\":[[1,\"one\",null]],\"truncated\":false}}";

    /** The default of {@code RUN_WARM_UP_MILLIS}. */
    private static final long CPU_NANOS_MAX = 10_000_000_000L;

    private final Ours ours;
    private final Cancellation stop = new Cancellation();
    private long threadId = -1;

    ServerWarmUp(Ours ours) {
        this.ours = ours;
    }

    void start() {
        source().ifPresent(source -> {
            Thread thread = new Thread(() -> work(source), "warm-up");
            thread.setPriority(Thread.MIN_PRIORITY);
            thread.setDaemon(true);
            thread.start();
            threadId = thread.threadId();
        });
    }

    /** A user's run is there. */
    void stop() {
        stop.cancel(Cancellation.Cause.REQUESTED);
    }

    /** Processor time that it has had. */
    double seconds() {
        // −1 as the JVM gives it means that the thread has ended, with all that it may have.
        long nanos = threadId < 0 ? 0 : ManagementFactory.getThreadMXBean().getThreadCpuTime(threadId);
        return (nanos < 0 ? CPU_NANOS_MAX : nanos) / 1e9;
    }

    private void work(String source) {
        var cpu = ManagementFactory.getThreadMXBean();
        while (!stop.cancelled() && cpu.getCurrentThreadCpuTime() < CPU_NANOS_MAX) {
            RunOutcome outcome = ours.run(ours.prepare(source), 16 << 20, (name, json) -> ROWS, stop)
                    .outcome();
            if (!stop.cancelled() && !(outcome instanceof RunOutcome.Succeeded)) {
                throw new IllegalStateException("The warm-up ended as " + outcome);
            }
        }
    }

    /** @return nothing when the server has no warm-up */
    private static Optional<String> source() {
        try (InputStream in = ServerWarmUp.class.getResourceAsStream(FILE)) {
            if (in == null) {
                return Optional.empty();
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            if (!text.contains(ONE_PROGRAM)) {
                throw new IllegalStateException(FILE + " has no line " + ONE_PROGRAM);
            }
            return Optional.of(text.replace(ONE_PROGRAM, ALL_PROGRAMS));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + FILE, e);
        }
    }
}
