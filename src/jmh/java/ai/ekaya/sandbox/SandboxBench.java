package ai.ekaya.sandbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Every other figure of the sandbox, each in processes of its own. {@code ./ekaya bench sandbox}. */
final class SandboxBench {
    private final Options options;
    private final Report report = new Report("sandbox", "Sandbox");

    private SandboxBench(Options options) {
        this.options = options;
    }

    /** @param args {@code --only fresh,calls,fuel,first,heap,stop,parallel,concurrent --seconds 4 --rounds 20} */
    public static void main(String[] args) throws RunnerException, IOException {
        new SandboxBench(Options.of(args)).run();
    }

    private void run() throws RunnerException, IOException {
        report.line("");
        report.tableHead(List.of("figure", "measured", "floor", "goal", "reaches", "how"));
        for (String part : options.list(
                "only", List.of("fresh", "calls", "heap", "concurrent", "stop", "parallel", "fuel", "first"))) {
            for (Figure.Measured figure : measure(part)) {
                report.row(List.of(figure.row()));
            }
        }
        report.write();
    }

    private List<Figure.Measured> measure(String part) throws RunnerException, IOException {
        return switch (part) {
            case "fresh" -> fresh();
            case "calls" -> calls();
            case "fuel" -> List.of(fuel());
            case "first" -> first();
            case "heap" -> child(IdleHeap.class, List.of(), List.of());
            case "stop" -> child(StopLatency.class, List.of(), List.of());
            case "parallel" -> child(Parallel.class, List.of(), List.of());
            case "concurrent" -> child(ConcurrentHeap.class, List.of(ConcurrentHeap.HEAP), List.of());
            default -> throw new IllegalArgumentException("There is no part " + part);
        };
    }

    private List<Figure.Measured> fresh() throws RunnerException {
        var times = jmh(FreshInstanceBenchmark.class)
                .iterator()
                .next()
                .getPrimaryResult()
                .getStatistics();
        String how = "%,d runs, mean %.2f ms, p99.9 %.2f ms";
        Object[] numbers = {times.getN(), times.getMean(), times.getPercentile(99.9)};
        return List.of(
                Figure.FRESH_P50.measured(times.getPercentile(50), how, numbers),
                Figure.FRESH_P99.measured(times.getPercentile(99), how, numbers));
    }

    private List<Figure.Measured> calls() throws RunnerException {
        List<Figure.Measured> figures = new ArrayList<>();
        for (RunResult result : jmh(HostCallsBenchmark.class)) {
            var times = result.getPrimaryResult().getStatistics();
            Figure figure = result.getParams().getBenchmark().endsWith("compiled")
                    ? Figure.HOST_CALLS_RAW
                    : Figure.HOST_CALLS_JS;
            figures.add(figure.measured(
                    1e6 / times.getPercentile(50),
                    "median of %d runs of 100,000 calls, %.2f µs a call",
                    times.getN(),
                    times.getPercentile(50)));
        }
        return figures;
    }

    private Collection<RunResult> jmh(Class<?> benchmark) throws RunnerException {
        ChainedOptionsBuilder builder = new OptionsBuilder()
                .include(benchmark.getName() + ".*")
                .forks(1)
                .jvmArgs(ChildJvm.options().toArray(String[]::new))
                .output(ChildJvm.FOLDER
                        .resolve(benchmark.getSimpleName() + ".log")
                        .toString());
        if (options.values().containsKey("seconds")) {
            TimeValue time = TimeValue.seconds(options.number("seconds", 4));
            builder = builder.warmupTime(time).measurementTime(time);
        }
        return new Runner(builder.build()).run();
    }

    /** The same rounds as the comparison's, of the same classes with and without their counting. */
    private Figure.Measured fuel() {
        Rounds rounds = new Rounds(
                List.of(EngineName.OURS_METERED, EngineName.OURS_UNMETERED),
                Programs.read().names());
        int counted = options.number("rounds", 20);
        rounds.run(10, counted);
        List<Double> ratios = new ArrayList<>();
        List<Double> best = new ArrayList<>();
        List<String> each = new ArrayList<>();
        for (String program : rounds.programs()) {
            double ratio = rounds.ratio(EngineName.OURS_METERED, EngineName.OURS_UNMETERED, program);
            ratios.add(ratio);
            best.add(rounds.bestRatio(EngineName.OURS_METERED, EngineName.OURS_UNMETERED, program));
            each.add(String.format("%s %+.0f", program, (ratio - 1) * 100));
        }
        return Figure.FUEL.measured(
                (Spread.geometricMean(ratios) - 1) * 100,
                "geometric mean over medians of %d rounds, of best times %+.1f %%; %s",
                counted,
                (Spread.geometricMean(best) - 1) * 100,
                String.join(", ", each));
    }

    private List<Figure.Measured> first() throws IOException {
        List<Figure.Measured> figures = new ArrayList<>();
        for (Map.Entry<Figure, String> delay : List.of(
                Map.entry(Figure.FIRST_RUN_1S, "1"),
                Map.entry(Figure.FIRST_RUN_5S, "5"),
                Map.entry(Figure.FIRST_RUN_10S, "10"))) {
            figures.addAll(
                    child(FirstRun.class, List.of(), List.of(delay.getKey().name(), delay.getValue())));
        }
        return figures;
    }

    private static List<Figure.Measured> child(Class<?> main, List<String> jvm, List<String> arguments)
            throws IOException {
        Process process = ChildJvm.start(main, jvm, arguments);
        List<Figure.Measured> figures = new ArrayList<>();
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Figure.told(line).ifPresent(figures::add);
            }
        }
        if (figures.isEmpty()) {
            throw new IllegalStateException(main.getSimpleName() + " told nothing; target/bench/*.err says why");
        }
        return figures;
    }
}
