package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that no browser sends, byte for byte: who answers, with what, and that nothing of the server shows. */
class MalformedRequestsIT {
    private static final String ME = "/api/v1/me";
    private static final String SESSION = "/api/v1/session";

    private final LiveServer server = LiveServer.shared();

    /** Who answers; docs/security.md lists what is not ours. */
    private enum By {
        /** We, as problem JSON. */
        US,
        /** We, with the web page. */
        PAGE,
        /** Liberty's HTTP channel, without a body, before it knows what is asked for. */
        CHANNEL,
        /** Liberty's web container, with one sentence of its own, before any filter. */
        CONTAINER
    }

    private static Arguments get(String name, String path, int status, By by, String... headers) {
        return Arguments.of(name, RawRequest.get(path, headers), status, by);
    }

    private static Arguments line(String name, String line, int status, By by) {
        return Arguments.of(name, new RawRequest(line + "\r\nHost: localhost\r\nConnection: close\r\n"), status, by);
    }

    private static Arguments post(String name, int status, String body, String... headers) {
        String head = "POST " + SESSION + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\n" + String.join("\r\n", headers) + "\r\n\r\n" + body;
        return Arguments.of(name, new RawRequest(head), status, By.US);
    }

    static Stream<Arguments> requests() {
        String html = "Accept: text/html";
        return Stream.of(
                get("an encoded slash", "/api/v1%2fme", 400, By.US),
                get("an encoded slash in a name", "/api/v1/projects/a%2Fb", 400, By.US),
                get("a backslash", "/api\\v1\\me", 400, By.US),
                get("a path parameter", ME + ";x=y", 401, By.US),
                get("a session in the path", ME + ";jsessionid=abc", 401, By.US),
                get("dots out of the API", "/api/v1/../../WEB-INF/web.xml", 404, By.US),
                get("encoded dots", "/api/v1/%2e%2e/%2e%2e/WEB-INF/web.xml", 404, By.US),
                get("dots that are no UTF-8", "/api/v1/%c0%ae%c0%ae/me", 400, By.US),
                get("half a character", "/api/v1/%ff", 400, By.US),
                get("9,000 characters", "/api/v1/" + "a".repeat(9_000), 404, By.US),
                get("two slashes before", "//api/v1/me", 404, By.US),
                get("two slashes within", "/api//v1/me", 404, By.US),
                get("an umlaut as it is", "/api/v1/ä", 404, By.US),
                get("quotes and brackets", "/api/v1/\"<script>", 400, By.US),
                get("braces", "/api/v1/{p}", 400, By.US),
                get("a percent sign in the query", ME + "?x=%zz", 400, By.US),
                get("U+0000 in the query", ME + "?x=%00", 400, By.US),
                get("another site's address", "http://evil.example" + ME, 401, By.US),
                get("two hosts", ME, 400, By.US, "Host: other"),
                get("an unknown Accept", ME, 400, By.US, "Accept: x"),
                get("a broken cookie", ME, 401, By.US, "Cookie: a=;;;=;ekaya_session"),
                get("a folded header", ME, 401, By.US, "X: y\r\n  z"),
                get("a folder of the archive", "/WEB-INF/web.xml", 404, By.US),
                get("the error page itself", "/-/error", 404, By.US),
                get("beside the sign-in", "/sso/x", 404, By.US),
                line("the star", "OPTIONS * HTTP/1.1", 404, By.US),
                line("TRACE", "TRACE " + ME + " HTTP/1.1", 405, By.US),
                line("a made-up method", "FOO " + ME + " HTTP/1.1", 405, By.US),
                line("a method that is no word", "G(T " + ME + " HTTP/1.1", 405, By.US),
                line("a write to the page", "POST /p/demo HTTP/1.1", 405, By.US),
                Arguments.of(
                        "a host of two words",
                        new RawRequest("GET " + ME + " HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n"),
                        400,
                        By.US),
                Arguments.of(
                        "a host with a user",
                        new RawRequest("GET " + ME + " HTTP/1.1\r\nHost: x@y\r\nConnection: close\r\n"),
                        400,
                        By.US),
                post("a length of letters", 400, "{}", "Content-Length: abc"),
                post("a length below nothing", 400, "{}", "Content-Length: -1"),
                post("a length of a terabyte", 413, "{}", "Content-Length: 999999999999"),
                post("a length and chunks", 400, "0\r\n\r\n", "Content-Length: 2", "Transfer-Encoding: chunked"),
                post("an unknown coding", 400, "{}", "Content-Length: 2", "Transfer-Encoding: banana"),
                post("chunks without a length", 400, "zz\r\n{}\r\n0\r\n\r\n", "Transfer-Encoding: chunked"),
                post("compression that is none", 400, "{}", "Content-Length: 2", "Content-Encoding: gzip"),
                post("half a JSON", 400, "{", "Content-Length: 1"),
                get("a page with a parameter", "/p/x;y=z", 200, By.PAGE, html),
                get("a page of 9,000 characters", "/p/" + "a".repeat(9_000), 200, By.PAGE, html),
                get("no page", "/nowhere", 404, By.PAGE, html),
                get("U+0000", ME + "%00", 400, By.CONTAINER),
                get("dots behind a parameter", "/api/v1/..;/..;/health", 400, By.CONTAINER),
                get("a percent sign", "/api/v1/%", 400, By.CONTAINER),
                get("no hexadecimal", "/api/v1/%zz", 400, By.CONTAINER),
                get("an escape of scripts", "/api/v1/%u002e", 400, By.CONTAINER),
                get("a control character", "/api/v1/\u0001", 400, By.CONTAINER),
                get("a page with no hexadecimal", "/p/%zz", 400, By.CONTAINER, html),
                line("TRACE of the page", "TRACE / HTTP/1.1", 403, By.CONTAINER),
                get("40,000 characters", "/api/v1/" + "a".repeat(40_000), 400, By.CHANNEL),
                get("a header of 70,000", ME, 400, By.CHANNEL, "X: " + "y".repeat(70_000)),
                get("a header without a colon", ME, 400, By.CHANNEL, "garbage"),
                line("no slash", "GET api/v1/me HTTP/1.1", 400, By.CHANNEL),
                line("CONNECT", "CONNECT localhost:80 HTTP/1.1", 400, By.CHANNEL),
                line("a space", "GET /api/v1/ me HTTP/1.1", 505, By.CHANNEL),
                line("another protocol", "GET " + ME + " XTTP/1.1", 505, By.CHANNEL));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void nothing_of_the_server_shows(String name, RawRequest request, int status, By by) {
        String answer = request.sendTo(server);
        String[] parts = answer.split("\r\n\r\n", 2);
        String head = parts[0].toLowerCase(Locale.ROOT);
        String body = parts.length > 1 ? parts[1] : "";
        assertThat(parts[0]).matches("(?s)HTTP/1\\.1 " + status + " .*");
        assertThat(head)
                .contains("\r\ncontent-security-policy: default-src '")
                .contains("\r\nx-content-type-options: nosniff")
                .contains("\r\nx-frame-options: deny")
                .contains("\r\nreferrer-policy: same-origin")
                .contains("\r\ncache-control: no-store")
                .doesNotContain("\r\nserver:")
                .doesNotContain("x-powered-by");
        assertThat(body)
                .doesNotContain("\tat ")
                .doesNotContain("Exception")
                .doesNotContain("Liberty")
                .doesNotContain("<script>");
        switch (by) {
            case US -> {
                assertThat(head).contains("\r\ncontent-type: application/problem+json");
                assertThat(body).contains("\"status\":" + status).contains("\"code\":\"");
            }
            case PAGE -> {
                assertThat(head).contains("\r\ncontent-type: text/html;charset=utf-8");
                assertThat(body).contains("<!doctype html>");
            }
            case CHANNEL -> assertThat(body).isEmpty();
            case CONTAINER -> assertThat(body.strip().lines().count()).isLessThanOrEqualTo(5);
        }
    }

    @Test
    void and_what_is_well_formed_is_served() {
        assertThat(RawRequest.get("/api/v1/session/options").sendTo(server)).startsWith("HTTP/1.1 200 ");
        assertThat(RawRequest.get("/api/v1/projects/a%20b", "Accept: application/json")
                        .sendTo(server))
                .startsWith("HTTP/1.1 401 ");
        String body = "{\"user\": \"admin\", \"password\": \"" + LiveServer.ADMIN_PASSWORD + "\"}";
        String chunked = Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
        assertThat(((RawRequest) post("chunks", 200, chunked, "Transfer-Encoding: chunked")
                                .get()[1])
                        .sendTo(server))
                .startsWith("HTTP/1.1 200 ");
    }
}
