package ai.ekaya.classification;

import java.util.Locale;

/** What one rule found out, with the reason that people are shown. It never has a value in it. */
record Finding(Category category, double confidence, String reason) {
    static String number(int n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    static Finding of(ContentRule rule, Values.Share share) {
        return new Finding(
                rule.category(),
                rule.confidence(),
                share.percent() + " of " + number(share.of()) + " sampled values (" + number(share.distinct())
                        + " different) are " + rule.what());
    }

    static Finding of(NameRule rule, Category category) {
        return new Finding(category, rule.confidence(), "The name says " + rule.what());
    }
}
