package ai.ekaya.tools;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.web.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class McpExchangeTest {
    private static McpServer.StatelessSyncSpecification features(McpServer.StatelessSyncSpecification server) {
        McpSchema.Tool echo = McpSchema.Tool.builder("echo", Map.of("type", "object"))
                .description("Echoes")
                .build();
        return server.serverInfo("test", "1")
                .capabilities(ServerCapabilities.builder().tools(false).build())
                .tools(new SyncToolSpecification(
                        echo,
                        (context, request) -> CallToolResult.builder()
                                .addTextContent(String.valueOf(request.arguments()))
                                .isError(false)
                                .build()));
    }

    private static McpAnswer answer(String message) {
        return McpExchange.answer(
                message.replace('\'', '"').getBytes(StandardCharsets.UTF_8),
                Optional.empty(),
                McpExchangeTest::features);
    }

    private static JsonNode json(McpAnswer answer) throws JsonProcessingException {
        return Json.mapper().readTree(answer.json().orElseThrow());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'method': 'tools/call' | The params of tools/call have no name that is a string, expected one",
                "'method': 'tools/call', 'params': null | The params of tools/call have no name that is a string, expected one",
                "'method': 'tools/call', 'params': {'name': 7} | The params of tools/call have no name that is a string, expected one",
                "'method': 'tools/call', 'params': {'name': 'echo', 'arguments': 'x'} | The request's 'arguments' is no object, expected names with values",
                "'method': 'tools/call', 'params': {'name': 'echo', '_meta': [1]} | The request's '_meta' is no object, expected names with values",
                "'method': 'tools/call', 'params': {'name': 'drop_all'} | There is no tool 'drop_all' here",
                "'method': 'initialize' | The params of initialize have no protocolVersion that is a string, expected one",
                "'method': 'initialize', 'params': [] | The request's params are no object, expected names with values",
                "'method': 'initialize', 'params': {'protocolVersion': '2025-06-18', 'capabilities': {'roots': 5}} | The request's parameters have the wrong form",
                "'method': 'initialize', 'params': {'protocolVersion': '2025-06-18', 'clientInfo': 5} | The request's 'clientInfo' is no object, expected names with values",
                "'method': 'tools/list', 'params': [1] | The request's params are no object, expected names with values",
                "'method': 'tools/list', 'params': 'x' | The request's params are no object, expected names with values",
                "'method': 'tools/list', 'params': {'cursor': 'bogus'} | The cursor is none of this server's, expected none: each list comes whole",
                "'method': 'ping', 'params': 5 | The request's params are no object, expected names with values"
            })
    void parameters_of_another_form_are_refused_in_a_sentence(String message, String expected)
            throws JsonProcessingException {
        McpAnswer answer = answer("{'jsonrpc': '2.0', 'id': 3, " + message + "}");
        assertThat(answer.status()).isEqualTo(200);
        JsonNode error = json(answer).path("error");
        assertThat(json(answer).path("id").asInt()).isEqualTo(3);
        assertThat(error.path("code").asInt()).isEqualTo(-32602);
        assertThat(error.path("message").asText()).isEqualTo(expected);
        assertThat(error.has("data") && !error.path("data").isNull()).isFalse();
    }

    @Test
    void a_method_that_is_not_there_is_named() throws JsonProcessingException {
        JsonNode error =
                json(answer("{'jsonrpc': '2.0', 'id': 3, 'method': 'no/such'}")).path("error");
        assertThat(error.path("code").asInt()).isEqualTo(-32601);
        assertThat(error.path("message").asText()).isEqualTo("There is no method 'no/such' here");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"9223372036854775808", "-9223372036854775809", "1.5", "null", "true", "[1]"})
    void an_id_that_no_answer_can_repeat_is_refused(String id) throws JsonProcessingException {
        McpAnswer answer = answer("{'jsonrpc': '2.0', 'id': " + id + ", 'method': 'ping'}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(json(answer).at("/error/code").asInt()).isEqualTo(-32600);
        assertThat(json(answer).at("/error/message").asText())
                .isEqualTo("The request's id is neither a string nor a whole number of at most 64 bits");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'id': 9223372036854775807, 'method': 'ping'",
                "'id': 'x', 'method': 'ping', 'params': null",
                "'id': 0, 'method': 'tools/list', 'params': {'cursor': null}",
                "'id': 1, 'method': 'tools/list'",
                "'id': 1, 'method': 'tools/call', 'params': {'name': 'echo', '_meta': {'progressToken': 1}}",
                "'id': 1, 'method': 'tools/call', 'params': {'name': 'echo', 'arguments': null}",
                "'id': 1, 'method': 'initialize', 'params': {'protocolVersion': '2025-06-18', 'capabilities': {}, 'clientInfo': {'name': 'a', 'version': '1'}}"
            })
    void what_clients_may_send_is_answered(String message) throws JsonProcessingException {
        McpAnswer answer = answer("{'jsonrpc': '2.0', " + message + "}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(json(answer).has("result")).as(json(answer).toString()).isTrue();
    }

    @Test
    void a_notification_whose_params_are_no_object_is_refused() {
        assertThat(answer("{'jsonrpc': '2.0', 'method': 'notifications/initialized', 'params': [1]}")
                        .status())
                .isEqualTo(400);
        assertThat(answer("{'jsonrpc': '2.0', 'method': 'notifications/initialized'}")
                        .status())
                .isEqualTo(202);
    }

    @ParameterizedTest
    @CsvSource({"2030-01-01, 2025-11-25", "1999-01-01, 2025-11-25", "2025-03-26, 2025-03-26", "2025-11-25, 2025-11-25"})
    void who_asks_for_an_unknown_version_is_answered_with_the_newest(String asked, String given)
            throws JsonProcessingException {
        McpAnswer answer = answer("{'jsonrpc': '2.0', 'id': 1, 'method': 'initialize', 'params': {'protocolVersion': '"
                + asked + "', 'capabilities': {}, 'clientInfo': {'name': 'a', 'version': '1'}}}");
        assertThat(json(answer).at("/result/protocolVersion").asText()).isEqualTo(given);
    }
}
