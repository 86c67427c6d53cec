package ai.ekaya.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.Capabilities.HttpRule;
import ai.ekaya.pack.Capabilities.Scheme;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundPolicyTest {
    private static final List<HttpRule> RULES = List.of(
            rule(Scheme.HTTPS, "hooks.example.com", 443, "/services/", "POST"),
            rule(Scheme.HTTPS, "*.example.org", 443, "/", "GET"),
            rule(Scheme.HTTPS, "api.example.net", 8443, "/v1", "GET", "DELETE"),
            rule(Scheme.HTTP, "plain.example.net", 80, "/", "GET"),
            rule(Scheme.HTTPS, "xn--bcher-kva.example", 443, "/", "GET"));

    private final OutboundPolicy policy = new OutboundPolicy(
            AllowedPrivate.parse("model.internal:8000, 10.1.0.0/16, fd12:3456::/32, 169.254.0.0/16"));
    private final Reach platform = new Reach.Platform("llm");

    private static HttpRule rule(Scheme scheme, String host, int port, String prefix, String... methods) {
        return new HttpRule(scheme, host, port, Set.of(methods), prefix, Optional.empty());
    }

    private static HttpRule with(HttpRule rule, String credential) {
        return new HttpRule(
                rule.scheme(), rule.host(), rule.port(), rule.methods(), rule.pathPrefix(), Optional.of(credential));
    }

    private Optional<HttpRule> authorise(List<HttpRule> asked, List<HttpRule> granted, String method, String url) {
        return policy.authorise(new Reach.App(asked, granted), method, OutboundUrl.parse(url));
    }

    @ParameterizedTest
    @CsvSource({
        "POST, https://hooks.example.com/services/",
        "POST, https://HOOKS.example.com/services/T0/B0",
        "POST, https://hooks.example.com/%73ervices/T0?a=b",
        "GET, https://any.example.org/x",
        "GET, https://api.example.net:8443/v1",
        "DELETE, https://api.example.net:8443/v1/things",
        "GET, http://plain.example.net/x",
        "GET, https://bücher.example/"
    })
    void allows_what_is_listed(String method, String url) {
        assertThat(authorise(RULES, RULES, method, url)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, https://other.example.com/services/",
        "POST, https://sub.hooks.example.com/services/",
        "POST, https://hooks.example.com.evil.example/services/",
        "POST, https://evilhooks.example.com/services/",
        "POST, https://example.com/services/",
        "POST, https://hooks.example.com/services",
        "POST, https://hooks.example.com/servicesx/",
        "POST, https://hooks.example.com/other/",
        "POST, https://hooks.example.com/SERVICES/",
        "GET, https://hooks.example.com/services/",
        "POST, http://hooks.example.com/services/",
        "POST, https://hooks.example.com:8443/services/",
        "GET, https://example.org/x",
        "GET, https://two.labels.example.org/x",
        "GET, https://evilexample.org/x",
        "GET, https://api.example.net/v1",
        "GET, https://api.example.net:8443/v10",
        "GET, https://plain.example.net/x",
        "GET, https://xn--bucher-kva.example/",
        "GET, https://bucher.example/"
    })
    void refuses_what_is_not_listed(String method, String url) {
        assertThatThrownBy(() -> authorise(RULES, RULES, method, url))
                .asInstanceOf(InstanceOfAssertFactories.type(Refusal.class))
                .extracting(Refusal::code)
                .isEqualTo(RefusalCode.NOT_PERMITTED);
    }

    @Test
    void wants_a_request_asked_for_and_granted() {
        String url = "https://hooks.example.com/services/x";
        assertThatThrownBy(() -> authorise(RULES, List.of(), "POST", url))
                .hasMessageStartingWith("The project did not grant POST at https://hooks.example.com and this path");
        assertThatThrownBy(() -> authorise(List.of(), RULES, "POST", url))
                .hasMessageStartingWith("The package does not ask for POST at https://hooks.example.com");
    }

    @Test
    void takes_the_narrowest_rule_that_holds_and_its_credential() {
        HttpRule wide = rule(Scheme.HTTPS, "a.example.com", 443, "/", "GET");
        HttpRule narrow = with(rule(Scheme.HTTPS, "a.example.com", 443, "/private", "GET"), "key");
        List<HttpRule> both = List.of(wide, narrow);
        assertThat(authorise(both, both, "GET", "https://a.example.com/private/x"))
                .contains(narrow);
        assertThat(authorise(both, both, "GET", "https://a.example.com/x")).contains(wide);
        // The credential was not granted, and so the rule with it is not.
        assertThat(authorise(both, List.of(wide), "GET", "https://a.example.com/private/x"))
                .contains(wide);
        assertThatThrownBy(() -> authorise(List.of(narrow), List.of(wide), "GET", "https://a.example.com/private/x"))
                .isInstanceOf(Refusal.class);
    }

    private void address(Reach reach, String url, String... addresses) {
        policy.requireAddresses(
                reach,
                OutboundUrl.parse(url),
                Arrays.stream(addresses).map(OutboundPolicyTest::read).toList());
    }

    private static InetAddress read(String text) {
        return AddressText.read(text).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.0",
                "10.255.255.255",
                "100.64.0.1",
                "100.127.255.255",
                "100.100.100.200",
                "127.0.0.1",
                "127.255.255.255",
                "168.63.129.16",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.1",
                "192.0.0.192",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.0.1",
                "192.168.255.255",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.7",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::127.0.0.1",
                "::ffff:10.0.0.1",
                "::ffff:0:10.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b::8.8.8.8",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:0:4136:e378::1",
                "2001:2::1",
                "2001:10::1",
                "2001:1ff::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "2002:808:808::1",
                "3fff::1",
                "5f00::1",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "febf::1",
                "fec0::1",
                "ff02::1",
                "4000::1",
                "1::1",
                "e000::1"
            })
    void refuses_an_address_that_is_not_public(String address) {
        Reach app = new Reach.App(RULES, RULES);
        assertThatThrownBy(() -> address(app, "https://hooks.example.com/", address))
                .hasMessageStartingWith("The host hooks.example.com has an address that is not public")
                .hasMessageNotContaining(address);
        assertThatThrownBy(() -> address(app, "https://hooks.example.com/", "93.184.216.34", address))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> address(platform, "https://hooks.example.com/", address))
                .isInstanceOf(Refusal.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "191.255.255.255",
                "192.0.1.0",
                "192.0.3.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "::ffff:8.8.8.8",
                "2001:200::1",
                "2001:4860:4860::8888",
                "2606:4700::1111",
                "2a00::1",
                "3ffe::1"
            })
    void allows_a_public_address(String address) {
        assertThatCode(() -> address(new Reach.App(RULES, RULES), "https://hooks.example.com/", address))
                .doesNotThrowAnyException();
    }

    @Test
    void opens_what_an_operator_named_to_the_platform_and_never_to_an_app() {
        assertThatCode(() -> address(platform, "http://model.internal:8000/v1", "192.168.3.4", "127.0.0.1"))
                .doesNotThrowAnyException();
        assertThatCode(() -> address(platform, "https://any.internal/v1", "10.1.2.3"))
                .doesNotThrowAnyException();
        assertThatCode(() -> address(platform, "https://any.internal/v1", "fd12:3456::7"))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> address(platform, "http://model.internal:8001/v1", "192.168.3.4"))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> address(platform, "https://any.internal/v1", "10.2.2.3"))
                .isInstanceOf(Refusal.class);
        List<HttpRule> rules = List.of(rule(Scheme.HTTP, "model.internal", 8000, "/", "GET"));
        assertThatThrownBy(() -> address(new Reach.App(rules, rules), "http://model.internal:8000/v1", "192.168.3.4"))
                .isInstanceOf(Refusal.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "100.100.100.200",
                "fd00:ec2::254",
                "192.0.0.192",
                "0.0.0.0",
                "224.0.0.1",
                "fe80::1",
                "64:ff9b::a00:1"
            })
    void opens_no_metadata_and_nothing_that_is_no_host(String address) {
        assertThatThrownBy(() -> address(platform, "http://model.internal:8000/v1", address))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void speaks_without_tls_only_to_hosts_that_an_operator_named() {
        assertThat(policy.authorise(platform, "POST", OutboundUrl.parse("http://model.internal:8000/v1")))
                .isEmpty();
        assertThat(policy.authorise(platform, "POST", OutboundUrl.parse("https://api.example.com/v1")))
                .isEmpty();
        assertThatThrownBy(() -> policy.authorise(platform, "POST", OutboundUrl.parse("http://api.example.com/v1")))
                .hasMessageContaining("ekaya.egress.allowed-private");
    }

    @Test
    void reaches_what_is_beside_the_server_and_nothing_else_where_the_operator_wrote_the_address() {
        Reach beside = new Reach.Loopback("llm");
        assertThat(policy.authorise(beside, "POST", OutboundUrl.parse("http://127.0.0.1:8081/v1")))
                .isEmpty();
        assertThatCode(() -> address(beside, "http://localhost:8081/v1", "127.0.0.1", "::1"))
                .doesNotThrowAnyException();
        // Also of what the operator opened to the platform: this address is for a server of this machine.
        for (String other : List.of("10.1.2.3", "93.184.216.34", "169.254.169.254", "fe80::1", "0.0.0.0")) {
            assertThatThrownBy(() -> address(beside, "http://localhost:8081/v1", "127.0.0.1", other))
                    .as(other)
                    .hasMessageContaining("is not loopback");
        }
        assertThatThrownBy(() -> address(platform, "https://localhost:8081/v1", "127.0.0.1"))
                .isInstanceOf(Refusal.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.internal", "10.0.0.0/33", "model.internal:0", "http://a:1", "10.0.0.0/-1", "a/8"})
    void refuses_a_setting_of_another_form(String entry) {
        assertThatThrownBy(() -> AllowedPrivate.parse("a.internal:80," + entry))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ekaya.egress.allowed-private");
        assertThat(AllowedPrivate.parse("")).isEqualTo(AllowedPrivate.NOTHING);
    }

    @ParameterizedTest
    @CsvSource({
        "https://[2001:DB8::1]/x, https://[2001:db8::1]",
        "https://[::ffff:192.0.2.1]:8443/x, https://[::ffff:192.0.2.1]:8443",
        "https://other.example.com/x, https://other.example.com"
    })
    void a_refusal_names_the_host_as_its_author_wrote_it(String url, String shown) {
        assertThatThrownBy(() -> authorise(RULES, RULES, "GET", url))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("GET at " + shown + " and this path");
        // What is compared and sent is the one form.
        assertThat(OutboundUrl.parse("https://[2001:DB8::1]/x").origin()).isEqualTo("https://[2001:db8:0:0:0:0:0:1]");
    }
}
