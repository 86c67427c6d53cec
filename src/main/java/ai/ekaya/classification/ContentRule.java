package ai.ekaya.classification;

import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What values tell.
 *
 * @param what in people's words, as in "97 % of 1,000 sampled values are valid IBANs"
 * @param test of one value
 * @param shareLeast how many of all values must pass
 * @param distinctLeast how many different ones must; the more, the likelier a value passes by chance
 * @param confidence that the column holds it, when nothing but the values is known
 * @param when what the name must say; without it a name counts for nothing
 */
record ContentRule(
        String what,
        Category category,
        Predicate<String> test,
        double shareLeast,
        int distinctLeast,
        double confidence,
        When when) {
    /** What a name has to do with it. */
    sealed interface When {
        /** The values are enough. */
        record Always() implements When {}

        /** The name must suggest the same category, as the values alone prove too little. */
        record Named() implements When {}

        /** Enough, unless the name has one of these words. */
        record Unless(Set<String> words) implements When {}
    }

    /** What was found, if it is enough. */
    Optional<Values.Share> applied(Values values, boolean named, Set<String> words) {
        boolean mayApply = switch (when) {
            case When.Always always -> true;
            case When.Named needsName -> named;
            case When.Unless unless -> named || unless.words().stream().noneMatch(words::contains);
        };
        if (!mayApply || values.count() == 0) {
            return Optional.empty();
        }
        // A name that says the same is worth a lot of values.
        double share = named ? shareLeast * 2 / 3 : shareLeast;
        int distinct = named ? 1 : distinctLeast;
        return Optional.of(values.share(test)).filter(found -> found.ratio() >= share && found.distinct() >= distinct);
    }
}
