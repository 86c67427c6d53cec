package ai.ekaya.host;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.appdb.AppDatabases;
import ai.ekaya.limits.Limits;
import ai.ekaya.usage.Rates;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What guests are told, what may be granted and what the gate knows are one list. */
class ParityTest {
    private static final Pattern WIRE = Pattern.compile("@wire ([a-z_]+)");

    /** No call is made, so no room behind the gate is needed. */
    @SuppressWarnings("NullAway")
    private static Set<String> gate() {
        AppDatabases none = null;
        return new TreeSet<>(new Gate(
                        Limits.defaults(),
                        Clock.systemUTC(),
                        null,
                        none,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null)
                .names());
    }

    @Test
    void the_gate_knows_what_the_typescript_contract_names() throws IOException {
        Set<String> told = WIRE.matcher(Files.readString(Path.of("quickjs-runtime/host-api.d.ts")))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(told).hasSizeGreaterThan(5).isEqualTo(gate());
    }

    @Test
    void a_sample_may_answer_all_that_is_not_the_runs_own_and_nothing_else() throws IOException {
        try (var in = ParityTest.class.getResourceAsStream("/ai/ekaya/pack/sample.schema.json")) {
            JsonNode names = new ObjectMapper().readTree(in).at("/properties/host/items/properties/call/enum");
            Set<String> answered = new TreeSet<>();
            names.forEach(name -> answered.add(name.textValue()));
            Set<String> outside = gate();
            outside.removeAll(SampledFunction.OWN);
            assertThat(answered).hasSizeGreaterThan(5).isEqualTo(outside);
        }
    }

    @Test
    void what_is_counted_by_the_minute_may_be_granted() throws IOException {
        try (var in = ParityTest.class.getResourceAsStream("/ai/ekaya/pack/capabilities.schema.json")) {
            JsonNode names = new ObjectMapper().readTree(in).at("/properties/hostFunctions/items/enum");
            assertThat(names).extracting(JsonNode::textValue).containsAll(Rates.FUNCTIONS);
        }
        assertThat(gate().stream().filter(Rates.FUNCTIONS::contains)).hasSizeGreaterThan(4);
    }

    @Test
    void the_gate_knows_what_capabilities_may_name() throws IOException {
        try (var in = ParityTest.class.getResourceAsStream("/ai/ekaya/pack/capabilities.schema.json")) {
            JsonNode names = new ObjectMapper().readTree(in).at("/properties/hostFunctions/items");
            Set<String> grantable = new TreeSet<>();
            names.path("enum").forEach(name -> grantable.add(name.textValue()));
            assertThat(grantable).isNotEmpty().containsAll(gate());
            // Who names a function that is not there is told those that are, not those that a later server may have.
            assertThat(names.path("description").asText()).isEqualTo("one of " + String.join(", ", gate()));
        }
    }
}
