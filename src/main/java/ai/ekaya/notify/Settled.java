package ai.ekaya.notify;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which of a mail's addresses are done with, and are not asked again when it is tried anew.
 *
 * @param taken the mail server has taken it for them
 * @param refused it said that they never get it
 */
record Settled(List<String> taken, List<String> refused) {
    static final Settled NOTHING = new Settled(List.of(), List.of());

    Settled {
        taken = List.copyOf(taken);
        refused = List.copyOf(refused);
    }

    /** Of what is stored: addresses with blanks between, of which they have none (MailAddress). */
    static Settled read(String taken, String refused) {
        return new Settled(words(taken), words(refused));
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split(" ")).filter(word -> !word.isEmpty()).toList();
    }

    Settled and(Collection<String> moreTaken, Collection<String> moreRefused) {
        return new Settled(
                Stream.concat(taken.stream(), moreTaken.stream()).distinct().toList(),
                Stream.concat(refused.stream(), moreRefused.stream()).distinct().toList());
    }

    boolean has(String address) {
        return taken.contains(address) || refused.contains(address);
    }

    boolean isNothing() {
        return taken.isEmpty() && refused.isEmpty();
    }
}
