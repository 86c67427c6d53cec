package ai.ekaya.sandbox;

import ai.ekaya.limits.Cancellation;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The smallest app from start to end: all that a run costs before and after the app's own work. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 4)
@Measurement(iterations = 5, time = 4)
public class FreshInstanceBenchmark {
    private final Ours ours = new Ours();
    private final Guest guest = ours.prepare("export default () => 1");

    @Benchmark
    public RunOutcome run() {
        return ours.run(guest, 16 << 20, Ours.DEAF, new Cancellation()).outcome();
    }
}
