package ai.ekaya.pack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What people read before they agree. */
class EffectLinesTest {
    private static final String ALL = """
            {"hostFunctions": ["http_request", "llm_generate", "mcp_tool_invoke", "datasource_query", "datasource_execute", "notify"],
             "http": [{"host": "api.example.com", "methods": ["POST", "GET"], "pathPrefix": "/v1", "credential": "api_key"},
                      {"host": "*.example.org", "methods": ["GET"]}],
             "credentials": [{"id": "api_key", "inject": {"bearer": true}},
                             {"id": "client", "inject": {"oauth2": {"tokenUrl": "https://login.example.com/token", "clientId": "c"}}}],
             "tools": ["health"], "queries": ["close-orders"], "secrets": ["other"],
             "llm": {"tokensPerRunMax": 5000, "rowValuesAllowed": true},
             "sensitiveValues": ["notify"],
             "limits": {"memory": "128MiB", "timeout": "20s", "hostCallsPerRun": 50}}""";

    private static Capabilities capabilities(String json) {
        try {
            return Capabilities.fromJson(new ObjectMapper().readTree(json));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void tells_all_in_plain_words_what_is_harder_to_take_back_first() {
        assertThat(capabilities(ALL).effects())
                .extracting(EffectLine::text)
                .containsExactly(
                        "may let values of sensitive columns leave the project by notify",
                        "runs the approved query close-orders, which may change data if it was approved to",
                        "calls https://*.example.org/ with GET",
                        "calls https://api.example.com/v1 with GET, POST and the secret api_key",
                        "has the secret api_key put into its requests, without seeing it",
                        "has the secret client shown to https://login.example.com/token, which gives a token for it",
                        "may ask whether the secret other exists, never read it",
                        "may send it values of rows; those of sensitive columns are masked",
                        "asks the project's language model, up to 5000 tokens a run",
                        "calls the tool health with the rights of who runs it",
                        "reads rows of the datasources that it is bound to",
                        "notifies people of the project",
                        "takes up to 128MiB of memory",
                        "takes up to 20s a run",
                        "takes up to 50 host calls a run");
    }

    @Test
    void capabilities_allow_each_of_their_own_lines_and_others_none_that_is_more() {
        Capabilities all = capabilities(ALL);
        assertThat(all.effects()).allSatisfy(line -> assertThat(all.allow(line)).isTrue());
        assertThat(all.effects())
                .filteredOn(line -> line.effect() != Effect.USES_MACHINE)
                .allSatisfy(line -> assertThat(Capabilities.NOTHING.allow(line))
                        .as(line.text())
                        .isFalse());
    }

    @Test
    void the_lines_of_two_tell_all_in_which_they_differ() {
        ObjectNode json = capabilities(ALL).toJson();
        for (String key :
                List.of("http", "credentials", "tools", "queries", "secrets", "llm", "sensitiveValues", "limits")) {
            ObjectNode less = json.deepCopy();
            if (less.get(key).isObject()) {
                less.remove(key);
            } else {
                less.putArray(key);
            }
            if (key.equals("credentials")) {
                less.putArray("http");
            }
            Capabilities fewer = capabilities(less.toString());
            Capabilities all = capabilities(ALL);
            boolean told = all.effects().stream().anyMatch(line -> !fewer.allow(line));
            assertThat(told).as(key).isEqualTo(!fewer.contains(all));
            assertThat(fewer.contains(all)).as(key).isFalse();
        }
    }

    @Test
    void every_host_function_is_told_of() {
        for (String name : Capabilities.knownHostFunctions()) {
            Capabilities one = capabilities("{\"hostFunctions\": [\"" + name + "\"]}");
            boolean byItsParts = EffectLines.BY_THEIR_PARTS.contains(name) && !name.equals("llm_generate");
            assertThat(one.effects())
                    .as(name)
                    .hasSize(byItsParts ? 0 : 1)
                    .allSatisfy(line -> assertThat(line.text()).doesNotContain("uses the host function"));
        }
    }
}
