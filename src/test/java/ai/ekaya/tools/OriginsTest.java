package ai.ekaya.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginsTest {
    private static final String OWN = "https://apps.example.com";

    @Test
    void programs_send_no_origin() {
        assertThat(Origins.allows(OWN, Optional.empty(), "anything")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "https://apps.example.com,                apps.example.com, true",
        "HTTPS://Apps.Example.com,                apps.example.com, true",
        "http://apps.example.com,                 apps.example.com, false",
        "https://apps.example.com:8443,           apps.example.com, false",
        "https://apps.example.com.evil.example,   apps.example.com, false",
        "https://evil.example,                    apps.example.com, false",
        "null,                                    apps.example.com, false",
        "http://localhost:3000,                   localhost:9080, true",
        "http://127.0.0.1,                        localhost:9080, true",
        "http://[::1]:5173,                       127.0.0.1:9080, true",
        // A page of this machine may not reach a server elsewhere, nor one elsewhere this machine by a name that leads
        // here.
        "http://localhost:3000,                   apps.example.com, false",
        "http://evil.example,                     localhost:9080, false",
        "http://evil.example:9080,                evil.example:9080, false",
        "http://localhost.evil.example,           localhost:9080, false",
        "http://localhost@evil.example,           localhost:9080, false",
        "not an origin,                           localhost:9080, false"
    })
    void pages_are_let_in_from_here_alone(String origin, String host, boolean allowed) {
        assertThat(Origins.allows(OWN, Optional.of(origin), host)).isEqualTo(allowed);
    }
}
