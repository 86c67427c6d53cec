package ai.ekaya.leak;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.ekaya.limits.Limits;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * How many secrets are found, how many innocent texts are stopped, and how fast: {@code ./ekaya bench leak [seed]}. Fails when a floor is
 * missed.
 */
final class SecretBench {
    private static final int SECRETS = 1_000;
    private static final int HIDDEN = 100;
    private static final int BENIGN = 120_000;
    private static final int READ = 10_000;
    private static final int NEAR_MISS_BYTES = 100_000;
    private static final double RECALL_FLOOR = 0.999;
    private static final double BYTES_FLOOR = 100e6;

    private final long seed;
    private final LeakCorpus corpus;
    private final List<String> secrets;
    private final Detector detector;
    private final StringBuilder report = new StringBuilder();
    private boolean missed;

    private SecretBench(long seed) {
        this.seed = seed;
        this.corpus = new LeakCorpus(seed);
        this.secrets = corpus.secrets(SECRETS);
        List<KnownValue> values = new ArrayList<>();
        secrets.forEach(secret -> values.add(new KnownValue("S" + values.size(), secret)));
        long start = System.nanoTime();
        this.detector = Detector.of(values);
        line("# Leaks\n\nSeed " + seed + ". " + SECRETS + " secrets, " + String.format("%,d", detector.fingerprints())
                + " fingerprints, made in " + (System.nanoTime() - start) / 1_000_000 + " ms the first time.");
    }

    public static void main(String[] arguments) throws IOException {
        long seed = arguments.length > 0 ? Long.parseLong(arguments[0]) : 7;
        SecretBench bench = new SecretBench(seed);
        bench.recall();
        bench.benign();
        bench.speed();
        bench.nearMisses();
        Files.createDirectories(Path.of("target/bench"));
        Files.writeString(Path.of("target/bench/leak.md"), bench.report);
        System.exit(bench.missed ? 1 : 0);
    }

    private void line(String line) {
        System.out.println(line);
        report.append(line).append('\n');
    }

    private void floor(boolean held, String what) {
        line(what + (held ? "" : " **fails**"));
        missed |= !held;
    }

    private RunExits exits() {
        return new RunExits(detector, Limits.defaults(), Clock.systemUTC());
    }

    private boolean finds(RunExits exits, Exit exit, String text, String name, boolean json) {
        Checked checked = json ? exits.json(exit, json(text)) : exits.text(exit, text);
        return checked.leak().filter(leak -> leak.finding().name().equals(name)).isPresent();
    }

