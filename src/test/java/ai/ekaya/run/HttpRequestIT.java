package ai.ekaya.run;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.egress.Peer;
import ai.ekaya.identity.Role;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.pack.Packages;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code http_request} through whole runs: what it sends, what it leaves behind, and what it counts. */
class HttpRequestIT {
    private static final String RULES = """
            {"hostFunctions": ["http_request", "log"],
             "http": [{"host": "api.example.com", "methods": ["GET", "POST"], "pathPrefix": "/v1/", "credential": "key"},
                      {"host": "other.example.com", "methods": ["GET", "POST"]}],
             "credentials": [{"id": "key", "inject": {"bearer": true}}]}""";
    private static final String VALUE = "v4lue-of-the-s3cret";

    private Platform platform = Platform.open();
    private Peer api = platform.internet.https("api.example.com");

    @AfterEach
    void close() {
        platform.internet.close();
        platform.close();
    }

    /** Calls what its input says, and gives the answer or the error. */
    private InstalledApp app() {
        platform.secrets.write(platform.user("ada", Role.ADMIN), platform.project, "key", VALUE);
        return platform.install(Packages.minimal().with("app.js", """
                        export default async ({ input, host }) => {
                          const answers = [];
                          for (const request of input) {
                            answers.push(await host.http.request(request).catch(e => e.code + ' ' + e.message));
                          }
                          return answers;
                        }""").with("capabilities.json", RULES));
    }

    private static String post(String url) {
        return "{\"method\": \"POST\", \"url\": \"" + url + "\", \"body\": \"hello\"}";
    }

    private static String get(String url) {
        return "{\"method\": \"GET\", \"url\": \"" + url + "\"}";
    }

    private long effects(String where) {
        return platform.count("SELECT count(*) FROM ekaya.run_effect WHERE function = 'http_request' AND " + where);
    }

    @Test
    void reads_and_leaves_nothing_behind_but_what_it_counted() {
        api.answers(Peer.text("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nSet-Cookie: a=b", "{\"a\":\"ä\"}"));
        InstalledApp app = app();
        Run run = platform.run(app, "[" + get("https://api.example.com/v1/things?q=1") + "]");
        assertThat(platform.output(run))
                .isEqualTo(
                        "[{\"status\":200,\"headers\":{\"content-type\":\"application/json\"},\"body\":\"{\\\"a\\\":\\\"ä\\\"}\"}]");
        assertThat(effects("true")).isZero();
        assertThat(run.usage().egressBytes()).isGreaterThan(500);
        assertThat(platform.count("SELECT sum(egress_bytes) FROM ekaya.usage_day"))
                .isEqualTo(run.usage().egressBytes());
        assertThat(RunView.of(run).egressBytes()).isEqualTo(run.usage().egressBytes());
    }

    @Test
    void a_request_too_many_in_a_minute_is_not_sent() {
        InstalledApp app = app();
        platform.sql("INSERT INTO ekaya.usage_rate (project_id, app, function, tool, per_minute) VALUES ('"
                + platform.project + "', '" + app.slug() + "', 'http_request', '', 2)");
        String url = "https://api.example.com/v1/things";
        Run run = platform.run(app, "[" + get(url) + "," + post(url) + "," + post(url) + "]");
        assertThat(platform.output(run))
                .contains("RATE_LIMITED App '" + app.slug()
                        + "' has made the 2 calls of http_request that there may be in a minute; try again in 60 s");
        assertThat(api.asked()).hasSize(2);
        assertThat(effects("true")).isEqualTo(1);
        platform.clock.advance(Duration.ofMinutes(1));
        platform.run(app, "[" + get(url) + "]");
        assertThat(api.asked()).hasSize(3);
    }

    @Test
    void a_request_that_changes_something_is_an_effect_that_happened() {
        Run run = platform.run(app(), "[" + post("https://api.example.com/v1/things") + "]");
        assertThat(platform.output(run)).contains("\"status\":200");
        assertThat(api.asked()).singleElement().satisfies(asked -> {
            assertThat(asked.text()).isEqualTo("hello");
            assertThat(asked.header("Authorization")).containsExactly("Bearer " + VALUE);
        });
        assertThat(effects("done_at IS NOT NULL AND arguments LIKE '%/v1/things%'"))
                .isEqualTo(1);
    }

    @Test
    void a_request_that_was_sent_and_not_answered_stays_in_doubt() {
        api.answers(Peer.raw(""));
        Run run = platform.run(app(), "[" + post("https://api.example.com/v1/things") + "]");
        assertThat(platform.output(run)).contains("UPSTREAM The host api.example.com broke off");
        assertThat(api.asked()).hasSize(1);
        assertThat(effects("done_at IS NULL")).isEqualTo(1);
    }

