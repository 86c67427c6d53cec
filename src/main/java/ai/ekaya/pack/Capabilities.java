package ai.ekaya.pack;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What an app may do. The same shape says what a package asks for ({@code capabilities.json}) and what a project granted.
 *
 * @param tools the app's own alias to a tool's name
 */
public record Capabilities(
        Set<String> hostFunctions,
        List<HttpRule> http,
        List<Credential> credentials,
        Map<String, String> tools,
        Optional<Llm> llm,
        Asked limits) {

    public record HttpRule(String host, Set<String> methods, String pathPrefix, Optional<String> credential) {}

    public record Credential(String id, String header, String prefix) {}

    public record Llm(long tokensPerRunMax, boolean rowValuesAllowed) {}

    /** Limits that a package asks for; where empty the server's default holds. */
    public record Asked(
            OptionalLong memoryBytes, OptionalLong fuel, Optional<Duration> timeout, OptionalInt hostCallsPerRun) {
        public static final Asked NOTHING =
                new Asked(OptionalLong.empty(), OptionalLong.empty(), Optional.empty(), OptionalInt.empty());
    }

    /** What a package without {@code capabilities.json} may do. */
    public static final Capabilities NOTHING = new Capabilities(
            Set.of("log", "get_auth_context"), List.of(), List.of(), Map.of(), Optional.empty(), Asked.NOTHING);

    /** Whether everything that {@code asked} asks for is in these grants. The one function that compares the two. */
    public boolean contains(Capabilities asked) {
        throw new UnsupportedOperationException();
    }
}
