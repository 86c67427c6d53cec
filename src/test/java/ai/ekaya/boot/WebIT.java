package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server answers to requests that are wrong, strange or hostile, each beside its legal twin. */
class WebIT {
    private static final String BASIC = "Basic YWRtaW46eHh4";
    private static final String PROJECT = "/api/v1/projects/demo";

    private static LiveServer server;
    private static Api admin;

    @BeforeAll
    static void start() {
        server = LiveServer.shared();
        admin = Api.admin(server);
    }

    private static Api stranger() {
        return Api.anonymous(server.uri("/"));
    }

    @ParameterizedTest
    @CsvSource({"/,200", "/api/v1/me,401", "/api/v1/session/options,401", "/health,200", "/icon.svg,200", "/nowhere,404"
    })
    void a_basic_header_never_starts_the_servers_own_login(String path, int status) {
        assertThat(stranger().with("Authorization", BASIC).get(path).status()).isEqualTo(status);
        assertThat(server.serverLog()).doesNotContain("CWIMK0011E").doesNotContain("CWWKS1100A");
    }

    @Test
    void u_0000_is_refused_in_every_body() {
        Map<String, String> credentials = Map.of("user", "a\0", "password", "x");
        refused(stranger().post("/api/v1/session", credentials), "U+0000");
        refused(admin.post("/api/v1/tokens", Map.of("project", "de\0mo", "name", "n", "role", "viewer")), "U+0000");
        refused(admin.post(PROJECT + "/drafts", Map.of("name", "q\0", "files", Map.of("app.js", "1"))), "U+0000");
        refused(admin.post(PROJECT + "/drafts", Map.of("name", "q", "files", Map.of("a\0.js", "1"))), "U+0000");
        refused(admin.post(PROJECT + "/apps/schema-report/runs", "{\"a\": \"\\u0000\"}"), "U+0000");
        refused(admin.post(PROJECT + "/apps/schema-report/runs", "{\"a\": \"\\ud800\"}"), "surrogate");
        assertThat(admin.post(PROJECT + "/apps/schema-report/runs", "{\"a\": \"\\u0001\\ud83d\\ude00\"}")
                        .status())
                .isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                PROJECT + "/runs?app=a%00",
                PROJECT + "/runs?outcome=%00",
                "/api/v1/projects?after=WyJcdTAwMDAiXQ"
            })
    void and_in_every_query(String path) {
        refused(admin.get(path), "");
        assertThat(admin.get(path.substring(0, path.indexOf('?'))).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "application/json,400",
        "text/plain,415",
        "garbage,400",
        "multipart/form-data,400",
        "multipart/form-data; boundary=b,400",
        "application/zip,400"
    })
    void an_upload_of_the_wrong_kind_is_the_callers_mistake(String type, int status) {
        Api.Answer answer = admin.send("POST", PROJECT + "/apps", BodyPublishers.ofString("x"), type);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.json().path("detail").asText()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"Accept|garbage", "Accept|a/b;q=x", "Accept-Language|en;q=zz"})
    void a_header_that_cannot_be_read_is_named(String header, String value) {
        refused(stranger().with(header, value).get("/api/v1/session/options"), header);
    }

    @Test
    void a_client_that_takes_anything_is_served() {
        String accept = "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2";
        assertThat(stranger()
                        .with("Accept", accept)
                        .get("/api/v1/session/options")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "99999999999", "", "1.5", "0", "-1"})
    void a_limit_that_is_no_number_is_named(String limit) {
        refused(admin.get(PROJECT + "/runs?limit=" + limit), "'limit' is ");
        assertThat(admin.get(PROJECT + "/runs?limit=1").status()).isEqualTo(200);
    }

    @Test
    void a_wrong_role_and_a_wrong_method_hear_what_is_right() {
        refused(
                admin.put(PROJECT + "/members/admin", Map.of("role", "boss")),
                "'boss', expected one of viewer, operator, author, admin");
        Api.Answer method = admin.patch("/api/v1/me", "{}");
        assertThat(method.status()).isEqualTo(405);
        assertThat(method.json().path("detail").asText()).contains("GET");
        assertThat(method.response().headers().firstValue("Allow")).isPresent();
    }

    @Test
    void the_document_says_what_is_made_and_not_who_asks() {
        String answer = RawRequest.get("/openapi?format=JSON").sendTo(server);
        assertThat(answer).contains("\"/\"").doesNotContain("http://localhost");
        JsonNode paths = admin.get("/openapi?format=JSON").json().path("paths");
        for (String path :
                new String[] {"/projects", "/users", "/tokens", "/projects/{p}/apps", "/projects/{p}/drafts"}) {
            JsonNode responses = paths.at("/" + ("/api/v1" + path).replace("/", "~1") + "/post/responses");
            assertThat(responses.has("201")).as(path).isTrue();
            assertThat(responses.has("200")).as(path).isFalse();
            assertThat(responses.has("403")).as(path).isTrue();
        }
        assertThat(paths.path("/api/v1/projects/{p}/apps/{app}/runs")
                        .at("/post/responses")
                        .has("202"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "PATCH", "FOO", "OPTIONS"})
    void the_page_is_only_read(String method) {
        Api.Answer answer = stranger().send(method, "/", BodyPublishers.noBody(), "");
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.response().headers().firstValue("Allow")).contains("GET, HEAD");
        assertThat(stranger().send("HEAD", "/", BodyPublishers.noBody(), "").status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/adminCenter", "/ibm/api/x", "/api", "/metrics/x", "/assets/x.js"})
    void nothing_stands_at_other_addresses_and_the_log_stays_quiet(String path) {
        Api.Answer answer = stranger().get(path);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("NOT_FOUND");
        assertThat(server.serverLog()).doesNotContain("SRVE0190E");
        Api.Answer shown = stranger().with("Accept", "text/html").get(path);
        assertThat(shown.status()).isEqualTo(404);
        assertThat(shown.body()).contains("<!doctype html>");
    }

    @Test
    void what_the_archive_keeps_to_itself_is_not_there() {
        assertThat(stranger().get("/WEB-INF/web.xml").status()).isEqualTo(404);
        assertThat(stranger()
                        .with("Accept", "text/html")
                        .get("/WEB-INF/web.xml")
                        .code())
                .isEqualTo("NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/p/demo", "/p/demo/runs/x", "/index.html"})
    void views_of_the_page_are_the_page(String path) {
        Api.Answer answer = stranger().get(path);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("<!doctype html>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%00", "/%zz", "/p/%0a", "/api/v1/me?x=%zz", "/api/v1/me%00"})
    void an_address_that_cannot_be_read_is_the_callers_mistake(String path) {
        assertThat(RawRequest.get(path).sendTo(server)).startsWith("HTTP/1.1 400 ");
        assertThat(RawRequest.get("/p/%C3%A4?x=%25").sendTo(server)).startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api/v1/me", "/health", "/openapi", "/nowhere", "/icon.svg"})
    void every_answer_carries_the_security_headers_once(String path) {
        var headers = stranger().get(path).response().headers();
        for (String header : new String[] {
            "Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Cache-Control"
        }) {
            assertThat(headers.allValues(header)).as(header).hasSize(1);
        }
    }

    @Test
    void only_a_public_host_over_tls_is_kept_to_tls() {
        RawRequest asked = RawRequest.get("/api/v1/session/options");
        RawRequest ofPublicHost = new RawRequest(asked.head().replace("Host: localhost", "Host: apps.example.com"));
        assertThat(ofPublicHost.sendOverTlsTo(server)).contains("Strict-Transport-Security: max-age=31536000");
        assertThat(asked.sendOverTlsTo(server)).startsWith("HTTP/1.1 200").doesNotContain("Strict-Transport");
        assertThat(ofPublicHost.sendTo(server)).startsWith("HTTP/1.1 200").doesNotContain("Strict-Transport");
    }

    @Test
    void a_change_in_a_session_needs_the_sessions_own_csrf() {
        Api own = Api.admin(server);
        Map<String, String> asked = Map.of("name", "web-csrf-" + UUID.randomUUID());
        Api.Answer without = own.without("X-Ekaya-Csrf").post("/api/v1/projects", asked);
        assertThat(without.status()).as(without.toString()).isEqualTo(403);
        String others = admin.get("/api/v1/me").json().path("csrf").asText();
        assertThat(own.with("X-Ekaya-Csrf", others)
                        .post("/api/v1/projects", asked)
                        .status())
                .as("of another session")
                .isEqualTo(403);
        String csrf = own.get("/api/v1/me").json().path("csrf").asText();
        assertThat(own.with("X-Ekaya-Csrf", csrf)
                        .post("/api/v1/projects", asked)
                        .status())
                .as("and it was not made before")
                .isEqualTo(201);
    }

    @Test
    void a_sessions_cookie_is_for_this_site_alone_and_over_tls_for_tls_alone() {
        String body = "{\"user\": \"admin\", \"password\": \"" + LiveServer.ADMIN_PASSWORD + "\"}";
        RawRequest signIn = new RawRequest("POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        assertThat(signIn.sendTo(server))
                .contains("Set-Cookie: ekaya_session=")
                .contains("; Path=/; HttpOnly; SameSite=Lax")
                .doesNotContain("; Secure");
        assertThat(signIn.sendOverTlsTo(server))
                .contains("Set-Cookie: __Host-ekaya_session=")
                .contains("; Path=/; HttpOnly; SameSite=Lax; Secure")
                .doesNotContain("Domain=");
    }

    @Test
    void a_cookie_that_was_planted_without_tls_is_no_session_over_tls() {
        String body = "{\"user\": \"admin\", \"password\": \"" + LiveServer.ADMIN_PASSWORD + "\"}";
        RawRequest signIn = new RawRequest("POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        String plain = cookie(signIn.sendTo(server));
        String secure = cookie(signIn.sendOverTlsTo(server));
        assertThat(RawRequest.get("/api/v1/me", "Cookie: ekaya_session=" + plain)
                        .sendTo(server))
                .startsWith("HTTP/1.1 200 ");
        assertThat(RawRequest.get("/api/v1/me", "Cookie: ekaya_session=" + plain)
                        .sendOverTlsTo(server))
                .startsWith("HTTP/1.1 401 ");
        assertThat(RawRequest.get("/api/v1/me", "Cookie: ekaya_session=" + plain + "; __Host-ekaya_session=" + secure)
                        .sendOverTlsTo(server))
                .as("nor does it stand in the other's way")
                .startsWith("HTTP/1.1 200 ");
        assertThat(RawRequest.get("/api/v1/me", "Cookie: __Host-ekaya_session=" + secure)
                        .sendTo(server))
                .startsWith("HTTP/1.1 401 ");
    }

    private static String cookie(String answer) {
        Matcher cookie = Pattern.compile("ekaya_session=([^;]+)").matcher(answer);
        assertThat(cookie.find()).as(answer).isTrue();
        return cookie.group(1);
    }

    @Test
    void a_password_is_changed_by_who_knows_it_and_ends_other_sessions() {
        String name = "web-" + UUID.randomUUID();
        Map<String, String> user = Map.of("name", name, "password", "long-enough-1234");
        assertThat(admin.post("/api/v1/users", user).status()).isEqualTo(201);
        URI base = server.uri("/");
        Api one = Api.anonymous(base).signIn(name, "long-enough-1234");
        Api other = Api.anonymous(base).signIn(name, "long-enough-1234");
        Map<String, String> wrong = Map.of("old", "no-such-word-1", "new", "long-enough-5678");
        refused(one.put("/api/v1/me/password", wrong), "'old'");
        Map<String, String> right = Map.of("old", "long-enough-1234", "new", "long-enough-5678");
        Api.Answer changed = one.put("/api/v1/me/password", right);
        assertThat(changed.json().path("sessionsEnded").asInt()).isEqualTo(1);
        assertThat(changed.json().path("tokensKept").asInt(-1)).isZero();
        assertThat(one.get("/api/v1/me").status()).isEqualTo(200);
        assertThat(other.get("/api/v1/me").status()).isEqualTo(401);
        Api.anonymous(base).signIn(name, "long-enough-5678");
    }

    @Test
    void a_disabled_user_is_out_until_enabled_again() {
        String name = "web-" + UUID.randomUUID();
        Map<String, String> user = Map.of("name", name, "password", "long-enough-1234");
        assertThat(admin.post("/api/v1/users", user).status()).isEqualTo(201);
        Api person = stranger().signIn(name, "long-enough-1234");
        assertThat(person.patch("/api/v1/users/" + name, Map.of("disabled", true))
                        .status())
                .isEqualTo(403);
        assertThat(admin.patch("/api/v1/users/" + name, Map.of("disabled", true))
                        .status())
                .isEqualTo(200);
        assertThat(person.get("/api/v1/me").status()).isEqualTo(401);
        Map<String, String> credentials = Map.of("user", name, "password", "long-enough-1234");
        assertThat(stranger().post("/api/v1/session", credentials).status()).isEqualTo(401);
        assertThat(admin.patch("/api/v1/users/" + name, Map.of("disabled", false))
                        .status())
                .isEqualTo(200);
        assertThat(stranger().post("/api/v1/session", credentials).status()).isEqualTo(200);
        assertThat(admin.patch("/api/v1/users/admin", Map.of("disabled", true)).status())
                .isEqualTo(409);
    }

    private static void refused(Api.Answer answer, String detail) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
        assertThat(answer.json().path("detail").asText()).contains(detail);
    }
}
