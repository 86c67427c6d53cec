package ai.ekaya.install;

import ai.ekaya.pack.Capabilities;
import ai.ekaya.pack.Effect;
import ai.ekaya.pack.EffectLine;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One thing that a package asks for, beside what stands.
 *
 * @param effect its kind
 * @param text in plain words, as the end of a sentence about the app
 */
public record ConsentRow(Effect effect, String text, Change change) {
    /** Against what was granted before. */
    public enum Change {
        NEW,
        SAME,
        /** It was granted, and the package asks for it no more. */
        GONE
    }

    /** @param standing empty where nothing stands yet: all is new */
    static List<ConsentRow> of(Capabilities asked, Optional<Capabilities> standing) {
        Stream<ConsentRow> wanted = asked.effects().stream()
                .map(line -> row(
                        line, standing.filter(granted -> granted.allow(line)).isPresent() ? Change.SAME : Change.NEW));
        Stream<ConsentRow> gone = standing.stream()
                .flatMap(granted -> granted.effects().stream())
                .filter(line -> !asked.allow(line))
                .map(line -> row(line, Change.GONE));
        // What is new first: people decide about that.
        return Stream.concat(wanted, gone)
                .sorted(Comparator.comparing(ConsentRow::change))
                .toList();
    }

    private static ConsentRow row(EffectLine line, Change change) {
        return new ConsentRow(line.effect(), line.text(), change);
    }
}
