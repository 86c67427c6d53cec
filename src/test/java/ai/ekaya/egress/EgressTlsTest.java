package ai.ekaya.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import javax.net.ssl.SSLContext;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EgressTlsTest {
    private final Internet internet = new Internet();

    @AfterEach
    void close() {
        internet.close();
    }

    private OutboundRequest request(String host) {
        return Internet.request("GET", "https://" + host + "/", Internet.rule(host));
    }

    private void refused(String host, Peer peer) {
        assertThatThrownBy(() -> internet.send(request(host)))
                .asInstanceOf(InstanceOfAssertFactories.type(Refusal.class))
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo(RefusalCode.UPSTREAM);
                    assertThat(refusal.reason()).contains("shows no certificate of its name that is trusted here");
                });
        assertThat(peer.asked()).isEmpty();
    }

    @Test
    void speaks_to_a_host_that_shows_a_certificate_of_its_name() {
        internet.https("api.example.com");
        assertThat(internet.send(request("api.example.com")).status()).isEqualTo(200);
    }

    @Test
    void speaks_to_no_host_that_shows_a_certificate_of_another_name() {
        refused("wrong.example.com", internet.https("wrong.example.com"));
    }

    @Test
    void speaks_to_no_host_whose_certificate_nobody_trusts() {
        SSLContext own = new TestCertificates("dns:api.example.com").server();
        refused("api.example.com", internet.at("api.example.com", 443, Peer.tls(own)));
    }

    @Test
    void speaks_to_no_host_without_tls_where_https_was_asked_for() {
        internet.limits = Limits.defaults().with(Limit.EGRESS_CONNECT_MILLIS, 400);
        Peer plain = internet.at("api.example.com", 443, Peer.plain());
        assertThatThrownBy(() -> internet.send(request("api.example.com")))
                .hasMessage("The host api.example.com took no connection in time");
        assertThat(plain.asked()).isEmpty();
    }

    @Test
    void trusts_another_authority_for_the_one_request_that_says_so() {
        TestCertificates own = new TestCertificates("dns:model.example.com");
        internet.at("model.example.com", 443, Peer.tls(own.server()));
        OutboundRequest model = OutboundRequest.ofPlatform(
                Internet.PROJECT, "llm", "POST", OutboundUrl.parse("https://model.example.com/v1"));
        assertThatThrownBy(() -> internet.send(model)).isInstanceOf(Refusal.class);
        assertThat(internet.send(model.withTls(own.trusted())).status()).isEqualTo(200);
    }
}
