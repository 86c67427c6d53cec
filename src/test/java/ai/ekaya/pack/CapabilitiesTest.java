package ai.ekaya.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Refusal;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapabilitiesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ALL = """
            {"hostFunctions": ["db_query", "http_request", "llm_generate", "log", "mcp_tool_invoke"],
             "http": [{"host": "hooks.example.com", "methods": ["POST"], "pathPrefix": "/services/", "credential": "slack"},
                      {"host": "hooks.example.com", "methods": ["GET", "HEAD"], "pathPrefix": "/"},
                      {"host": "*.example.org", "methods": ["GET"], "pathPrefix": "/v1"},
                      {"scheme": "http", "host": "old.example.org", "port": 8080, "methods": ["GET"]}],
             "credentials": [{"id": "slack", "inject": {"header": "Authorization", "prefix": "Bearer "}},
                             {"id": "basic", "inject": {"basic": {"user": "svc"}}}, {"id": "query", "inject": {"query": "api_key"}},
                             {"id": "path", "inject": {"path": "token"}},
                             {"id": "oauth", "inject": {"oauth2": {"tokenUrl": "https://login.example.com/token", "clientId": "me", "scope": "a b"}}}],
             "tools": {"schema": "get_schema"}, "queries": ["late-orders"], "secrets": ["STRIPE_KEY", "a.b"], "llm": {"tokensPerRunMax": 20000, "rowValuesAllowed": false},
             "sensitiveValues": ["http_request"], "limits": {"memory": "31250KiB", "fuel": 20000000000, "timeout": "300s", "hostCallsPerRun": 2000}}""";

    private static Capabilities parse(String json) {
        try {
            return Capabilities.fromJson(JSON.readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void comes_back_from_its_json_as_it_went() {
        assertThat(Capabilities.fromJson(parse(ALL).toJson())).isEqualTo(parse(ALL));
        assertThat(Capabilities.fromJson(Capabilities.NOTHING.toJson())).isEqualTo(Capabilities.NOTHING);
        assertThat(parse(ALL).toJson().at("/limits/memory").asText()).isEqualTo("31250KiB");
    }

    @Test
    void reads_a_list_of_tools_as_aliases_of_themselves() {
        assertThat(parse("{\"tools\": [\"get_schema\"]}").tools())
                .containsExactly(java.util.Map.entry("get_schema", "get_schema"));
    }

    @Test
    void refuses_json_of_another_shape() {
        assertThatThrownBy(() -> parse("{\"hostFunctions\": \"all\"}"))
                .isInstanceOf(Refusal.class)
                .hasMessage(
                        "capabilities#/hostFunctions: This is \"all\", expected a list of host functions' names, none twice");
    }

    @Test
    void names_secrets_in_lower_case_with_those_of_credentials() {
        assertThat(parse(ALL).secretNames())
                .containsExactlyInAnyOrder("stripe_key", "a.b", "slack", "basic", "query", "path", "oauth");
        assertThat(parse("{}").secretNames()).isEmpty();
        assertThatThrownBy(() -> parse("{\"secrets\": [\"a b\"]}"))
                .hasMessageContaining("capabilities#/secrets/0")
                .hasMessageContaining("letters, digits, dots, dashes and underscores");
    }

    @Test
    void knows_the_host_functions_of_the_contract() {
        assertThat(Capabilities.knownHostFunctions()).hasSize(19).contains("log", "db_query", "state_set");
    }

    @Test
    void contains_itself_and_nothing() {
        assertThat(parse(ALL).contains(parse(ALL))).isTrue();
        assertThat(parse("{}").contains(parse("{}"))).isTrue();
        assertThat(parse(ALL).contains(parse("{\"limits\": {\"fuel\": 1}}"))).isTrue();
        assertThat(Capabilities.NOTHING.contains(parse(ALL))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "{'hostFunctions': ['db_query']} | {'hostFunctions': ['state_get']}",
                "{'http': [{'host': 'hooks.example.com', 'methods': ['POST'], 'pathPrefix': '/services/a'}]} | {'http': [{'host': 'hooks.example.com', 'methods': ['POST']}]}",
                "{'http': [{'host': 'hooks.example.com', 'methods': ['POST'], 'pathPrefix': '/services/', 'credential': 'slack'}]} | {'http': [{'host': 'hooks.example.com', 'methods': ['GET'], 'credential': 'slack'}]}",
                "{'http': [{'host': 'hooks.example.com', 'methods': ['GET', 'POST'], 'pathPrefix': '/services/'}]} | {'http': [{'host': 'hooks.example.com', 'methods': ['DELETE']}]}",
                "{'http': [{'host': 'hooks.example.com', 'methods': ['GET']}]} | {'http': [{'host': 'other.example.com', 'methods': ['GET']}]}",
                "{'http': [{'host': 'api.example.org', 'methods': ['GET'], 'pathPrefix': '/v1/a'}]} | {'http': [{'host': 'api.example.org', 'methods': ['GET'], 'pathPrefix': '/v10'}]}",
                "{'http': [{'host': '*.example.org', 'methods': ['GET'], 'pathPrefix': '/v1'}]} | {'http': [{'host': 'a.b.example.org', 'methods': ['GET'], 'pathPrefix': '/v1'}]}",
                "{'http': [{'scheme': 'http', 'host': 'old.example.org:8080', 'methods': ['GET']}]} | {'http': [{'host': 'old.example.org:8080', 'methods': ['GET']}]}",
                "{'http': [{'scheme': 'https', 'host': 'hooks.example.com:443', 'methods': ['GET']}]} | {'http': [{'host': 'hooks.example.com', 'port': 444, 'methods': ['GET']}]}",
                "{'http': [{'host': 'hooks.example.com', 'methods': ['POST'], 'pathPrefix': '/services/'}]} | {'http': [{'host': 'hooks.example.com', 'methods': ['POST'], 'pathPrefix': '/services'}]}",
                "{'credentials': [{'id': 'slack', 'inject': {'bearer': true}}]} | {'credentials': [{'id': 'query', 'inject': {'query': 'other'}}]}",
                "{'credentials': [{'id': 'basic', 'inject': {'basic': {'user': 'svc'}}}]} | {'credentials': [{'id': 'oauth', 'inject': {'oauth2': {'tokenUrl': 'https://evil.example/token', 'clientId': 'me', 'scope': 'a b'}}}]}",
                "{'credentials': [{'id': 'slack', 'inject': {'header': 'Authorization', 'prefix': 'Bearer '}}]} | {'credentials': [{'id': 'slack', 'inject': {'header': 'Cookie'}}]}",
                "{'tools': {'schema': 'get_schema'}} | {'tools': {'schema': 'drop_schema'}}",
                "{'queries': ['late-orders']} | {'queries': ['late-orders', 'all-orders']}",
                "{'secrets': ['a.b']} | {'secrets': ['a.b', 'a.c']}",
                "{'secrets': ['STRIPE_KEY']} | {'secrets': ['slack']}",
                "{'llm': {'tokensPerRunMax': 20000}} | {'llm': {'tokensPerRunMax': 20001}}",
                "{'llm': {'tokensPerRunMax': 1}} | {'llm': {'tokensPerRunMax': 1, 'rowValuesAllowed': true}}",
                "{'sensitiveValues': ['http_request']} | {'sensitiveValues': ['http_request', 'notify']}",
                "{'limits': {'memory': '32MB'}} | {'limits': {'memory': '33MB'}}",
                "{'limits': {'fuel': 20000000000}} | {'limits': {'fuel': 20000000001}}",
                "{'limits': {'timeout': '5m'}} | {'limits': {'timeout': '301s'}}",
                "{'limits': {'hostCallsPerRun': 2000}} | {'limits': {'hostCallsPerRun': 2001}}"
            })
    void contains_what_asks_for_as_much_and_not_what_asks_for_more(String asMuch, String more) {
        assertThat(parse(ALL).contains(parse(asMuch.replace('\'', '"')))).isTrue();
        assertThat(parse(ALL).contains(parse(more.replace('\'', '"')))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "{'http': [{'host': '*.com', 'methods': ['GET']}]} | or *.example.com for exactly one label",
                "{'http': [{'host': 'a.*.com', 'methods': ['GET']}]} | or *.example.com for exactly one label",
                "{'http': [{'host': 'Example.com', 'methods': ['GET']}]} | a host name in lower case",
                "{'http': [{'host': 'example.com.', 'methods': ['GET']}]} | a host name in lower case",
                "{'http': [{'host': 'example.com', 'scheme': 'ftp', 'methods': ['GET']}]} | https, or http where",
                "{'http': [{'host': 'example.com:443', 'port': 8443, 'methods': ['GET']}]} | a host name without a port",
                "{'http': [{'host': 'example.com', 'port': 65536, 'methods': ['GET']}]} | a port from 1 to 65535",
                "{'http': [{'host': 'example.com', 'methods': ['GET'], 'pathPrefix': '/a/../b'}]} | a path that starts with /",
                "{'credentials': [{'id': 'a', 'inject': {'header': 'X', 'query': 'y'}}]} | exactly one of",
                "{'credentials': [{'id': 'a', 'inject': {'query': 'y', 'prefix': 'z'}}]} | exactly one of",
                "{'credentials': [{'id': 'a', 'inject': {'header': 'X\\r\\nY'}}]} | the name of a header",
                "{'credentials': [{'id': 'a', 'inject': {'basic': {'user': 'a:b'}}}]} | without a colon",
                "{'credentials': [{'id': 'a', 'inject': {'oauth2': {'tokenUrl': 'http://a.example/', 'clientId': 'b'}}}]} | the address of a token endpoint"
            })
    void refuses_a_rule_or_a_credential_of_another_form(String json, String expected) {
        assertThatThrownBy(() -> parse(json.replace('\'', '"')))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(expected);
    }

    @Test
    void takes_the_default_where_one_side_is_silent_about_a_limit() {
        assertThat(parse("{}").contains(parse("{\"limits\": {\"memory\": \"16MiB\", \"timeout\": \"1m\"}}")))
                .isTrue();
        assertThat(parse("{}").contains(parse("{\"limits\": {\"memory\": \"17MiB\"}}")))
                .isFalse();
        assertThat(parse("{\"limits\": {\"timeout\": \"30s\"}}").contains(parse("{}")))
                .isFalse();
        assertThat(parse("{}").contains(parse("{\"limits\": {\"fuel\": 10000000000, \"hostCallsPerRun\": 200}}")))
                .isTrue();
        assertThat(parse("{\"limits\": {\"fuel\": 9999999999}}").missing(parse("{}")))
                .containsExactly("fuel 10000000000 over 9999999999");
    }
}
