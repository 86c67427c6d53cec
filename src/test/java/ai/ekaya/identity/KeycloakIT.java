package ai.ekaya.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.ekaya.boot.LiveServer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sign-in by a real identity provider, over real HTTP, as a browser does it. */
class KeycloakIT {
    private static final Pattern FORM = Pattern.compile("action=\"([^\"]+)\"");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static Keycloak keycloak;
    private static LiveServer server;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Keycloak.isThere(), "Keycloak is not unpacked: mvn verify does that");
        keycloak = Keycloak.start();
        Map<String, String> environment = new HashMap<>(keycloak.clientEnvironment());
        environment.put("EKAYA_ADMIN_PASSWORD", LiveServer.ADMIN_PASSWORD);
        // So that one test's many requests come from an address of their own.
        environment.put("TRUSTED_PROXIES", "127\\.0\\.0\\.1|0:0:0:0:0:0:0:1|::1");
        server = LiveServer.start("sso", environment);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        if (keycloak != null) {
            keycloak.close();
        }
    }

    @Test
    void gives_roles_by_group() throws Exception {
        JsonNode otto = signIn("otto", "otto-password");
        assertThat(otto.path("user").asText()).isEqualTo("otto");
        assertThat(otto.path("platformAdmin").asBoolean()).isFalse();
        assertThat(otto.path("projects").findValuesAsText("role")).containsExactly("operator");
        assertThat(signIn("ada", "ada-password").path("platformAdmin").asBoolean())
                .isTrue();
    }

    @Test
    void gives_nothing_without_a_group() throws Exception {
        JsonNode gast = signIn("gast", "gast-password");
        assertThat(gast.path("user").asText()).isEqualTo("gast");
        assertThat(gast.path("platformAdmin").asBoolean()).isFalse();
        assertThat(gast.path("projects")).isEmpty();
    }

    @Test
    void goes_to_the_start_page_and_nowhere_else() throws Exception {
        HttpClient client = keycloak.browser();
        HttpResponse<String> end = signIn(client, "/sso/login?next=https://evil.example/", "otto", "otto-password");
        assertThat(end.uri()).isEqualTo(server.uri("/"));
    }

    @Test
    void a_made_up_answer_of_the_provider_signs_nobody_in() throws Exception {
        HttpClient client = keycloak.browser();
        get(client, server.uri("/sso/oidcclient/redirect/ekaya?state=001&code=made-up"));
        assertThat(get(client, server.uri("/api/v1/me")).statusCode()).isEqualTo(401);
    }

    @Test
    void a_removed_group_takes_its_right_and_a_disabled_person_the_session() throws Exception {
        HttpClient browser = keycloak.browser();
        signIn(browser, "/sso/login", "lena", "lena-password");
        assertThat(me(browser).path("projects").findValuesAsText("role")).containsExactly("operator");
        String lena = keycloak.userId("lena");
        keycloak.administer("DELETE", "/users/" + lena + "/groups/" + keycloak.groupId("demo-operators"), "");
        await(() -> me(browser).path("projects").isEmpty());
        assertThat(me(browser).path("user").asText()).as("still signed in").isEqualTo("lena");
        keycloak.administer("PUT", "/users/" + lena + "/groups/" + keycloak.groupId("demo-operators"), "");
        await(() -> !me(browser).path("projects").isEmpty());
        keycloak.administer("PUT", "/users/" + lena, "{\"enabled\": false}");
        await(() -> get(browser, server.uri("/api/v1/me")).statusCode() == 401);
    }

    @Test
    void sign_out_ends_both_sessions() throws Exception {
        HttpClient browser = keycloak.browser();
        signIn(browser, "/sso/login", "otto", "otto-password");
        String csrf = me(browser).path("csrf").asText();
        HttpResponse<String> left = browser.send(
                HttpRequest.newBuilder(server.uri("/api/v1/session"))
                        .header("X-Ekaya-Csrf", csrf)
                        .DELETE()
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(get(browser, server.uri("/api/v1/me")).statusCode()).isEqualTo(401);
        URI next = URI.create(JSON.readTree(left.body()).path("next").asText());
        assertThat(get(browser, server.uri("/sso/login")).uri())
                .as("Keycloak still knows the browser")
                .isEqualTo(server.uri("/"));
        assertThat(get(browser, next).uri()).isEqualTo(server.uri("/"));
        assertThat(FORM.matcher(get(browser, server.uri("/sso/login")).body()).find())
                .as("Keycloak asks for the password again")
                .isTrue();
    }

    @Test
    void signing_in_again_ends_the_session_that_the_browser_had() throws Exception {
        HttpClient browser = keycloak.browser();
        signIn(browser, "/sso/login", "otto", "otto-password");
        String before = cookie(browser);
        HttpClient elsewhere = keycloak.browser();
        signIn(elsewhere, "/sso/login", "otto", "otto-password");
        assertThat(get(browser, server.uri("/sso/login")).uri())
                .as("Keycloak knows the browser")
                .isEqualTo(server.uri("/"));
        assertThat(cookie(browser)).isNotEqualTo(before);
        assertThat(me(browser).path("user").asText()).isEqualTo("otto");
        assertThat(withCookie(before)).isEqualTo(401);
        assertThat(me(elsewhere).path("user").asText()).isEqualTo("otto");
    }

    private static String cookie(HttpClient browser) {
        return ((CookieManager) browser.cookieHandler().orElseThrow())
                .getCookieStore().getCookies().stream()
                        .filter(cookie -> cookie.getName().equals(SessionCookie.name(false)))
                        .map(HttpCookie::getValue)
                        .findFirst()
                        .orElseThrow();
    }

    private static int withCookie(String value) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(server.uri("/api/v1/me"))
                                .header("Cookie", SessionCookie.name(false) + "=" + value)
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void an_address_that_begins_too_many_sign_ins_is_told_to_wait_and_others_are_not() throws Exception {
        HttpResponse<String> answer = begin("203.0.113.7");
        for (int i = 0; i < 1_000 && answer.statusCode() != 429; i++) {
            assertThat(answer.statusCode()).as("on to Keycloak").isEqualTo(302);
            answer = begin("203.0.113.7");
        }
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValueAsLong("Retry-After")).hasValue(1);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(answer.headers().firstValue("Location")).isEmpty();
        assertThat(begin("203.0.113.8").statusCode()).isEqualTo(302);
    }

    private static HttpResponse<String> begin(String address) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(server.uri("/sso/login"))
                                .header("X-Forwarded-For", address)
                                .header("X-Forwarded-Proto", "https")
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void takes_the_providers_access_tokens_on_the_api() throws Exception {
        String token = keycloak.accessToken("ekaya", "ekaya-scripts", "otto", "otto-password");
        HttpResponse<String> me = withToken("GET", "/api/v1/me", token);
        assertThat(me.statusCode()).as(me.body()).isEqualTo(200);
        assertThat(JSON.readTree(me.body()).path("projects").findValuesAsText("role"))
                .containsExactly("operator");
        assertThat(withToken("POST", "/api/v1/tokens", token).statusCode())
                .as("only a person makes tokens")
                .isEqualTo(403);
    }

    @Test
    void refuses_access_tokens_for_another_app_of_another_realm_or_forged() throws Exception {
        String right = keycloak.accessToken("ekaya", "ekaya-scripts", "otto", "otto-password");
        String signature = right.substring(right.lastIndexOf('.') + 1);
        for (String token : java.util.List.of(
                keycloak.accessToken("ekaya", "another-app", "otto", "otto-password"),
                keycloak.accessToken("master", "admin-cli", "root", "root-password"),
                right.substring(0, right.lastIndexOf('.') + 1),
                right.substring(0, right.lastIndexOf('.') + 1) + new StringBuilder(signature).reverse(),
                "eyJhbGciOiJub25lIn0." + right.split("\\.")[1] + ".")) {
            HttpResponse<String> answer = withToken("GET", "/api/v1/me", token);
            assertThat(answer.statusCode()).as(token).isEqualTo(401);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        }
    }

    @Test
    void an_access_token_opens_the_tools_of_its_persons_role_over_mcp() throws Exception {
        String otto = keycloak.accessToken("ekaya", "ekaya-scripts", "otto", "otto-password");
        HttpResponse<String> listed = mcp(otto, "tools/list", "{}");
        assertThat(listed.statusCode()).as(listed.body()).isEqualTo(200);
        assertThat(JSON.readTree(listed.body()).at("/result/tools").findValuesAsText("name"))
                .as("an operator's")
                .contains("run_app", "list_apps")
                .doesNotContain("query", "get_audit_events");
        HttpResponse<String> called = mcp(otto, "tools/call", "{\"name\": \"list_apps\", \"arguments\": {}}");
        JsonNode result = JSON.readTree(called.body()).path("result");
        assertThat(result.path("isError").asBoolean()).as(called.body()).isFalse();
        HttpResponse<String> beyond =
                mcp(otto, "tools/call", "{\"name\": \"query\", \"arguments\": {\"sql\": \"SELECT 1\"}}");
        assertThat(JSON.readTree(beyond.body())
                        .path("result")
                        .path("structuredContent")
                        .has("rows"))
                .as(beyond.body())
                .isFalse();
        HttpResponse<String> gast =
                mcp(keycloak.accessToken("ekaya", "ekaya-scripts", "gast", "gast-password"), "tools/list", "{}");
        assertThat(gast.statusCode()).as("who has no role: " + gast.body()).isIn(403, 404);
    }

    @Test
    void who_comes_to_mcp_with_another_apps_token_is_told_who_gives_the_right_one() throws Exception {
        HttpResponse<String> refused =
                mcp(keycloak.accessToken("ekaya", "another-app", "otto", "otto-password"), "tools/list", "{}");
        assertThat(refused.statusCode()).isEqualTo(401);
        String challenge = refused.headers().firstValue("WWW-Authenticate").orElseThrow();
        Matcher metadata = Pattern.compile("resource_metadata=\"([^\"]+)\"").matcher(challenge);
        assertThat(metadata.find()).as(challenge).isTrue();
        HttpResponse<String> document = get(keycloak.browser(), URI.create(metadata.group(1)));
        String issuer = JSON.readTree(document.body())
                .path("authorization_servers")
                .path(0)
                .asText();
        assertThat(issuer)
                .as(document.body())
                .isEqualTo(keycloak.clientEnvironment().get("OIDC_ISSUER"));
        assertThat(get(keycloak.browser(), URI.create(issuer + "/.well-known/openid-configuration"))
                        .body())
                .contains("token_endpoint");
    }

    @Test
    void a_role_that_a_project_gives_to_a_group_holds_at_once() throws Exception {
        HttpClient ada = keycloak.browser();
        signIn(ada, "/sso/login", "ada", "ada-password");
        HttpClient vera = keycloak.browser();
        signIn(vera, "/sso/login", "vera", "vera-password");
        assertThat(me(vera).path("projects")).isEmpty();
        HttpResponse<String> made = ada.send(
                HttpRequest.newBuilder(server.uri("/api/v1/projects/demo/group-roles"))
                        .header("X-Ekaya-Csrf", me(ada).path("csrf").asText())
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"group\": \"others\", \"role\": \"viewer\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(me(vera).path("projects").findValuesAsText("role")).containsExactly("viewer");
    }

    private static HttpResponse<String> withToken(String method, String path, String token) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(server.uri(path))
                                .header("Authorization", "Bearer " + token)
                                .header("Content-Type", "application/json")
                                .method(method, HttpRequest.BodyPublishers.ofString(method.equals("GET") ? "" : "{}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> mcp(String token, String method, String params) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(server.uri("/mcp/demo"))
                                .header("Authorization", "Bearer " + token)
                                .header("Content-Type", "application/json")
                                .header("Accept", "application/json, text/event-stream")
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        "{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"" + method + "\", \"params\": "
                                                + params + "}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("within a minute").isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
        }
    }

    private static JsonNode me(HttpClient browser) throws Exception {
        return JSON.readTree(get(browser, server.uri("/api/v1/me")).body());
    }

    private static JsonNode signIn(String user, String password) throws Exception {
        HttpClient client = keycloak.browser();
        signIn(client, "/sso/login", user, password);
        return JSON.readTree(get(client, server.uri("/api/v1/me")).body());
    }

    private static HttpResponse<String> signIn(HttpClient client, String path, String user, String password)
            throws Exception {
        Matcher form = FORM.matcher(get(client, server.uri(path)).body());
        assertThat(form.find()).as("Keycloak's form").isTrue();
        String body = "username=" + encoded(user) + "&password=" + encoded(password);
        return client.send(
                HttpRequest.newBuilder(URI.create(form.group(1).replace("&amp;", "&")))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(HttpClient client, URI uri) throws Exception {
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
