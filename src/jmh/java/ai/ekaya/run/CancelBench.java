package ai.ekaya.run;

import java.util.List;
import java.util.Map;

/** From the wish to stop a run until its end is stored, wherever the run is. {@code ./ekaya bench cancel [times each, 100]}. */
final class CancelBench {
    private CancelBench() {}

    public static void main(String[] arguments) {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100;
        try (CancelTimes warm = new CancelTimes(5)) {
            warm.measure();
        }
        try (CancelTimes times = new CancelTimes(count)) {
            Map<String, List<Double>> measured = times.measure();
            System.out.printf("| stopped in | times | median | 99th | most |%n|---|---:|---:|---:|---:|%n");
            measured.forEach((where, millis) -> System.out.printf(
                    "| %s | %d | %.1f ms | %.1f ms | %.1f ms |%n",
                    where,
                    millis.size(),
                    CancelTimes.percentile(millis, 0.5),
                    CancelTimes.percentile(millis, 0.99),
                    CancelTimes.percentile(millis, 1)));
        }
        System.exit(0);
    }
}
