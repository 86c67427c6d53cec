package ai.ekaya.tools;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.oidc.ProviderSettings;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class McpAddressTest {
    private static final ProviderSettings PROVIDER = ProviderSettings.read(key -> Optional.ofNullable(Map.of(
                    "OIDC_ISSUER", "https://login.example.com/realms/one",
                    "OIDC_CLIENT_ID", "ekaya",
                    "OIDC_CLIENT_SECRET", "secret",
                    "OIDC_REDIRECT_ORIGIN", "https://apps.example.com/")
            .get(key)));

    @Test
    void with_an_identity_provider_its_issuer_is_told_and_the_address_is_the_configured_one() {
        assertThat(McpAddress.document(PROVIDER, "http", "10.0.0.7:9080", "demo")
                        .toString())
                .isEqualTo("{\"resource\":\"https://apps.example.com/mcp/demo\","
                        + "\"authorization_servers\":[\"https://login.example.com/realms/one\"],"
                        + "\"bearer_methods_supported\":[\"header\"],\"resource_name\":\"Ekaya Apps\"}");
        assertThat(McpAddress.metadata(McpAddress.origin(PROVIDER, "http", "10.0.0.7:9080"), "demo"))
                .isEqualTo("https://apps.example.com/.well-known/oauth-protected-resource/mcp/demo");
    }

    @Test
    void without_one_there_is_none_to_tell() {
        assertThat(McpAddress.document(ProviderSettings.none(), "http", "localhost:9080", "demo")
                        .toString())
                .isEqualTo("{\"resource\":\"http://localhost:9080/mcp/demo\",\"bearer_methods_supported\":[\"header\"],"
                        + "\"resource_name\":\"Ekaya Apps\"}");
    }
}
