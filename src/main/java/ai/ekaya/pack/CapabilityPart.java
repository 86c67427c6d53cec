package ai.ekaya.pack;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Capabilities that hold one thing. */
final class CapabilityPart {
    private CapabilityPart() {}

    static Capabilities function(String name) {
        return of(Set.of(name), List.of(), List.of(), Optional.empty(), Capabilities.Asked.NOTHING);
    }

    static Capabilities http(Capabilities.HttpRule rule) {
        return of(Set.of("http_request"), List.of(rule), List.of(), Optional.empty(), Capabilities.Asked.NOTHING);
    }

    static Capabilities credential(Capabilities.Credential credential) {
        return of(Set.of(), List.of(), List.of(credential), Optional.empty(), Capabilities.Asked.NOTHING);
    }

    static Capabilities model(Capabilities.Llm llm) {
        return of(Set.of("llm_generate"), List.of(), List.of(), Optional.of(llm), Capabilities.Asked.NOTHING);
    }

    static Capabilities limits(Capabilities.Asked asked) {
        return of(Set.of(), List.of(), List.of(), Optional.empty(), asked);
    }

    static Capabilities tool(String alias, String tool) {
        return named(Set.of("mcp_tool_invoke"), Map.of(alias, tool), Set.of(), Set.of(), Set.of());
    }

    static Capabilities query(String name) {
        return named(Set.of("datasource_execute"), Map.of(), Set.of(name), Set.of(), Set.of());
    }

    static Capabilities secret(String name) {
        return named(Set.of(), Map.of(), Set.of(), Set.of(name), Set.of());
    }

    static Capabilities sensitive(String function) {
        return named(Set.of(), Map.of(), Set.of(), Set.of(), Set.of(function));
    }

    private static Capabilities of(
            Set<String> functions,
            List<Capabilities.HttpRule> http,
            List<Capabilities.Credential> credentials,
            Optional<Capabilities.Llm> llm,
            Capabilities.Asked limits) {
        return new Capabilities(functions, http, credentials, Map.of(), Set.of(), Set.of(), llm, Set.of(), limits);
    }

    private static Capabilities named(
            Set<String> functions,
            Map<String, String> tools,
            Set<String> queries,
            Set<String> secrets,
            Set<String> sensitive) {
        return new Capabilities(
                functions,
                List.of(),
                List.of(),
                tools,
                queries,
                secrets,
                Optional.empty(),
                sensitive,
                Capabilities.Asked.NOTHING);
    }
}
