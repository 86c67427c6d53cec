package ai.ekaya.sql;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What a misspelt name was meant to be. */
public final class Spelling {
    private static final int NEAREST_MAX = 3;
    private static final int LENGTH_MAX = 128;

    private Spelling() {}

    /** The known names that are nearest, at most three; none that has little in common with what is given. */
    public static List<String> nearest(String given, Collection<String> known) {
        String wanted = given.toLowerCase(Locale.ROOT);
        // By the last part: a schema in front of it makes no name more alike.
        int most = Math.max(1, (wanted.length() - wanted.lastIndexOf('.') - 1) / 3);
        return known.stream()
                .distinct()
                .map(name -> new Near(name, name.toLowerCase(Locale.ROOT), wanted))
                .filter(near -> near.distance() <= most)
                .sorted(Comparator.comparingInt(Near::distance).thenComparing(Near::name))
                .limit(NEAREST_MAX)
                .map(Near::name)
                .toList();
    }

    private record Near(String name, int distance) {
        Near(String name, String folded, String wanted) {
            this(name, Spelling.distance(wanted, folded));
        }
    }

    /** Levenshtein's; of texts that are too long for names, as far apart as can be. */
    static int distance(String given, String meant) {
        if (given.length() > LENGTH_MAX || meant.length() > LENGTH_MAX) {
            return Integer.MAX_VALUE;
        }
        int[] row = new int[meant.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= given.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= meant.length(); j++) {
                int change = diagonal + (given.charAt(i - 1) == meant.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[meant.length()];
    }
}
