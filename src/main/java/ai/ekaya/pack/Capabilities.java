package ai.ekaya.pack;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an app may do. The same shape says what a package asks for ({@code capabilities.json}) and what a project granted.
 *
 * @param queries names of approved queries of the project
 * @param secrets names of secrets of the project that the app may ask for by name, never their values
 * @param tools the app's own alias to a tool's name
 * @param sensitiveValues host functions that may be given values of sensitive columns, though what they do leaves the project
 */
public record Capabilities(
        Set<String> hostFunctions,
        List<HttpRule> http,
        List<Credential> credentials,
        Map<String, String> tools,
        Set<String> queries,
        Set<String> secrets,
        Optional<Llm> llm,
        Set<String> sensitiveValues,
        Asked limits) {

    /** How a request travels. */
    public enum Scheme {
        HTTPS(443),
        HTTP(80);

        private final int port;

        Scheme(int port) {
            this.port = port;
        }

        /** The port that a URL of this scheme means when it names none. */
        public int port() {
            return port;
        }

        /** As in a URL. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** @param text {@code https} or {@code http} */
        static Scheme of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * Requests that are allowed.
     *
     * @param host in lower case, IDN as punycode; {@code *.} before it stands for exactly one label
     * @param pathPrefix compared at a segment's end: {@code /a} allows {@code /a} and {@code /a/b} but not {@code /ab}, {@code /a/}
     *     allows {@code /a/b} but not {@code /a}
     */
    public record HttpRule(
            Scheme scheme, String host, int port, Set<String> methods, String pathPrefix, Optional<String> credential) {
        private static final String ANY_LABEL = "*.";

        public HttpRule {
            methods = Set.copyOf(methods);
        }

        public boolean isWildcard() {
            return host.startsWith(ANY_LABEL);
        }

        /** @param asked in lower case; a wildcard itself when two rules are compared */
        public boolean allowsHost(String asked) {
            if (!isWildcard() || asked.equals(host)) {
                return asked.equals(host);
            }
            int label = asked.indexOf('.');
            return label > 0
                    && !asked.startsWith(ANY_LABEL)
                    && asked.substring(label).equals(host.substring(1));
        }

        /** @param path decoded once, without segments {@code .} and {@code ..} */
        public boolean allowsPath(String path) {
            return path.startsWith(pathPrefix)
                    && (pathPrefix.endsWith("/")
                            || path.length() == pathPrefix.length()
                            || path.charAt(pathPrefix.length()) == '/');
        }

        /** The origin and the prefix as in a URL, for people. */
        public String text() {
            return scheme.text() + "://" + host + (port == scheme.port() ? "" : ":" + port) + pathPrefix;
        }
    }

    /** A secret of the project, by its name, that the host puts into requests. */
    public record Credential(String id, Inject inject) {}

    /** Where the secret goes. It is put there after the request was allowed and looked at, right before it is sent. */
    public sealed interface Inject {
        /** Into a header, {@code prefix} before it. */
        record Header(String name, String prefix) implements Inject {}

        /** As the password of basic authentication. */
        record Basic(String user) implements Inject {}

        /** As a parameter at the query's end. */
        record Query(String name) implements Inject {}

        /** In place of <code>{placeholder}</code> in the path, as one segment or a part of one. */
        record Path(String placeholder) implements Inject {}

        /** As the client's secret, for a token that goes into {@code Authorization} as a bearer token. */
        record OAuth2(String tokenUrl, String clientId, Optional<String> scope) implements Inject {}
    }

    public record Llm(long tokensPerRunMax, boolean rowValuesAllowed) {}

    /** Limits that a package asks for; where empty the server's default holds. */
    public record Asked(
            OptionalLong memoryBytes, OptionalLong fuel, Optional<Duration> timeout, OptionalInt hostCallsPerRun) {
        public static final Asked NOTHING =
                new Asked(OptionalLong.empty(), OptionalLong.empty(), Optional.empty(), OptionalInt.empty());
    }

    /** What a package without {@code capabilities.json} may do. */
    public static final Capabilities NOTHING = new Capabilities(
            Set.of("log", "get_auth_context"),
            List.of(),
            List.of(),
            Map.of(),
            Set.of(),
            Set.of(),
            Optional.empty(),
            Set.of(),
            Asked.NOTHING);

    public Capabilities {
        hostFunctions = Set.copyOf(hostFunctions);
        http = List.copyOf(http);
        credentials = List.copyOf(credentials);
        tools = Map.copyOf(tools);
        queries = Set.copyOf(queries);
        secrets = Set.copyOf(secrets);
        sensitiveValues = Set.copyOf(sensitiveValues);
    }

    /** The wire names of all host functions that a package may ask for. */
    public static Set<String> knownHostFunctions() {
        return Schema.CAPABILITIES.choices("/properties/hostFunctions/items");
    }

    /** All of the project's secrets that are named here, those that the host puts into requests included; in lower case. */
    public Set<String> secretNames() {
        return Stream.concat(secrets.stream(), credentials.stream().map(Credential::id))
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Reads the form of {@code capabilities.json}, which is also the form of grants in requests and rows.
     *
     * @throws Refusal BAD_ARGUMENT with the first place that does not fit
     */
    public static Capabilities fromJson(JsonNode json) {
        Schema.CAPABILITIES.problems("capabilities", json).stream().findFirst().ifPresent(problem -> {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, problem.where() + ": " + problem.message());
        });
        return CapabilitiesJson.read(json);
    }

    /** The form of {@code capabilities.json}; {@link #fromJson} gives an equal record. */
    public ObjectNode toJson() {
        return CapabilitiesJson.write(this);
    }

    /** Whether everything that {@code asked} asks for is in these grants. The one function that compares the two. */
    public boolean contains(Capabilities asked) {
        return new Containment(this).of(asked);
    }

    /** What of {@code asked} is not in these grants, in words with both figures; empty when they {@link #contains} it. */
    public List<String> missing(Capabilities asked) {
        return new Containment(this).missing(asked);
    }

    /** What these let an app do, a line each in plain words; what is harder to take back comes first. */
    public List<EffectLine> effects() {
        return EffectLines.of(this);
    }

    /** Whether these allow what the line says. */
    public boolean allow(EffectLine line) {
        // Of limits, a line is about its own alone.
        return contains(line.part().withLimitsOf(this));
    }

    /** These, with the other's limits where these are silent about one. */
    public Capabilities withLimitsOf(Capabilities other) {
        Asked given = other.limits();
        return new Capabilities(
                hostFunctions,
                http,
                credentials,
                tools,
                queries,
                secrets,
                llm,
                sensitiveValues,
                new Asked(
                        limits.memoryBytes().isPresent() ? limits.memoryBytes() : given.memoryBytes(),
                        limits.fuel().isPresent() ? limits.fuel() : given.fuel(),
                        limits.timeout().or(given::timeout),
                        limits.hostCallsPerRun().isPresent() ? limits.hostCallsPerRun() : given.hostCallsPerRun()));
    }
}
