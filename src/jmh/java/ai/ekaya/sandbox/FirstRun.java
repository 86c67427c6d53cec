package ai.ekaya.sandbox;

import ai.ekaya.limits.Cancellation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A user's first run some time after the start of a process that does what the server does at its start, and the runs after it. */
final class FirstRun {
    private static final int RUNS_MAX = 1_000;
    private static final int SECONDS_MAX = 30;
    private static final int STEADY = 50;

    private FirstRun() {}

    /** @param args the {@link Figure} to tell, and the seconds after the start */
    public static void main(String[] args) throws IOException, InterruptedException {
        Ours ours = new Ours();
        ServerWarmUp warmUp = new ServerWarmUp(ours);
        warmUp.start();
        Thread.sleep(Long.parseLong(args[1]) * 1000);
        warmUp.stop();
        double warmUpSeconds = warmUp.seconds();
        long start = System.nanoTime();
        Guest guest = ours.prepare(Files.readString(Path.of("bench", "report.js")));
        double prepareMillis = (System.nanoTime() - start) / 1e6;
        List<Long> nanos = new ArrayList<>();
        while (nanos.size() < RUNS_MAX && System.nanoTime() - start < SECONDS_MAX * 1_000_000_000L) {
            nanos.add(run(ours, guest));
        }
        int steadyCount = Math.min(STEADY, nanos.size());
        double first = nanos.get(0) / 1e6;
        double steady =
                new Spread(nanos).part(nanos.size() - steadyCount, steadyCount).medianMillis();
        Figure.valueOf(args[0])
                .tell(
                        first / steady,
                        "%.1f ms against %.1f ms after %d runs; %.1f s of warm-up before, preparing took %.0f ms",
                        first,
                        steady,
                        nanos.size(),
                        warmUpSeconds,
                        prepareMillis);
        System.exit(0);
    }

    /** What is timed ends with the output's check; this bench's own reading of it is no part of a run. */
    private static long run(Ours ours, Guest guest) {
        long start = System.nanoTime();
        RunResult result = ours.run(guest, 16 << 20, Ours.DEAF, new Cancellation());
        long nanos = System.nanoTime() - start;
        Ours.textOf(result.outcome());
        return nanos;
    }
}