    @Test
    void an_access_token_that_a_peer_sends_back_does_not_reach_the_app() {
        platform.internet
                .https("login.example.com")
                .answers(Peer.text(
                        "HTTP/1.1 200 OK",
                        "{\"access_token\":\"tok-Qm9vYmFyQmF6MTIz\",\"token_type\":\"Bearer\",\"expires_in\":600}"));
        api.answers((asked, out) -> Peer.text(
                        "HTTP/1.1 200 OK\r\nContent-Type: text/plain", "You sent " + asked.header("Authorization"))
                .play(asked, out));
        platform.secrets.write(platform.user("ada", Role.ADMIN), platform.project, "key", VALUE);
        InstalledApp app = platform.install(
                Packages.minimal()
                        .with("app.js", """
                        export default async ({ host }) =>
                          (await host.http.request({ method: 'GET', url: 'https://api.example.com/v1/echo' })).body""")
                        .with(
                                "capabilities.json",
                                RULES.replace(
                                        "{\"bearer\": true}",
                                        "{\"oauth2\": {\"tokenUrl\": \"https://login.example.com/token\", \"clientId\": \"me\"}}")));
        Run run = platform.run(app, "{}");
        assertThat(api.asked().get(0).header("Authorization")).containsExactly("Bearer tok-Qm9vYmFyQmF6MTIz");
        assertThat(platform.output(run))
                .contains("You sent")
                .contains("[redacted: access token of key]")
                .doesNotContain("Qm9vYmFy");
    }

    @Test
    void a_secret_that_is_set_anew_while_a_run_goes_on_does_not_come_back_to_it_either() {
        api.answers((asked, out) -> {
            Peer.text("HTTP/1.1 200 OK\r\nContent-Type: text/plain", "You sent " + asked.header("Authorization"))
                    .play(asked, out);
            platform.secrets.write(
                    platform.user("ada", Role.ADMIN), platform.project, "key", "Rotated-Zm9vYmFyYmF6cXV4");
        });
        platform.secrets.write(platform.user("ada", Role.ADMIN), platform.project, "key", VALUE);
        String call = get("https://api.example.com/v1/echo");
        Run run = platform.run(app(), "[" + call + "," + call + "]");
        assertThat(api.asked()).hasSize(2);
        assertThat(api.asked().get(1).header("Authorization")).containsExactly("Bearer Rotated-Zm9vYmFyYmF6cXV4");
        assertThat(platform.output(run))
                .contains("You sent")
                .doesNotContain("Zm9vYmFy")
                .doesNotContain(VALUE);
    }

    @Test
    void a_request_that_is_not_sent_is_no_effect() {
        platform.internet.name("other.example.com", java.util.List.of("10.0.0.1"));
        InstalledApp app = app();
        Run run = platform.run(
                app,
                "[" + post("https://api.example.com/v2/") + "," + post("https://evil.example.com/") + ","
                        + post("https://other.example.com/") + "," + post("https://api.example.com/v1/%2e%2e/") + "]");
        assertThat(platform.output(run))
                .contains("NOT_PERMITTED The package does not ask for POST at https://api.example.com")
                .contains("NOT_PERMITTED The package does not ask for POST at https://evil.example.com")
                .contains("NOT_PERMITTED The host other.example.com has an address that is not public")
                .contains("BAD_ARGUMENT The URL's path has a segment");
        assertThat(api.asked()).isEmpty();
        assertThat(effects("true")).isZero();
        api.close();
        Run closed = platform.run(app, "[" + post("https://api.example.com/v1/") + "]");
        assertThat(platform.output(closed)).contains("UPSTREAM The host api.example.com takes no connection");
        assertThat(effects("true")).isZero();
    }

    @Test
    void a_secret_is_nowhere_but_on_the_wire_and_ends_with_the_call_after_it_was_taken_away() {
        api.answers((asked, out) -> {
            platform.secrets.remove(platform.admin, platform.project, "key");
            Peer.text("HTTP/1.1 200 OK", "").play(asked, out);
        });
        String call = get("https://api.example.com/v1/a");
        Run run = platform.run(app(), "[" + call + "," + call + "]");
        assertThat(platform.output(run))
                .contains("\"status\":200")
                .contains("NOT_FOUND The project has no secret 'key'");
        assertThat(api.asked()).hasSize(1);
        for (String table :
                java.util.List.of("run", "run_call", "run_log", "run_output", "run_effect", "audit_event")) {
            assertThat(platform.count(
                            "SELECT count(*) FROM ekaya." + table + " t WHERE t::text LIKE '%" + VALUE + "%'"))
                    .as(table)
                    .isZero();
        }
    }

    @Test
    void a_credential_that_the_peer_sends_back_does_not_reach_the_app() {
        api.answers((asked, out) -> Peer.text(
                        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nX-Echo: "
                                + asked.header("Authorization").get(0),
                        "you sent " + asked.header("Authorization") + " and nothing else")
                .play(asked, out));
        Run run = platform.run(app(), "[" + get("https://api.example.com/v1/a") + "]");
        assertThat(platform.output(run)).contains("\"status\":200").doesNotContain(VALUE);
        assertThat(platform.count("SELECT count(*) FROM ekaya.audit_event WHERE type = 'LEAK_REDACTED'"))
                .isPositive();
    }

