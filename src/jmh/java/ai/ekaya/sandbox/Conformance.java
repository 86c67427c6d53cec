package ai.ekaya.sandbox;

import ai.ekaya.limits.Cancellation;
import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs public feature tests, each as an app of its own, and tells which fail. {@code bench/conformance.mjs} writes them. */
final class Conformance {
    private static final long MEMORY_BYTES = 64 << 20;

    /** Sloppy, as the tests are written. {@code __createIterableObject} is what the tests expect of their page. */
    private static final String APP = """
            globalThis.global = globalThis;
            globalThis.__createIterableObject = (items, methods = {}) => ({
              [Symbol.iterator]() {
                const inner = items[Symbol.iterator]();
                return { next: () => inner.next(), [Symbol.iterator]() { return this; }, ...methods };
              },
            });
            export default async ({ input }) => {
              let passed;
              const late = new Promise((resolve) => { passed = () => resolve(true); });
              const now = new Function('asyncTestPassed', input).call(undefined, passed);
              if (now !== undefined) return !!now;
              return Promise.race([late, new Promise((resolve) => setTimeout(() => resolve(false), 2000))]);
            };
            """;

    private Conformance() {}

    record Test(String edition, String name, String code) {}

    /** @param args the file of tests, the file for the report */
    public static void main(String[] args) throws IOException {
        List<Test> tests = Programs.JSON.readValue(Path.of(args[0]).toFile(), new TypeReference<>() {});
        Ours ours = new Ours();
        Guest app = ours.prepare(APP);
        Map<String, List<String>> failed = new TreeMap<>();
        Map<String, Integer> counts = new TreeMap<>();
        for (Test test : tests) {
            counts.merge(test.edition(), 1, Integer::sum);
            List<String> failures = failed.computeIfAbsent(test.edition(), edition -> new ArrayList<>());
            String outcome = outcome(ours, app, test);
            if (!outcome.equals("true")) {
                failures.add("- " + test.name() + (outcome.equals("false") ? "" : " — " + outcome));
            }
        }
        String report = report(counts, failed);
        System.out.println(report);
        Files.writeString(Path.of(args[1]), report);
        System.exit(0);
    }

    private static String outcome(Ours ours, Guest app, Test test) throws IOException {
        String context = "{\"input\":" + Programs.JSON.writeValueAsString(test.code())
                + ",\"settings\":{},\"trigger\":{\"kind\":\"manual\"}}";
        GuestLimits limits = new GuestLimits(MEMORY_BYTES, 1L << 34, 20_000, 1 << 20);
        RunOutcome end = ours.sandbox()
                .run(app, new RunRequest(context, limits, 1_700_000_000_000L, 1), Ours.DEAF, new Cancellation())
                .outcome();
        return switch (end) {
            case RunOutcome.Succeeded done -> done.output();
            case RunOutcome.Failed failure ->
                failure.message().lines().findFirst().orElse("");
            default -> end.toString();
        };
    }

    private static String report(Map<String, Integer> counts, Map<String, List<String>> failed) {
        StringBuilder text = new StringBuilder("| edition | tests | pass |\n|---|---|---|\n");
        counts.forEach((edition, count) -> text.append("| %s | %d | %d |%n"
                .formatted(edition, count, count - failed.get(edition).size())));
        failed.forEach((edition, names) -> {
            if (!names.isEmpty()) {
                text.append("\n## ")
                        .append(edition)
                        .append("\n\n")
                        .append(String.join("\n", names))
                        .append('\n');
            }
        });
        return text.toString();
    }
}
