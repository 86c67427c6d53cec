package ai.ekaya.classification;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is found inside of longer texts: people write down e-mail addresses, numbers and keys in notes. */
final class ContainedRules {
    /**
     * One thing to look for.
     *
     * @param candidate what may be one
     * @param test whether it is
     * @param distinctLeast how many different ones there must be
     * @param shareLeast how many of the candidates must pass; less where none passes by chance
     */
    private record Rule(
            String what,
            Category category,
            Pattern candidate,
            Predicate<String> test,
            int distinctLeast,
            double shareLeast,
            double confidence) {}

    private static final List<Rule> ALL = List.of(
            new Rule(
                    "a key of a known form",
                    Category.SECRET,
                    SecretShapes.KNOWN_KEY,
                    SecretShapes::knownKey,
                    1,
                    0.5,
                    0.85),
            new Rule(
                    "a payment card's number",
                    Category.PAYMENT_CARD,
                    Pattern.compile("(?<![\\w.-])\\d(?:[ -]?\\d){12,18}+(?![\\w-])"),
                    MoneyIds::card,
                    3,
                    0.8,
                    0.8),
            new Rule(
                    "an IBAN",
                    Category.BANK_ACCOUNT,
                    Pattern.compile("(?<!\\w)[A-Z]{2}\\d{2}(?: ?[A-Z0-9]{4}){2,7}+(?: ?[A-Z0-9]{1,3})?(?!\\w)"),
                    MoneyIds::iban,
                    2,
                    0.5,
                    0.85),
            new Rule(
                    "an e-mail address",
                    Category.EMAIL,
                    Pattern.compile("[A-Za-z0-9._%+-]{1,64}+@[A-Za-z0-9.-]{3,100}"),
                    text -> Texts.email(text.replaceAll("\\.+$", "")),
                    3,
                    0.5,
                    0.7));

    private ContainedRules() {}

    /** The gravest that was found. */
    static Optional<Finding> find(Values values) {
        return ALL.stream().flatMap(rule -> find(rule, values).stream()).findFirst();
    }

    private static Optional<Finding> find(Rule rule, Values values) {
        Set<String> found = new HashSet<>();
        int[] candidates = {0};
        int[] passed = {0};
        Values.Share texts = values.share(text -> {
            boolean has = false;
            Matcher matcher = rule.candidate().matcher(text);
            while (matcher.find()) {
                candidates[0]++;
                if (rule.test().test(matcher.group())) {
                    passed[0]++;
                    found.add(matcher.group());
                    has = true;
                }
            }
            return has;
        });
        boolean enough = found.size() >= rule.distinctLeast() && passed[0] >= rule.shareLeast() * candidates[0];
        return enough
                ? Optional.of(new Finding(
                        rule.category(),
                        rule.confidence(),
                        texts.percent() + " of " + Finding.number(texts.of()) + " sampled texts have " + rule.what()
                                + " in them"))
                : Optional.empty();
    }
}
