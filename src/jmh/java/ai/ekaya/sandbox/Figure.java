package ai.ekaya.sandbox;

import java.util.Locale;
import java.util.Optional;

/** The figures of {@code ./ekaya bench sandbox}. A child process tells one as a line of tabs: name, number, how it came about. */
enum Figure {
    FRESH_P50("Fresh instance and first evaluation, p50", Goal.atMost(1, 0.5, " ms")),
    FRESH_P99("Fresh instance and first evaluation, p99", Goal.atMost(5, 3, " ms")),
    HOST_CALLS_JS("Host calls a second, awaited in JavaScript", Goal.atLeast(250_000, 400_000, "")),
    HOST_CALLS_RAW("Host calls a second, through a compiled app's door", Goal.atLeast(250_000, 400_000, "")),
    FUEL("Time that fuel adds", Goal.atMost(10, 5, " %")),
    FIRST_RUN_1S("First run 1 s after the start, against steady", Goal.atMost(3, 1.5, "×")),
    FIRST_RUN_5S("First run 5 s after the start, against steady", Goal.atMost(3, 1.5, "×")),
    FIRST_RUN_10S("First run 10 s after the start, against steady", Goal.atMost(3, 1.5, "×")),
    IDLE_HEAP("Heap of an idle instance", Goal.atMost(2, 1, " MB")),
    STOP_P50("From cancel to a free thread, p50", Goal.atMost(50, 50, " ms")),
    STOP_P99("From cancel to a free thread, p99", Goal.atMost(50, 50, " ms")),
    PARALLEL("Two threads' throughput against one's", Goal.atLeast(1.7, 1.7, "×")),
    CONCURRENT_HEAP("Peak heap of 200 runs at once, in 200 limits", Goal.atMost(1, 1, "×"));

    private final String title;
    private final Goal goal;

    Figure(String title, Goal goal) {
        this.title = title;
        this.goal = goal;
    }

    /** A figure as measured. */
    record Measured(Figure figure, double value, String how) {
        /** Of a table with the columns figure, measured, floor, goal, what is reached, how. */
        String row() {
            return figure.title + " | " + figure.goal.measured(value) + " | " + figure.goal.cells(value) + " | " + how;
        }
    }

    Measured measured(double value, String how, Object... arguments) {
        return new Measured(this, value, String.format(Locale.ROOT, how, arguments));
    }

    /** Tells the parent. */
    void tell(double value, String how, Object... arguments) {
        System.out.println(name() + "\t" + value + "\t" + String.format(Locale.ROOT, how, arguments));
    }

    /** @return nothing for a line that tells no figure */
    static Optional<Measured> told(String line) {
        String[] parts = line.split("\t", 3);
        return parts.length == 3
                ? Optional.of(new Measured(valueOf(parts[0]), Double.parseDouble(parts[1]), parts[2]))
                : Optional.empty();
    }
}
