package ai.ekaya.classification;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Applies the rules to one column: what its name, type and values tell, one beside the other. Pure. */
final class Classifier {
    /** A suggestion begins here: likelier than not. */
    private static final double CONFIDENCE_LEAST = 0.5;

    private static final int REASONS_MAX = 4;

    private Classifier() {}

    /** @param texts sampled values; none when they were not read */
    static Suggestion classify(ColumnFacts facts, List<String> texts) {
        Values values = Values.of(facts.type(), texts);
        Optional<NameRule> named = NameReader.read(facts);
        List<Finding> findings = new ArrayList<>(byContent(facts, values, named.flatMap(NameRule::category)));
        if (isJson(facts, values)) {
            findings.addAll(inside(facts, texts));
        }
        List<Finding> found = named.flatMap(rule -> rule.category().map(category -> Finding.of(rule, category)))
                .filter(finding -> !Plausible.denied(finding.category(), values))
                .map(finding -> with(finding, findings))
                .orElse(findings);
        Optional<Finding> best = found.stream()
                .filter(finding -> finding.confidence() >= CONFIDENCE_LEAST)
                .max(Comparator.comparing(
                                (Finding finding) -> finding.category().level())
                        .thenComparing(Finding::confidence));
        return best.map(finding -> suggestion(facts, values, finding.category(), found))
                .orElseGet(() -> new Suggestion(FeatureRules.of(facts, values, false), Optional.empty(), 0, List.of()));
    }

    private static Suggestion suggestion(ColumnFacts facts, Values values, Category category, List<Finding> found) {
        List<Finding> same =
                found.stream().filter(finding -> finding.category() == category).toList();
        // As if the reasons were independent: each leaves its own share of the doubt.
        double doubt =
                same.stream().mapToDouble(finding -> 1 - finding.confidence()).reduce(1, (a, b) -> a * b);
        return new Suggestion(
                FeatureRules.of(facts, values, true),
                Optional.of(category),
                Math.round((1 - doubt) * 100) / 100.0,
                same.stream().map(Finding::reason).distinct().limit(REASONS_MAX).toList());
    }

    private static List<Finding> with(Finding first, List<Finding> others) {
        List<Finding> all = new ArrayList<>(List.of(first));
        all.addAll(others);
        return all;
    }

    private static List<Finding> byContent(ColumnFacts facts, Values values, Optional<Category> named) {
        Set<String> words = new HashSet<>(Tokens.of(facts.key().column()));
        List<Finding> findings = new ArrayList<>();
        for (ContentRule rule : ContentRules.ALL) {
            // What only supports a name adds nothing to a proof of the same.
            boolean known = rule.when() instanceof ContentRule.When.Named
                    && findings.stream().anyMatch(finding -> finding.category() == rule.category());
            if (rule.category().fits(facts.kind()) && !known) {
                boolean same =
                        named.filter(category -> category == rule.category()).isPresent();
                rule.applied(values, same, words).ifPresent(share -> findings.add(Finding.of(rule, share)));
            }
        }
        if (findings.isEmpty() && (facts.kind() == Kind.TEXT || facts.kind() == Kind.JSON)) {
            ContainedRules.find(values).ifPresent(findings::add);
        }
        if (facts.kind() == Kind.NETWORK) {
            findings.add(
                    facts.type().startsWith("mac")
                            ? new Finding(Category.DEVICE_ID, 0.8, "The type is that of hardware addresses")
                            : new Finding(Category.IP_ADDRESS, 0.8, "The type is that of IP addresses"));
        }
        return findings;
    }

    private static boolean isJson(ColumnFacts facts, Values values) {
        return facts.kind() == Kind.JSON
                || facts.kind() == Kind.TEXT
                        && values.count() > 0
                        && values.share(text -> text.startsWith("{") || text.startsWith("["))
                                        .ratio()
                                > 0.9;
    }

    /** Each key as if it were a column. SECURITY: a key may itself be somebody's name, so no reason tells it. */
    private static List<Finding> inside(ColumnFacts facts, List<String> documents) {
        List<Finding> findings = new ArrayList<>();
        JsonLeaves.of(documents).forEach((key, leaves) -> {
            ColumnKey leaf = new ColumnKey(facts.key().schema(), facts.key().table(), key);
            ColumnFacts asColumn = new ColumnFacts(leaf, "text", Kind.TEXT, Set.of(), TableContext.NONE);
            Suggestion told = classify(asColumn, leaves);
            told.category()
                    .ifPresent(category -> findings.add(new Finding(
                            category, told.confidence(), "A key of the JSON: " + String.join("; ", told.reasons()))));
        });
        return findings;
    }
}