    @Test
    void a_credential_that_the_peer_puts_into_where_it_redirects_to_goes_to_nobody() {
        Peer other = platform.internet.https("other.example.com");
        api.answers(Peer.redirect(302, "https://other.example.com/?stolen=" + VALUE));
        InstalledApp app = app();
        Run run = platform.run(app, "[" + get("https://api.example.com/v1/a") + "]");
        assertThat(platform.output(run)).contains("LEAK").doesNotContain(VALUE);
        assertThat(other.asked()).isEmpty();
        // And its legal twin.
        api.answers(Peer.redirect(302, "https://other.example.com/?page=2"));
        assertThat(platform.output(platform.run(app, "[" + get("https://api.example.com/v1/a") + "]")))
                .contains("\"status\":200");
        assertThat(other.asked()).hasSize(1);
    }

    @Test
    void a_secret_that_the_app_learnt_elsewhere_is_not_sent() {
        InstalledApp app = app();
        String base64 = java.util.Base64.getEncoder()
                .encodeToString(("x" + VALUE).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        for (String request : java.util.List.of(
                get("https://api.example.com/v1/" + VALUE),
                get("https://api.example.com/v1/?q=" + base64),
                "{\"method\": \"POST\", \"url\": \"https://api.example.com/v1/\", \"bodyBase64\": \"" + base64 + "\"}",
                "{\"method\": \"GET\", \"url\": \"https://api.example.com/v1/\", \"headers\": {\"X-A\": \"" + VALUE
                        + "\"}}")) {
            assertThat(platform.output(platform.run(app, "[" + request + "]"))).startsWith("[\"LEAK ");
        }
        assertThat(api.asked()).isEmpty();
    }

    @Test
    void a_days_budget_that_is_used_up_ends_requests_and_says_when_it_begins_anew() {
        platform.close();
        platform.internet.close();
        platform = Platform.open(Limits.defaults().with(Limit.USAGE_EGRESS_BYTES, 3_000));
        api = platform.internet.https("api.example.com");
        api.answers(Peer.bytes("HTTP/1.1 200 OK", new byte[4_000]));
        String call = get("https://api.example.com/v1/a");
        Run run = platform.run(app(), "[" + call + "," + call + "]");
        assertThat(platform.output(run))
                .contains("\"status\":200")
                .contains("LIMIT The project has used")
                .contains("of today's 3000 bytes over HTTP; the next day begins at 2026-03-02T00:00:00Z");
        assertThat(api.asked()).hasSize(1);
    }

    @Test
    void a_run_that_moved_its_share_moves_no_more() {
        platform.close();
        platform.internet.close();
        platform = Platform.open(Limits.defaults().with(Limit.EGRESS_RUN_BYTES, 4_096));
        api = platform.internet.https("api.example.com");
        api.answers(Peer.bytes("HTTP/1.1 200 OK", new byte[5_000]));
        String call = get("https://api.example.com/v1/a");
        Run run = platform.run(app(), "[" + call + "," + call + "]");
        assertThat(platform.output(run)).contains("LIMIT This run has sent and received 4KiB over HTTP");
        assertThat(api.asked()).hasSize(1);
    }

    @Test
    void a_run_that_is_stopped_ends_while_it_waits_for_an_answer() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        api.answers((request, out) -> {
            asked.countDown();
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        var run = platform.runs.submit(platform.asked(
                app(),
                "[{\"method\": \"GET\", \"url\": \"https://api.example.com/v1/a\", \"timeoutMillis\": 300000}]"));
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
        long began = System.nanoTime();
        platform.runs.stopAll();
        platform.ended(run);
        assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(10));
        never.countDown();
    }

    @Test
    void a_time_out_that_is_longer_than_the_time_left_is_cut() {
        CountDownLatch never = new CountDownLatch(1);
        api.answers((request, out) -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        platform.secrets.write(platform.user("ada", Role.ADMIN), platform.project, "key", VALUE);
        InstalledApp app = platform.install(Packages.minimal()
                .with(
                        "app.js",
                        "export default ({ host }) => host.http.request({ method: 'GET',"
                                + " url: 'https://api.example.com/v1/a', timeoutMillis: 300000 });")
                .with("capabilities.json", RULES.strip().replaceFirst("}$", ", \"limits\": {\"timeout\": \"3s\"}}")));
        Run run = platform.run(app, "{}");
        assertThat(run.outcome().map(Outcome::name)).contains(Outcome.Name.TIMED_OUT);
        assertThat(run.usage().wallMillis()).isBetween(2_900L, 20_000L);
        assertThat(api.asked()).hasSize(1);
        never.countDown();
    }
}
