package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** What pages ask before anybody is refused anything. */
class SessionOptionsIT {
    private final LiveServer server = LiveServer.shared();

    @Test
    void tells_a_stranger_that_nobody_is_signed_in() {
        JsonNode options = options(Api.anonymous(server.uri("/")));
        assertThat(options.path("signedIn").asBoolean(true)).isFalse();
        assertThat(options.path("password").asBoolean()).isTrue();
        assertThat(options.has("sso")).as("no identity provider is configured").isFalse();
    }

    @Test
    void tells_who_has_a_session_that_it_counts() {
        Api admin = Api.admin(server);
        assertThat(options(admin).path("signedIn").asBoolean()).isTrue();
        admin.delete("/api/v1/session");
        assertThat(options(admin).path("signedIn").asBoolean(true)).isFalse();
    }

    private static JsonNode options(Api api) {
        return api.get("/api/v1/session/options").json();
    }
}
