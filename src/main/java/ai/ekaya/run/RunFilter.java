package ai.ekaya.run;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which runs somebody wants to see; what is empty is no filter.
 *
 * @param app slug of the app
 * @param trigger what started them
 * @param who name or id of the user, or of the service token, in whose name they run
 * @param version that the app's package had
 * @param packageHash that the package had
 * @param from the earliest time at which they were asked for
 * @param to the time before which they were
 * @param atLeast how long their guest ran
 */
public record RunFilter(
        Optional<String> app,
        Optional<Outcome.Name> outcome,
        Optional<Run.State> state,
        Optional<Trigger.Kind> trigger,
        Optional<String> who,
        Optional<String> version,
        Optional<String> packageHash,
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<Duration> atLeast) {
    public static final RunFilter ALL = new RunFilter(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /** One of an enum's names, in whatever case. */
    static <E extends Enum<E>> Optional<E> oneOf(Class<E> type, String parameter, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            return Optional.empty();
        }
        List<E> all = List.of(type.getEnumConstants());
        Optional<E> found =
                all.stream().filter(each -> shown(each).equalsIgnoreCase(text)).findFirst();
        if (found.isEmpty()) {
            throw bad(
                    parameter,
                    text,
                    "one of "
                            + String.join(
                                    ", ", all.stream().map(RunFilter::shown).toList()));
        }
        return found;
    }

    /** Outcomes and states are shouted over REST, kinds of triggers are not. */
    private static String shown(Enum<?> each) {
        return each instanceof Trigger.Kind kind ? kind.text() : each.name();
    }

    static Optional<Instant> time(String parameter, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            return Optional.empty();
        }
        try {
            // A plus in an address is a blank.
            return Optional.of(OffsetDateTime.parse(text.replace(' ', '+')).toInstant());
        } catch (DateTimeException e) {
            throw bad(parameter, text, "a time such as 2026-03-01T10:00:00Z");
        }
    }

    static Optional<Duration> millis(String parameter, @Nullable Long millis) {
        if (millis != null && millis < 0) {
            throw bad(parameter, millis.toString(), "milliseconds from 0 on");
        }
        return Optional.ofNullable(millis).map(Duration::ofMillis);
    }

    static Optional<String> text(@Nullable String text) {
        return Stream.ofNullable(text).filter(given -> !given.isEmpty()).findFirst();
    }

    private static Refusal bad(String parameter, String text, String expected) {
        return new Refusal(
                RefusalCode.BAD_ARGUMENT,
                "'" + parameter + "' is '" + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + "', expected "
                        + expected);
    }
}
