package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
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

    @Test
    void a_second_sign_in_of_a_browser_ends_its_first_session_and_no_other() {
        Api browser = Api.anonymous(server.uri("/"));
        String first = signedIn(browser);
        String elsewhere = signedIn(Api.anonymous(server.uri("/")));
        String second = signedIn(browser);
        assertThat(second).isNotEqualTo(first);
        assertThat(me(first)).isEqualTo(401);
        assertThat(me(second)).isEqualTo(200);
        assertThat(me(elsewhere)).isEqualTo(200);
    }

    private static String signedIn(Api api) {
        Map<String, String> admin = Map.of("user", "admin", "password", LiveServer.ADMIN_PASSWORD);
        String cookie = api.post("/api/v1/session", admin)
                .response()
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow();
        return cookie.substring(0, cookie.indexOf(';'));
    }

    private int me(String cookie) {
        return Api.anonymous(server.uri("/"))
                .with("Cookie", cookie)
                .get("/api/v1/me")
                .status();
    }

    private static JsonNode options(Api api) {
        return api.get("/api/v1/session/options").json();
    }
}
