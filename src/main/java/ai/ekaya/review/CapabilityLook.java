package ai.ekaya.review;

import ai.ekaya.limits.Limits;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.Capabilities;
import ai.ekaya.pack.EffectiveLimits;
import java.util.Set;

/** What is asked for that asks for a reason. */
final class CapabilityLook {
    private static final String CHECK = "capability";
    private static final String FILE = "capabilities.json";
    private static final Set<String> READING =
            Set.of("datasource_query", "datasource_execute", "datasource_statistics");

    private CapabilityLook() {}

    static void at(AppPackage app, Limits limits, Found found) {
        Capabilities asked = app.capabilities();
        asked.sensitiveValues().stream()
                .sorted()
                .forEach(function -> found.high(
                        CHECK, FILE, "Wants values of sensitive columns to leave the project by " + function));
        if (asked.llm().filter(Capabilities.Llm::rowValuesAllowed).isPresent()) {
            found.warning(CHECK, FILE, "Wants to send values of rows to the language model");
        }
        for (Capabilities.HttpRule rule : asked.http()) {
            if (rule.isWildcard()) {
                found.warning(CHECK, FILE, "Wants to call any host of a domain: " + rule.text());
            }
            if (rule.scheme() == Capabilities.Scheme.HTTP) {
                found.warning(CHECK, FILE, "Wants to send requests that anybody on the way reads: " + rule.text());
            }
        }
        boolean reads = asked.hostFunctions().stream().anyMatch(READING::contains);
        boolean sends =
                asked.hostFunctions().contains("http_request") && !asked.http().isEmpty();
        if (reads && sends) {
            found.warning(
                    CHECK,
                    FILE,
                    "Reads rows and calls hosts: it can send there what it reads, but for sensitive columns");
        }
        if (!asked.queries().isEmpty()) {
            found.note(
                    CHECK,
                    FILE,
                    "Runs approved queries, which may change data: "
                            + String.join(
                                    ", ", asked.queries().stream().sorted().toList()));
        }
        limits(app, limits, found);
    }

    private static void limits(AppPackage app, Limits limits, Found found) {
        EffectiveLimits most = EffectiveLimits.ceiling(limits);
        EffectiveLimits has = app.effectiveLimits(limits);
        if (has.memoryBytes() == most.memoryBytes()
                || has.fuel() == most.fuel()
                || has.timeout().equals(most.timeout())
                || has.hostCalls() == most.hostCalls()) {
            found.note(CHECK, FILE, "Asks for as much of a limit as this server gives to anybody");
        }
    }
}
