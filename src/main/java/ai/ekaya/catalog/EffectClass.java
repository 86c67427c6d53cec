package ai.ekaya.catalog;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.Capabilities;
import ai.ekaya.pack.Capabilities.HttpRule;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What an app can do to data, money and people, as {@link Capabilities} add up to it: few enough to decide on. */
public enum EffectClass {
    READS_DATA("reads data of the project's datasources"),
    READS_SENSITIVE_VALUES("may take values of sensitive columns out of the project"),
    CHANGES_DATA("changes data by approved queries"),
    OWN_DATABASE("keeps data of its own"),
    ASKS_MODEL("asks the project's language model"),
    ROWS_TO_MODEL("sends values of rows to the language model"),
    HTTP_HOSTS("sends requests to hosts that it names"),
    HTTP_WILDCARDS("sends requests to any host of a domain"),
    USES_SECRETS("uses secrets of the project"),
    NOTIFIES("notifies people of the project"),
    CALLS_TOOLS("calls tools of the project"),
    EXPORTS_TOOLS("offers tools to others");

    private static final Set<String> READING = Set.of(
            "datasource_query",
            "datasource_schema",
            "datasource_statistics",
            "list_datasources",
            "approved_query_refs");
    private static final Set<String> KEEPING = Set.of("db_query", "state_get", "state_set");

    private final String words;

    EffectClass(String words) {
        this.words = words;
    }

    /** As in JSON, {@code reads-data}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What an app of this kind does, after its name in a sentence. */
    public String words() {
        return words;
    }

    /** @throws Refusal {@code BAD_ARGUMENT} naming those there are */
    public static EffectClass of(String text) {
        return Arrays.stream(values())
                .filter(effect -> effect.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        RefusalCode.BAD_ARGUMENT,
                        "There is no such class of effects, expected some of "
                                + Arrays.stream(values()).map(EffectClass::text).collect(Collectors.joining(", "))));
    }

    /** Of all that a package brings: what it asks for, and the tools that it offers. */
    public static Set<EffectClass> of(AppPackage app) {
        Set<EffectClass> effects = of(app.capabilities());
        if (!app.manifest().exports().isEmpty()) {
            effects.add(EXPORTS_TOOLS);
        }
        return effects;
    }

    /** Of what is asked for. In doubt it is more: a rule counts also where the function that would use it is not asked for. */
    public static Set<EffectClass> of(Capabilities asked) {
        return Arrays.stream(values())
                .filter(effect -> effect.isIn(asked))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(EffectClass.class)));
    }

    private boolean isIn(Capabilities asked) {
        return switch (this) {
            case READS_DATA -> asked.hostFunctions().stream().anyMatch(READING::contains);
            case READS_SENSITIVE_VALUES -> !asked.sensitiveValues().isEmpty();
            case CHANGES_DATA ->
                asked.hostFunctions().contains("datasource_execute")
                        || !asked.queries().isEmpty();
            case OWN_DATABASE -> asked.hostFunctions().stream().anyMatch(KEEPING::contains);
            case ASKS_MODEL ->
                asked.hostFunctions().contains("llm_generate") || asked.llm().isPresent();
            case ROWS_TO_MODEL ->
                asked.llm().map(Capabilities.Llm::rowValuesAllowed).orElse(false);
            case HTTP_HOSTS ->
                asked.hostFunctions().contains("http_request") || !asked.http().isEmpty();
            case HTTP_WILDCARDS -> asked.http().stream().anyMatch(HttpRule::isWildcard);
            case USES_SECRETS ->
                asked.hostFunctions().contains("secret_exists")
                        || !asked.secretNames().isEmpty();
            case NOTIFIES -> asked.hostFunctions().contains("notify");
            case CALLS_TOOLS ->
                asked.hostFunctions().contains("mcp_tool_invoke")
                        || !asked.tools().isEmpty();
            case EXPORTS_TOOLS -> false;
        };
    }

    /** What of the capabilities it is, where a list names it. */
    Optional<String> detail(Capabilities asked) {
        return switch (this) {
            case READS_SENSITIVE_VALUES -> list(asked.sensitiveValues());
            case CHANGES_DATA -> list(asked.queries());
            case HTTP_HOSTS, HTTP_WILDCARDS ->
                list(asked.http().stream().map(HttpRule::host).collect(Collectors.toSet()));
            case USES_SECRETS -> list(asked.secretNames());
            case CALLS_TOOLS -> list(Set.copyOf(asked.tools().values()));
            case READS_DATA, OWN_DATABASE, ASKS_MODEL, ROWS_TO_MODEL, NOTIFIES, EXPORTS_TOOLS -> Optional.empty();
        };
    }

    private static Optional<String> list(Set<String> names) {
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(names.stream().sorted().collect(Collectors.joining(", ")));
    }

    /** A sentence's end for people: {@code uses secrets of the project: slack}. */
    public String words(Capabilities asked) {
        return detail(asked).map(names -> words + ": " + names).orElse(words);
    }
}
