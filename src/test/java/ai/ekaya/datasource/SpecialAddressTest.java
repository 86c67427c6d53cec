package ai.ekaya.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.keys.Secret;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpecialAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.1.2.3",
                "::1",
                "::ffff:127.0.0.1",
                "::127.0.0.1",
                "::ffff:a9fe:a9fe",
                "64:ff9b::7f00:1",
                "64:ff9b:1::7f00:1",
                "2001:0:1234::80ff:fffe",
                "64:ff9b::169.254.169.254",
                "2002:7f00:1::",
                "2002:a9fe:a9fe::1",
                "0.0.0.0",
                "0.1.2.3",
                "::",
                "169.254.169.254",
                "169.254.0.1",
                "fe80::1",
                "febf::1",
                "224.0.0.1",
                "239.255.255.255",
                "255.255.255.255",
                "240.0.0.1",
                "ff02::1",
                "fd00:ec2::254",
                "100.100.100.200",
                "192.0.0.192"
            })
    void knows_what_is_no_datasource(String address) throws Exception {
        assertThat(SpecialAddress.kind(InetAddress.getByName(address))).isPresent();
        try (Socket socket = new CheckedSockets().createSocket()) {
            InetSocketAddress target = new InetSocketAddress(InetAddress.getByName(address), 5432);
            assertThatThrownBy(() -> socket.connect(target, 1_000)).hasMessageContaining("is not open to datasources");
            assertThatThrownBy(() -> socket.connect(target)).hasMessageContaining("is not open to datasources");
            assertThat(socket.isConnected()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.5",
                "172.16.0.1",
                "192.168.1.1",
                "8.8.8.8",
                "100.64.0.1",
                "126.255.255.255",
                "128.0.0.1",
                "169.253.255.255",
                "169.255.0.0",
                "1.0.0.0",
                "223.255.255.255",
                "2001:db8::1",
                "fd00::1",
                "fec0::1",
                "::ffff:10.0.0.5",
                "64:ff9b::10.0.0.5",
                "64:ff9b:1::a00:5",
                "2001:0:7f00:1::f5ff:fffa",
                "2002:a00:5::1"
            })
    void lets_private_and_public_networks_be(String address) throws UnknownHostException {
        assertThat(SpecialAddress.kind(InetAddress.getByName(address))).isEmpty();
    }

    @Test
    void reads_what_the_operator_allows() {
        AllowedHosts allowed = AllowedHosts.parse(" localhost:5433 , DB.internal,127.0.0.1:5434/shop,[::1]:5432,");
        assertThat(allowed.allows(target("localhost", 5433, "any"))).isTrue();
        assertThat(allowed.allows(target("LOCALHOST", 5433, "any"))).isTrue();
        assertThat(allowed.allows(target("localhost", 5432, "any"))).isFalse();
        assertThat(allowed.allows(target("db.internal", 1, "any"))).isTrue();
        assertThat(allowed.allows(target("sub.db.internal", 1, "any"))).isFalse();
        assertThat(allowed.allows(target("127.0.0.1", 5434, "shop"))).isTrue();
        assertThat(allowed.allows(target("127.0.0.1", 5434, "other"))).isFalse();
        assertThat(allowed.allows(target("[::1]", 5432, "x"))).isTrue();
        assertThat(allowed.namesAllOf(target("127.0.0.1", 5434, "shop"))).isTrue();
        assertThat(allowed.namesAllOf(target("localhost", 5433, "any"))).isFalse();
        assertThat(AllowedHosts.parse("").entries()).isEmpty();
        for (String wrong : new String[] {"a b", "http://x", "host:port", "host:5432:1", ":5432", "/db"}) {
            assertThatThrownBy(() -> AllowedHosts.parse(wrong))
                    .as(wrong)
                    .hasMessage("EKAYA_DATASOURCE_ALLOWED_HOSTS holds '" + wrong
                            + "', expected host, host:port or host:port/database");
        }
    }

    private static Target target(String host, int port, String database) {
        return new Target("postgresql", host, port, database, "u", new Secret("p"), "prefer", "password");
    }
}
