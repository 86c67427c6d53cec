package ai.ekaya.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.egress.OutboundRequest.Header;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.Capabilities.HttpRule;
import ai.ekaya.pack.Capabilities.Inject;
import ai.ekaya.pack.Capabilities.Scheme;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
    private static final String VALUE = "s3cret/+ä&";
    private static final String URL = "https://api.example.com/a";

    private final Internet internet = new Internet();
    private final Peer api = internet.https("api.example.com");

    @AfterEach
    void close() {
        internet.close();
    }

    private OutboundRequest request(String url, Inject inject) {
        return Internet.request("GET", url, Internet.rule("api.example.com", "key"))
                .withAuthority(Internet.credential("key", inject));
    }

    private Peer.Asked asked(String url, Inject inject, String value) {
        internet.secrets.put("key", new Secret(value));
        internet.send(request(url, inject));
        return api.asked().get(api.asked().size() - 1);
    }

    @Test
    void puts_a_secret_where_the_package_says() {
        assertThat(asked(URL, new Inject.Header("Authorization", "Bearer "), "abc")
                        .header("Authorization"))
                .containsExactly("Bearer abc");
        assertThat(asked(URL, new Inject.Header("X-Api-Key", ""), "abc").header("X-Api-Key"))
                .containsExactly("abc");
        assertThat(asked(URL, new Inject.Basic("svc"), VALUE).header("Authorization"))
                .containsExactly("Basic " + Base64.getEncoder().encodeToString(("svc:" + VALUE).getBytes()));
        assertThat(asked(URL, new Inject.Query("api_key"), VALUE).line())
                .isEqualTo("GET /a?api_key=s3cret%2F%2B%C3%A4%26 HTTP/1.1");
        assertThat(asked(URL + "?b=c", new Inject.Query("api_key"), "abc").line())
                .isEqualTo("GET /a?b=c&api_key=abc HTTP/1.1");
        assertThat(asked("https://api.example.com/bot{key}/send?x", new Inject.Path("key"), VALUE)
                        .line())
                .isEqualTo("GET /bots3cret%2F%2B%C3%A4%26/send?x HTTP/1.1");
    }

    @Test
    void sends_nothing_of_a_credential_that_the_rule_does_not_name() {
        internet.secrets.put("key", new Secret("abc"));
        internet.send(Internet.request("GET", URL, Internet.rule("api.example.com"))
                .withAuthority(Internet.credential("key", new Inject.Header("Authorization", "Bearer "))));
        assertThat(api.asked().get(0).header("Authorization")).isEmpty();
    }

    private void refused(RefusalCode code, OutboundRequest request) {
        assertThatThrownBy(() -> internet.send(request))
                .asInstanceOf(InstanceOfAssertFactories.type(Refusal.class))
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo(code);
                    assertThat(refusal.toString()).doesNotContain("s3cret");
                });
    }

    @Test
    void a_secret_that_was_taken_away_ends_with_the_next_call() {
        asked(URL, new Inject.Header("X-Key", ""), "abc");
        internet.secrets.clear();
        refused(RefusalCode.NOT_FOUND, request(URL, new Inject.Header("X-Key", "")));
        assertThat(api.asked()).hasSize(1);
    }

    @Test
    void is_the_projects_own_and_no_others() {
        internet.secrets.put("key", new Secret("s3cret"));
        OutboundRequest mine = request(URL, new Inject.Header("X-Key", ""));
        OutboundRequest others = new OutboundRequest(
                new ProjectId(new UUID(0, 99)),
                mine.reach(),
                mine.method(),
                mine.url(),
                mine.headers(),
                mine.body(),
                mine.authority(),
                mine.timeout(),
                mine.answerBytesMax(),
                mine.tls());
        refused(RefusalCode.NOT_FOUND, others);
        assertThat(api.asked()).isEmpty();
    }

    @Test
    void never_goes_over_http() {
        internet.secrets.put("key", new Secret("s3cret"));
        Peer plain = internet.http("plain.example.com");
        HttpRule rule = new HttpRule(Scheme.HTTP, "plain.example.com", 80, Set.of("GET"), "/", Optional.of("key"));
        OutboundRequest request = Internet.request("GET", "http://plain.example.com/", rule)
                .withAuthority(Internet.credential("key", new Inject.Header("X-Key", "")));
        refused(RefusalCode.NOT_PERMITTED, request);
        assertThat(plain.asked()).isEmpty();
        assertThat(internet.connected).isEmpty();
    }

    @Test
    void never_goes_to_a_host_that_a_wildcard_lets_in() {
        internet.secrets.put("key", new Secret("s3cret"));
        Peer any = internet.https("any.example.org");
        OutboundRequest request = Internet.request(
                        "GET", "https://any.example.org/", Internet.rule("*.example.org", "key"))
                .withAuthority(Internet.credential("key", new Inject.Header("X-Key", "")));
        refused(RefusalCode.NOT_PERMITTED, request);
        assertThat(any.asked()).isEmpty();
    }

    @Test
    void is_not_sent_where_the_project_granted_another_than_the_package_declares() {
        internet.secrets.put("key", new Secret("s3cret"));
        refused(RefusalCode.NOT_PERMITTED, Internet.request("GET", URL, Internet.rule("api.example.com", "key")));
        assertThat(api.asked()).isEmpty();
    }

    @Test
    void cannot_be_overwritten_by_who_does_not_know_it() {
        internet.secrets.put("key", new Secret("s3cret"));
        refused(
                RefusalCode.BAD_ARGUMENT,
                request(URL, new Inject.Header("X-Key", "")).withHeaders(List.of(new Header("x-key", "mine"))));
        refused(RefusalCode.BAD_ARGUMENT, request(URL + "?a&key=mine", new Inject.Query("key")));
        refused(RefusalCode.BAD_ARGUMENT, request(URL, new Inject.Path("key")));
        refused(RefusalCode.BAD_ARGUMENT, request("https://api.example.com/{key}/{key}", new Inject.Path("key")));
        refused(RefusalCode.BAD_ARGUMENT, request("https://api.example.com/{other}", new Inject.Query("key")));
        assertThat(api.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3cret\r\nHost: evil.example", "s3cret\n", "", "s3cret\u0000", "s3crét"})
    void is_one_header_or_none(String value) {
        internet.secrets.put("key", new Secret(value));
        refused(RefusalCode.CONFLICT, request(URL, new Inject.Header("X-Key", "")));
        assertThat(api.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", ""})
    void stays_in_its_segment_of_the_path(String value) {
        internet.secrets.put("key", new Secret(value));
        refused(RefusalCode.CONFLICT, request("https://api.example.com/a/{key}/b", new Inject.Path("key")));
        assertThat(api.asked()).isEmpty();
    }

    @Test
    void is_put_in_after_the_scan() {
        List<String> seen = new ArrayList<>();
        internet.scan = request -> seen.add(request.headers() + request.url().text());
        internet.secrets.put("key", new Secret("s3cret"));
        internet.send(request(URL, new Inject.Header("X-Key", "")));
        assertThat(seen).containsExactly("[]https://api.example.com/a");
        assertThat(api.asked()).extracting(asked -> asked.header("X-Key")).containsExactly(List.of("s3cret"));
    }

    @Test
    void is_in_no_failure() {
        internet.secrets.put("key", new Secret("s3cret"));
        api.answers(Peer.raw("HTTP/1.1"));
        OutboundRequest request = request(URL, new Inject.Query("key"));
        assertThatThrownBy(() -> internet.send(request)).satisfies(failure -> {
            StringBuilder all = new StringBuilder();
            for (Throwable each = failure; each != null; each = each.getCause()) {
                all.append(each);
            }
            assertThat(all.toString()).doesNotContain("s3cret");
        });
        assertThat(request.toString()).doesNotContain("key");
    }

    @Test
    void the_platforms_own_goes_into_its_header() {
        OutboundRequest request = OutboundRequest.ofPlatform(
                        Internet.PROJECT, "llm", "POST", OutboundUrl.parse("https://api.example.com/v1"))
                .withAuthority(new Authority.Given("Authorization", "Bearer ", () -> new Secret("abc")));
        assertThat(internet.send(request).status()).isEqualTo(200);
        assertThat(api.asked().get(0).header("Authorization")).containsExactly("Bearer abc");
    }
}