    private static String json(String text) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.putArray("rows").addObject().put("id", 7).put("text", text);
        return object.toString();
    }

    /** Each secret in each disguise at each kind of exit, and cut in two at random in each way that an app may do it. */
    private void recall() {
        Map<String, int[]> byDisguise = new TreeMap<>();
        long cases = 0;
        long found = 0;
        for (int i = 0; i < HIDDEN; i++) {
            String name = "S" + i;
            for (Map.Entry<String, Function<String, String>> disguise :
                    corpus.disguises().entrySet()) {
                int[] of = byDisguise.computeIfAbsent(disguise.getKey(), unknown -> new int[2]);
                for (Exit exit : Exit.values()) {
                    String text = disguise.getValue().apply(secrets.get(i));
                    boolean json = exit.action() == Action.BLOCK;
                    of[0]++;
                    of[1] += finds(exits(), exit, text, name, json) ? 1 : 0;
                }
            }
            for (Exit exit : Exit.values()) {
                int[] of = byDisguise.computeIfAbsent("in two", unknown -> new int[2]);
                String secret = secrets.get(i);
                int cut = 1 + corpus.random().nextInt(secret.length() - 1);
                String first = secret.substring(0, cut);
                String second = secret.substring(cut);
                of[0] += 3;
                RunExits fields = exits();
                of[1] += fields.json(exit, "{\"a\":\"" + first + "\",\"n\":3,\"b\":[true,\"" + second + "\"]}")
                                .leak()
                                .isPresent()
                        ? 1
                        : 0;
                RunExits lines = exits();
                boolean early = lines.text(exit, "x " + first).leak().isPresent();
                of[1] += lines.text(exit, second + " y").leak().isPresent() || early ? 1 : 0;
                RunExits both = exits();
                early = both.text(Exit.LOG, "x " + first).leak().isPresent();
                of[1] += both.json(exit, "[\"" + second + "\"]").leak().isPresent() || early ? 1 : 0;
            }
        }
        line("\n## What is found\n\n| disguise | cases | found |\n|---|---:|---:|");
        for (Map.Entry<String, int[]> disguise : byDisguise.entrySet()) {
            cases += disguise.getValue()[0];
            found += disguise.getValue()[1];
            line(String.format(
                    "| %s | %,d | %,d |", disguise.getKey(), disguise.getValue()[0], disguise.getValue()[1]));
        }
        double recall = (double) found / cases;
        floor(
                recall >= RECALL_FLOOR,
                String.format(Locale.ROOT, "\n%,d of %,d found: %.3f %% (floor 99.9 %%)", found, cases, recall * 100));
        long kinds = 0;
        long caught = 0;
        for (int i = 0; i < 500; i++) {
            for (String key : corpus.keys().values()) {
                kinds++;
                caught += exits().json(Exit.OUTPUT, json("a " + key)).leak().isPresent() ? 1 : 0;
            }
        }
        floor(
                (double) caught / kinds >= RECALL_FLOOR,
                String.format("Keys of well-known kinds: %,d of %,d found", caught, kinds));
    }

    private void benign() {
        long stopped = 0;
        for (int i = 0; i < BENIGN; i++) {
            String text = i % 8 < 2 ? corpus.foreign() : corpus.benign();
            Checked checked = i % 2 == 0 ? exits().json(Exit.OUTPUT, json(text)) : exits().text(Exit.LOG, text);
            if (checked.leak().isPresent()) {
                stopped++;
                line("- stopped: " + checked.leak().get().message() + ": " + text);
            }
        }
        line("\n## What is stopped in vain\n");
        floor(
                stopped <= BENIGN / 100_000,
                String.format("%,d of %,d innocent texts (floor: fewer than 1 in 100,000)", stopped, BENIGN));
    }

    private void speed() {
        line("\n## How fast\n\n| text | MB | MB/s of processor time, median of 15 |\n|---|---:|---:|");
        StringBuilder log = new StringBuilder();
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        while (log.length() < 4_000_000) {
            String text = corpus.benign();
            log.append(text).append('\n');
            rows.addObject().put("id", log.length()).put("text", text).put("open", true);
        }
        String json = rows.toString();
        double asText = perSecond("text of all innocent kinds", log.toString(), false);
        double asJson = perSecond("JSON of the same", json, true);
        perSecond("text without escapes", log.toString().replaceAll("[%\\\\&]", "-"), false);
        StringBuilder foreign = new StringBuilder();
        while (foreign.length() < 2_000_000) {
            foreign.append(corpus.foreign()).append('\n');
        }
        perSecond("text of other languages and letters", foreign.toString(), false);
        whileReading("a request of the same text", log.toString(), false);
        whileReading("a request of the same JSON", json, true);
        floor(Math.min(asText, asJson) >= BYTES_FLOOR, "\nFloor 100 MB/s, goal 200, with " + SECRETS + " secrets");
    }

    /** Of this thread: what others do on the machine does not count. */
    private static long cpuNanos() {
        return java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private double perSecond(String what, String text, boolean json) {
        int bytes = text.getBytes(UTF_8).length;
        double[] rates = new double[30];
        for (int i = 0; i < rates.length; i++) {
            RunExits exits = exits();
            long start = cpuNanos();
            Checked checked = json ? exits.json(Exit.OUTPUT, text) : exits.text(Exit.OUTPUT, text);
            rates[i] = bytes * 1e9 / (cpuNanos() - start);
            if (checked.leak().isPresent()) {
                throw new IllegalStateException(
                        "Found in an innocent text: " + checked.leak().get());
            }
        }
        double[] warm = Arrays.copyOfRange(rates, 15, 30);
        Arrays.sort(warm);
        line(String.format(Locale.ROOT, "| %s | %.1f | %.0f |", what, bytes / 1e6, warm[7] / 1e6));
        return warm[7];
    }

    /** As it leaves the project, in a run that has read values of sensitive columns. */
    private void whileReading(String what, String text, boolean json) {
        byte[] bytes = text.getBytes(UTF_8);
        RunExits exits = exits();
        for (int i = 0; i < READ; i++) {
            exits.values().read("customer.email", "person" + i + "@mail" + i % 97 + ".example.com");
        }
        double[] rates = new double[30];
        for (int i = 0; i < rates.length; i++) {
            long start = cpuNanos();
            if (json) {
                exits.require(Exit.HTTP_REQUEST, text);
            } else {
                exits.require(Exit.HTTP_REQUEST, bytes);
            }
            rates[i] = bytes.length * 1e9 / (cpuNanos() - start);
        }
        double[] warm = Arrays.copyOfRange(rates, 15, 30);
        Arrays.sort(warm);
        line(String.format(
                Locale.ROOT,
                "| %s, with %,d values read | %.1f | %.0f |",
                what,
                READ,
                bytes.length / 1e6,
                warm[7] / 1e6));
    }

    /** For each kind the text that is nearest to it and is none, over and over. */
    private void nearMisses() {
        line("\n## Near misses of 100 KB\n");
        Map<String, String> texts = NearMisses.of(corpus, secrets);
        long worst = 0;
        String which = "";
        for (Map.Entry<String, String> miss : texts.entrySet()) {
            long one = millis(NearMisses.repeated(miss.getValue(), NEAR_MISS_BYTES));
            if (one > worst) {
                worst = one;
                which = miss.getKey();
            }
        }
        floor(
                worst < 100_000,
                String.format(
                        Locale.ROOT,
                        "The slowest of %d: %.1f ms, %s (floor 100 ms, best of 3)",
                        texts.size(),
                        worst / 1_000.0,
                        which));
        String slowest = texts.get(which);
        line(String.format(
                Locale.ROOT,
                "The same of 1 MB: %.1f ms",
                millis(NearMisses.repeated(String.valueOf(slowest), 10 * NEAR_MISS_BYTES)) / 1_000.0));
    }

    private long millis(String text) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            long start = cpuNanos();
            exits().text(Exit.LOG, text);
            best = Math.min(best, (cpuNanos() - start) / 1_000);
        }
        return best;
    }
}
