package ai.ekaya.sandbox;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Broken copies of modules and programs. */
final class Mutations {
    private static final Pattern TOKEN = Pattern.compile("\\w+|\\s+|[^\\w\\s]");
    private static final int[] EDGES = {0, 1, 0x7F, 0x80, 0xFF, 0x40, 0x0B, 0xFD, 0xFE, 0xFC, 0x03, 0x0E, 0x11};
    private static final String[] VALUES = {
        "-1",
        "0",
        "2**31",
        "2**53",
        "1e400",
        "NaN",
        "-0",
        "4294967295",
        "0n",
        "null",
        "undefined",
        "[]",
        "({})",
        "'\\ud800'",
        "'x'.repeat(1e6)",
        "new Array(1e7)",
        "Symbol()",
        "new Proxy({}, {})"
    };

    private Mutations() {}

    static byte[] ofModule(byte[] module, SplittableRandom random) {
        byte[] mutant = module.clone();
        for (int left = 1 + random.nextInt(6); left > 0; left--) {
            int at = random.nextInt(8, mutant.length);
            switch (random.nextInt(5)) {
                case 0 -> mutant[at] = (byte) EDGES[random.nextInt(EDGES.length)];
                case 1 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> mutant[at] = (byte) random.nextInt();
                case 3 -> {
                    int length = Math.min(1 + random.nextInt(64), mutant.length - at);
                    System.arraycopy(mutant, random.nextInt(mutant.length - length), mutant, at, length);
                }
                default -> {
                    if (random.nextInt(8) == 0) {
                        mutant = Arrays.copyOf(mutant, at);
                        if (mutant.length <= 16) {
                            return mutant;
                        }
                    }
                }
            }
        }
        return mutant;
    }

    static String ofSources(List<String> sources, SplittableRandom random) {
        List<String> tokens = tokens(sources.get(random.nextInt(sources.size())));
        for (int left = 1 + random.nextInt(5); left > 0 && !tokens.isEmpty(); left--) {
            int at = random.nextInt(tokens.size());
            switch (random.nextInt(5)) {
                case 0 -> tokens.remove(at);
                case 1 -> tokens.add(at, tokens.get(random.nextInt(tokens.size())));
                case 2 -> tokens.set(at, VALUES[random.nextInt(VALUES.length)]);
                case 3 -> tokens.set(at, tokens.get(random.nextInt(tokens.size())));
                default -> {
                    List<String> other = tokens(sources.get(random.nextInt(sources.size())));
                    int from = random.nextInt(other.size());
                    tokens.addAll(at, other.subList(from, Math.min(other.size(), from + 1 + random.nextInt(20))));
                }
            }
        }
        return String.join("", tokens);
    }

    private static List<String> tokens(String source) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(source);
        while (matcher.find()) {
            tokens.add(matcher.group());
        }
        return tokens;
    }
}
