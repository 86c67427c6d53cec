package ai.ekaya.pack;

import ai.ekaya.limits.Quantity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** What capabilities let an app do, a line each, for the people who are to agree. */
final class EffectLines {
    private record Meaning(Effect effect, String text) {}

    /** Of functions that say all by themselves; the others have a line for each thing that they are allowed. */
    private static final Map<String, Meaning> FUNCTIONS = Map.ofEntries(
            Map.entry("db_query", new Meaning(Effect.KEEPS_DATA, "keeps tables of its own")),
            Map.entry("state_get", new Meaning(Effect.KEEPS_DATA, "reads small values that it kept")),
            Map.entry("state_set", new Meaning(Effect.KEEPS_DATA, "keeps small values between runs")),
            Map.entry(
                    "datasource_query",
                    new Meaning(Effect.READS_DATA, "reads rows of the datasources that it is bound to")),
            Map.entry(
                    "datasource_schema",
                    new Meaning(Effect.READS_DATA, "reads tables, columns and constraints of its datasources")),
            Map.entry(
                    "datasource_statistics",
                    new Meaning(Effect.READS_DATA, "reads statistics of columns of its datasources")),
            Map.entry("list_datasources", new Meaning(Effect.READS_DATA, "sees which datasources it is bound to")),
            Map.entry(
                    "approved_query_refs", new Meaning(Effect.READS_DATA, "sees which approved queries use a column")),
            Map.entry("notify", new Meaning(Effect.TELLS_PEOPLE, "notifies people of the project")),
            Map.entry("get_auth_context", new Meaning(Effect.LOOKS, "knows who runs it")),
            Map.entry("now_millis", new Meaning(Effect.LOOKS, "reads the clock")),
            Map.entry("random_bytes", new Meaning(Effect.LOOKS, "gets random numbers")),
            Map.entry("log", new Meaning(Effect.LOOKS, "writes a log")),
            Map.entry("progress", new Meaning(Effect.LOOKS, "shows how far it is")));

    /** Those that are told of by what they are allowed. */
    static final Set<String> BY_THEIR_PARTS =
            Set.of("http_request", "llm_generate", "mcp_tool_invoke", "datasource_execute", "secret_exists");

    private final List<EffectLine> lines = new ArrayList<>();

    private EffectLines() {}

    /** Those that are harder to take back first. */
    static List<EffectLine> of(Capabilities capabilities) {
        EffectLines all = new EffectLines();
        all.functions(capabilities);
        all.http(capabilities);
        all.secrets(capabilities);
        all.model(capabilities);
        capabilities
                .tools()
                .forEach((alias, tool) -> all.add(
                        Effect.CALLS_TOOLS,
                        "calls the tool " + tool + " with the rights of who runs it",
                        CapabilityPart.tool(alias, tool)));
        capabilities
                .queries()
                .forEach(query -> all.add(
                        Effect.CHANGES_DATA,
                        "runs the approved query " + query + ", which may change data if it was approved to",
                        CapabilityPart.query(query)));
        capabilities
                .sensitiveValues()
                .forEach(name -> all.add(
                        Effect.SENDS_SENSITIVE_VALUES,
                        "may let values of sensitive columns leave the project by " + name,
                        CapabilityPart.sensitive(name)));
        all.limits(capabilities.limits());
        all.lines.sort(Comparator.comparing(EffectLine::effect).thenComparing(EffectLine::text));
        return List.copyOf(all.lines);
    }

    private void add(Effect effect, String text, Capabilities part) {
        lines.add(new EffectLine(effect, text, part));
    }

    private void functions(Capabilities capabilities) {
        for (String name : capabilities.hostFunctions()) {
            Meaning meaning = FUNCTIONS.get(name);
            if (meaning != null) {
                add(meaning.effect(), meaning.text(), CapabilityPart.function(name));
            } else if (!BY_THEIR_PARTS.contains(name)) {
                add(Effect.CHANGES_DATA, "uses the host function " + name, CapabilityPart.function(name));
            }
        }
    }

    private void http(Capabilities capabilities) {
        for (Capabilities.HttpRule rule : capabilities.http()) {
            String methods = rule.methods().stream().sorted().collect(Collectors.joining(", "));
            add(
                    rule.isWildcard() ? Effect.REACHES_ANY_HOST : Effect.REACHES_HOST,
                    "calls " + rule.text() + " with " + methods
                            + rule.credential()
                                    .map(id -> " and the secret " + id)
                                    .orElse(""),
                    CapabilityPart.http(rule));
        }
    }

    private void secrets(Capabilities capabilities) {
        for (Capabilities.Credential credential : capabilities.credentials()) {
            String how = credential.inject() instanceof Capabilities.Inject.OAuth2 oauth
                    ? "has the secret " + credential.id() + " shown to " + oauth.tokenUrl()
                            + ", which gives a token for it"
                    : "has the secret " + credential.id() + " put into its requests, without seeing it";
            add(Effect.USES_SECRET, how, CapabilityPart.credential(credential));
        }
        capabilities
                .secrets()
                .forEach(name -> add(
                        Effect.USES_SECRET,
                        "may ask whether the secret " + name + " exists, never read it",
                        CapabilityPart.secret(name)));
    }

    private void model(Capabilities capabilities) {
        if (!capabilities.hostFunctions().contains("llm_generate")) {
            return;
        }
        long tokens = capabilities.llm().map(Capabilities.Llm::tokensPerRunMax).orElse(0L);
        add(
                Effect.ASKS_MODEL,
                "asks the project's language model" + (tokens > 0 ? ", up to " + tokens + " tokens a run" : ""),
                CapabilityPart.model(new Capabilities.Llm(tokens, false)));
        if (capabilities.llm().filter(Capabilities.Llm::rowValuesAllowed).isPresent()) {
            add(
                    Effect.SENDS_ROWS_TO_MODEL,
                    "may send it values of rows; those of sensitive columns are masked",
                    CapabilityPart.model(new Capabilities.Llm(tokens, true)));
        }
    }

    private void limits(Capabilities.Asked asked) {
        asked.memoryBytes()
                .ifPresent(bytes -> limit(
                        "up to " + Quantity.ofBytes(bytes) + " of memory",
                        new Capabilities.Asked(
                                OptionalLong.of(bytes), OptionalLong.empty(), Optional.empty(), OptionalInt.empty())));
        asked.fuel()
                .ifPresent(fuel -> limit(
                        "up to " + fuel + " units of fuel a run",
                        new Capabilities.Asked(
                                OptionalLong.empty(), OptionalLong.of(fuel), Optional.empty(), OptionalInt.empty())));
        asked.timeout()
                .ifPresent(time -> limit(
                        "up to " + Quantity.ofDuration(time) + " a run",
                        new Capabilities.Asked(
                                OptionalLong.empty(), OptionalLong.empty(), Optional.of(time), OptionalInt.empty())));
        asked.hostCallsPerRun()
                .ifPresent(calls -> limit(
                        "up to " + calls + " host calls a run",
                        new Capabilities.Asked(
                                OptionalLong.empty(), OptionalLong.empty(), Optional.empty(), OptionalInt.of(calls))));
    }

    private void limit(String text, Capabilities.Asked part) {
        add(Effect.USES_MACHINE, "takes " + text, CapabilityPart.limits(part));
    }
}
