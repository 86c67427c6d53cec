package ai.ekaya.sandbox;

import ai.ekaya.limits.Cancellation;
import java.util.List;

/**
 * 100,000 runs that end in every way, and 100 times a compiled app prepared, run and dropped: what the JVM holds must not grow with
 * them. {@code ./ekaya bench leaks}.
 */
final class LeakBench {
    private static final int SAMPLES = 10;

    /** They end well, by an error, by a trap of the engine, out of memory, and stopped within a host call. */
    private static final List<String> BODIES = List.of(
            "return 'done'",
            "await host.now(); return 'done'",
            "throw new Error('refused')",
            "function f() { return f() + 1 } f()",
            "return String(new Uint8Array(1e9).length)",
            "for (;;) await host.now()");

    private final Ours ours = new Ours();
    private final List<Guest> guests = BODIES.stream()
            .map(body -> ours.prepare("export default async function ({ host }) {\n" + body + "\n}"))
            .toList();

    /** @param args {@code --runs 100000 --cycles 100} */
    public static void main(String[] args) {
        Options options = Options.of(args);
        new LeakBench().measure(options.number("runs", 100_000), options.number("cycles", 100));
        System.exit(0);
    }

    private void measure(int runs, int cycles) {
        Report report = new Report("leaks", "Leaks");
        report.line("");
        report.tableHead(List.of("after runs", "after cycles", "metaspace MB", "classes", "threads", "heap MB"));
        // The first part is warm-up: classes are still being loaded and compiled in it.
        Held early = part(report, runs, cycles, 1);
        Held last = early;
        for (int sample = 2; sample <= SAMPLES; sample++) {
            last = part(report, runs, cycles, sample);
        }
        report.line("");
        report.line("Last against first: " + last.growthOver(early));
        report.write();
    }

    private Held part(Report report, int runs, int cycles, int sample) {
        for (int i = 0; i < runs / SAMPLES; i++) {
            runOnce(guests.get(i % guests.size()));
        }
        for (int i = 0; i < cycles / SAMPLES; i++) {
            runOnce(ours.sandbox().prepare(new GuestCode.WebAssembly(moduleOf(i))));
        }
        Held held = Held.now();
        report.row(
                List.of(String.valueOf(runs / SAMPLES * sample), (cycles / SAMPLES * sample) + " | " + held.cells()));
        return held;
    }

    private void runOnce(Guest guest) {
        Cancellation cancellation = new Cancellation();
        int[] calls = {0};
        ours.run(
                guest,
                16 << 20,
                (name, json) -> {
                    if (++calls[0] == 2) {
                        cancellation.cancel(Cancellation.Cause.REQUESTED);
                    }
                    return Ours.DEAF.call(name, json);
                },
                cancellation);
    }

    /** A hundred functions' worth of code would be slow to build by hand; what is looked for is whole class loaders. */
    private static byte[] moduleOf(int number) {
        return Wasm.returning(String.valueOf(number)).bytes();
    }
}
