package ai.ekaya.pack;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.Capabilities.HttpRule;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The kinds of things that apps do to data, money and people, as those who decide about them tell them apart; what is harder to take back
 * comes first. The one vocabulary: of what is agreed to before an installation, line by line, and of what a trust level may at most.
 */
public enum Effect {
    SENDS_SENSITIVE_VALUES("may take values of sensitive columns out of the project"),
    CHANGES_DATA("changes data by approved queries"),
    REACHES_ANY_HOST("sends requests to any host of a domain"),
    REACHES_HOST("sends requests to hosts that it names"),
    USES_SECRET("uses secrets of the project"),
    SENDS_ROWS_TO_MODEL("sends values of rows to the language model"),
    ASKS_MODEL("asks the project's language model"),
    CALLS_TOOLS("calls tools of the project"),
    OFFERS_TOOLS("offers tools to others"),
    READS_DATA("reads data of the project's datasources"),
    TELLS_PEOPLE("notifies people of the project"),
    KEEPS_DATA("keeps data of its own"),
    /** Knows who runs it, the time, random numbers; writes its log. */
    LOOKS("looks at who runs it and at the time"),
    USES_MACHINE("takes memory and time of the server");

    private static final Set<Effect> ALWAYS = EnumSet.of(LOOKS, USES_MACHINE);
    private static final Set<String> READING = Set.of(
            "datasource_query",
            "datasource_schema",
            "datasource_statistics",
            "list_datasources",
            "approved_query_refs");
    private static final Set<String> KEEPING = Set.of("db_query", "state_get", "state_set");

    private final String words;

    Effect(String words) {
        this.words = words;
    }

    /** What an app of this kind does, after its name in a sentence. */
    public String words() {
        return words;
    }

    /** Those that not every app has: what can be allowed, or not. */
    public static Set<Effect> decided() {
        return EnumSet.complementOf(EnumSet.copyOf(ALWAYS));
    }

    /** @throws Refusal {@code BAD_ARGUMENT} naming those that can be decided on */
    public static Effect of(String name) {
        return Arrays.stream(values())
                .filter(effect -> effect.name().equals(name) && !ALWAYS.contains(effect))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        RefusalCode.BAD_ARGUMENT,
                        "There is no such kind of effect to decide on, expected some of "
                                + decided().stream().map(Enum::name).collect(Collectors.joining(", "))));
    }

    /** Of all that a package brings: what it asks for, and the tools that it offers. */
    public static Set<Effect> of(AppPackage app) {
        Set<Effect> effects = of(app.capabilities());
        if (!app.manifest().exports().isEmpty()) {
            effects.add(OFFERS_TOOLS);
        }
        return effects;
    }

    /**
     * Those of {@link #decided} that are asked for. In doubt it is more: a rule counts also where the function that would use it is not
     * asked for.
     */
    public static Set<Effect> of(Capabilities asked) {
        return decided().stream()
                .filter(effect -> effect.isIn(asked))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Effect.class)));
    }

    private boolean isIn(Capabilities asked) {
        return switch (this) {
            case READS_DATA -> asked.hostFunctions().stream().anyMatch(READING::contains);
            case SENDS_SENSITIVE_VALUES -> !asked.sensitiveValues().isEmpty();
            case CHANGES_DATA ->
                asked.hostFunctions().contains("datasource_execute")
                        || !asked.queries().isEmpty();
            case KEEPS_DATA -> asked.hostFunctions().stream().anyMatch(KEEPING::contains);
            case ASKS_MODEL ->
                asked.hostFunctions().contains("llm_generate") || asked.llm().isPresent();
            case SENDS_ROWS_TO_MODEL ->
                asked.llm().map(Capabilities.Llm::rowValuesAllowed).orElse(false);
            case REACHES_HOST ->
                asked.hostFunctions().contains("http_request") || !asked.http().isEmpty();
            case REACHES_ANY_HOST -> asked.http().stream().anyMatch(HttpRule::isWildcard);
            case USES_SECRET ->
                asked.hostFunctions().contains("secret_exists")
                        || !asked.secretNames().isEmpty();
            case TELLS_PEOPLE -> asked.hostFunctions().contains("notify");
            case CALLS_TOOLS ->
                asked.hostFunctions().contains("mcp_tool_invoke")
                        || !asked.tools().isEmpty();
            case OFFERS_TOOLS, LOOKS, USES_MACHINE -> false;
        };
    }

    /** What of the capabilities it is, where a list names it. */
    private Optional<String> detail(Capabilities asked) {
        return switch (this) {
            case SENDS_SENSITIVE_VALUES -> list(asked.sensitiveValues());
            case CHANGES_DATA -> list(asked.queries());
            case REACHES_HOST, REACHES_ANY_HOST ->
                list(asked.http().stream().map(HttpRule::host).collect(Collectors.toSet()));
            case USES_SECRET -> list(asked.secretNames());
            case CALLS_TOOLS -> list(Set.copyOf(asked.tools().values()));
            case READS_DATA,
                    KEEPS_DATA,
                    ASKS_MODEL,
                    SENDS_ROWS_TO_MODEL,
                    TELLS_PEOPLE,
                    OFFERS_TOOLS,
                    LOOKS,
                    USES_MACHINE -> Optional.empty();
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
