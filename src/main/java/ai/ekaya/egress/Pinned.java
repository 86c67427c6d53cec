package ai.ekaya.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.apache.hc.client5.http.DnsResolver;

/** The addresses that were looked up and checked, for the library that connects; it knows no other name. */
final class Pinned implements DnsResolver {
    private final String host;
    private final List<InetAddress> addresses;
    private final Optional<String> proxy;
    private final List<InetAddress> proxyAddresses;

    Pinned(
            String host,
            List<InetAddress> addresses,
            Optional<EgressSettings.Proxy> proxy,
            List<InetAddress> proxyAddresses) {
        this.host = host;
        this.addresses = List.copyOf(addresses);
        this.proxy = proxy.map(EgressSettings.Proxy::host);
        this.proxyAddresses = List.copyOf(proxyAddresses);
    }

    @Override
    public InetAddress[] resolve(String asked) throws UnknownHostException {
        List<InetAddress> found = proxy.isPresent()
                ? (asked.equals(proxy.get()) ? proxyAddresses : List.<InetAddress>of())
                : (asked.equals(host) ? addresses : List.<InetAddress>of());
        if (found.isEmpty()) {
            throw new UnknownHostException("A name that was not looked up before");
        }
        return found.toArray(InetAddress[]::new);
    }

    @Override
    public String resolveCanonicalHostname(String asked) {
        return asked;
    }
}
