package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Behind a proxy that the server was told of; the twin, whom nobody told it of, is in {@link AuditApiIT}. */
class ProxyIT {
    @Test
    void the_audit_tells_the_clients_address_and_not_the_proxys() {
        Map<String, String> environment = Map.of(
                "EKAYA_ADMIN_PASSWORD",
                LiveServer.ADMIN_PASSWORD,
                "TRUSTED_PROXIES",
                "127\\.0\\.0\\.1|0:0:0:0:0:0:0:1|::1");
        try (LiveServer server = LiveServer.start("proxied", environment)) {
            Api client = Api.anonymous(server.uri("/"))
                    .with("X-Forwarded-For", "203.0.113.9")
                    .signIn("admin", LiveServer.ADMIN_PASSWORD);
            assertThat(client.get("/api/v1/audit?type=SIGNED_IN")
                            .json()
                            .at("/items/0/address")
                            .asText())
                    .isEqualTo("203.0.113.9");
        }
    }
}
