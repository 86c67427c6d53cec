package ai.ekaya.sandbox;

import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Gives the sandbox broken modules and broken JavaScript for some minutes. What may come out is a refusal or a named end, soon;
 * anything else is kept under {@code target/fuzz} and fails the fuzzer. Prints its seed.
 */
final class Fuzz {
    private static final Path FOUND = Path.of("target/fuzz");
    private static final Path MODULE = Path.of("apps-compiled/row-counts-rs/app.wasm");

    /** A run is given a second; what takes ten times that was not stopped. */
    private static final long RUN_MILLIS = 1_000;

    private static final long PATIENCE_MILLIS = 10 * RUN_MILLIS;
    private static final long MEMORY_BYTES = 8 << 20;

    private enum Kind {
        MODULE,
        SOURCE
    }

    private final Ours ours = new Ours();
    private final SplittableRandom random;
    private final Map<Kind, Map<String, Integer>> ends = new EnumMap<>(Kind.class);
    private int found;

    private Fuzz(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** @param args minutes, and a seed to repeat a run of the fuzzer */
    public static void main(String[] args) throws IOException {
        long minutes = args.length > 0 ? Long.parseLong(args[0]) : 10;
        long seed = args.length > 1 ? Long.parseLong(args[1]) : System.nanoTime();
        System.out.println("fuzz: " + minutes + " minutes, seed " + seed);
        Fuzz fuzz = new Fuzz(seed);
        fuzz.run(minutes * 60_000);
        System.out.println("fuzz: " + fuzz.ends + ", kept " + fuzz.found + " in " + FOUND);
        System.exit(fuzz.found == 0 ? 0 : 1);
    }

    private void run(long millis) throws IOException {
        byte[] module = Files.readAllBytes(MODULE);
        List<String> sources =
                Corpus.snippets().stream().map(Corpus.Snippet::source).toList();
        int threads = Thread.activeCount();
        long end = System.nanoTime() + millis * 1_000_000;
        while (System.nanoTime() < end) {
            byte[] mutant = Mutations.ofModule(module, random);
            attempt(Kind.MODULE, mutant, new GuestCode.WebAssembly(mutant));
            String source = Mutations.ofSources(sources, random);
            attempt(
                    Kind.SOURCE,
                    source.getBytes(StandardCharsets.UTF_8),
                    new GuestCode.JavaScript("export default async ({ input, host }) => {\n" + source + "\n}"));
        }
        if (Thread.activeCount() > threads + 2) {
            throw new IllegalStateException("Threads are left: " + Thread.activeCount() + " of " + threads);
        }
    }

    private void attempt(Kind kind, byte[] input, GuestCode code) throws IOException {
        long started = System.nanoTime();
        String end;
        try {
            Guest guest = ours.sandbox().prepare(code);
            GuestLimits limits = new GuestLimits(MEMORY_BYTES, 1L << 32, RUN_MILLIS, 1 << 20);
            end = ours.sandbox()
                    .run(
                            guest,
                            new RunRequest("{\"input\":{},\"settings\":{},\"trigger\":{}}", limits, 0, 1),
                            Ours.DEAF,
                            new Cancellation())
                    .outcome()
                    .getClass()
                    .getSimpleName();
        } catch (Refusal refusal) {
            end = "refused " + refusal.code();
        } catch (Throwable escaped) {
            end = "ESCAPED " + escaped;
            keep(kind, input, end);
        }
        long millis = (System.nanoTime() - started) / 1_000_000;
        if (millis > PATIENCE_MILLIS) {
            keep(kind, input, "took " + millis + " ms");
        }
        ends.computeIfAbsent(kind, unknown -> new TreeMap<>()).merge(end, 1, Integer::sum);
    }

    private void keep(Kind kind, byte[] input, String why) throws IOException {
        Files.createDirectories(FOUND);
        Path file = FOUND.resolve(kind + "-" + found++);
        Files.write(file, input);
        System.out.println("fuzz: " + why + ", kept as " + file);
    }
}
