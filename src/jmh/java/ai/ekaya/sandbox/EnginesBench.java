package ai.ekaya.sandbox;

import static ai.ekaya.sandbox.EngineName.OURS;
import static ai.ekaya.sandbox.EngineName.OURS_KEPT;
import static ai.ekaya.sandbox.EngineName.QUICKJS4J;
import static ai.ekaya.sandbox.EngineName.V8;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Ours against the other JS engines of the JVM, and against V8 on the same module. {@code ./ekaya bench engines}. */
final class EnginesBench {
    private static final int ROUND_A = 10;

    private final Rounds rounds;
    private final Report report;

    private EnginesBench(Rounds rounds, Report report) {
        this.rounds = rounds;
        this.report = report;
    }

    /** @param args {@code --rounds 20 --warm-up 10 --engines OURS,V8 --programs fib27,loop} */
    public static void main(String[] args) {
        Options options = Options.of(args);
        int warmUp = options.number("warm-up", 10);
        int counted = options.number("rounds", 20);
        List<EngineName> engines = options
                .list(
                        "engines",
                        Stream.of(EngineName.values())
                                .limit(V8.ordinal() + 1)
                                .map(Enum::name)
                                .toList())
                .stream()
                .map(EngineName::valueOf)
                .toList();
        Rounds rounds =
                new Rounds(engines, options.list("programs", Programs.read().names()));
        Report report = new Report("engines", "Engines");
        report.line("");
        report.line(counted + " rounds after " + warmUp + " of warm-up, round-robin; milliseconds, median (best).");
        report.line("");
        rounds.run(warmUp, counted);
        new EnginesBench(rounds, report).write(counted);
    }

    private void write(int counted) {
        times();
        for (EngineName ours : List.of(OURS_KEPT, OURS)) {
            if (rounds.engines().contains(ours)) {
                ratios(ours, QUICKJS4J, "How many times faster `" + ours.title() + "` is than quickjs4j");
                ratios(ours, V8, "How many times as long `" + ours.title() + "` takes as V8 with the same module");
            }
        }
        texts();
        if (counted > ROUND_A) {
            drift(counted);
        }
        report.write();
    }

    private void times() {
        List<String> head = new ArrayList<>(List.of("program"));
        rounds.engines().forEach(engine -> head.add(engine.title()));
        report.tableHead(head);
        for (String program : rounds.programs()) {
            List<String> cells = new ArrayList<>(List.of(program));
            for (EngineName engine : rounds.engines()) {
                cells.add(rounds.has(engine, program) ? time(rounds.times(engine, program)) : "fails");
            }
            report.row(cells);
        }
    }

    private static String time(Spread times) {
        return Goal.number(times.medianMillis()) + " (" + Goal.number(times.bestMillis()) + ")";
    }

    private void ratios(EngineName ours, EngineName other, String heading) {
        if (!rounds.engines().contains(other)) {
            return;
        }
        report.heading(heading);
        report.tableHead(List.of("program", "of medians", "of best times", "floor", "goal", "reaches"));
        List<Double> all = new ArrayList<>();
        for (String program : rounds.programs()) {
            if (rounds.has(ours, program) && rounds.has(other, program)) {
                EngineName slower = other == V8 ? ours : other;
                EngineName faster = other == V8 ? other : ours;
                double ratio = rounds.ratio(slower, faster, program);
                all.add(ratio);
                report.row(List.of(
                        program,
                        Goal.number(ratio) + "×",
                        Goal.number(rounds.bestRatio(slower, faster, program)) + "×",
                        EngineGoals.cells(other, program, ratio)));
            }
        }
        if (!all.isEmpty()) {
            report.row(List.of("geometric mean", Goal.number(Spread.geometricMean(all)) + "×", " | | | "));
        }
    }

    private void texts() {
        report.heading("Results");
        EngineName first = rounds.engines().get(0);
        int different = 0;
        for (String program : rounds.programs()) {
            for (EngineName engine : rounds.engines()) {
                String text = rounds.text(engine, program);
                if (!text.equals(rounds.text(first, program))) {
                    different++;
                    report.line("- " + program + ": " + engine.title() + " gives `" + text + "`, " + first.title()
                            + " gives `" + rounds.text(first, program) + "`");
                }
            }
        }
        if (different == 0) {
            report.line("All engines give the same text for each program.");
        }
    }

    /** A JIT compiler that gives up on code shows late. One round is noise, so five around the 10th and the last five. */
    private void drift(int counted) {
        report.heading("Last rounds against the 10th");
        report.line("Medians of rounds " + (counted - 4) + " to " + counted
                + " and 8 to 12; at most 1.5×. The other engines' show what the" + " machine did meanwhile.");
        report.line("");
        List<String> head = new ArrayList<>(List.of("program"));
        rounds.engines().forEach(engine -> head.add(engine.title()));
        report.tableHead(head);
        for (String program : rounds.programs()) {
            List<String> cells = new ArrayList<>(List.of(program));
            rounds.engines().forEach(engine -> cells.add(drift(engine, program, counted)));
            report.row(cells);
        }
    }

    private String drift(EngineName engine, String program, int counted) {
        if (!rounds.has(engine, program)) {
            return "–";
        }
        Spread times = rounds.times(engine, program);
        double early = times.part(Math.min(ROUND_A - 3, counted - 5), 5).medianMillis();
        double ratio = times.part(counted - 5, 5).medianMillis() / early;
        boolean ours = engine == OURS || engine == OURS_KEPT;
        return Goal.number(ratio) + "×" + (!ours ? "" : ratio <= 1.5 ? " passes" : " **fails**");
    }
}
