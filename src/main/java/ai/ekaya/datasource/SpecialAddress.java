package ai.ekaya.datasource;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Addresses that no datasource has by right: this machine, its link, groups of machines, and where clouds answer with a machine's
 * credentials. Private networks are not among them: that is where databases live.
 */
final class SpecialAddress {
    /** Metadata services outside of link-local: AWS by IPv6, Alibaba, Oracle. */
    private static final Map<String, String> METADATA = Map.of(
            "fd00:ec2:0:0:0:0:0:254", "a cloud's metadata service",
            "100.100.100.200", "a cloud's metadata service",
            "192.0.0.192", "a cloud's metadata service");

    private SpecialAddress() {}

    /** What the address is, when it is not to be connected to. Java makes an IPv4-mapped address the IPv4 address by itself. */
    static Optional<String> kind(InetAddress address) {
        if (address.isLoopbackAddress()) {
            return Optional.of("this server itself");
        }
        if (address.isAnyLocalAddress() || first(address) == 0 && address instanceof Inet4Address) {
            return Optional.of("no address of a machine");
        }
        if (address.isLinkLocalAddress()) {
            return Optional.of("a link-local address");
        }
        if (address.isMulticastAddress() || first(address) >= 240 && address instanceof Inet4Address) {
            return Optional.of("no address of one machine");
        }
        return Optional.ofNullable(METADATA.get(address.getHostAddress()))
                .or(() -> embedded(address).flatMap(SpecialAddress::kind));
    }

    private static int first(InetAddress address) {
        return address.getAddress()[0] & 0xff;
    }

    /**
     * The IPv4 address in an IPv6 address that leads to it: compatible, translated (64:ff9b::/96, and 64:ff9b:1::/48 with it at the
     * end), 6to4 (2002::/16), Teredo (2001::/32: the client's, with each bit turned; its server is no matter).
     */
    private static Optional<InetAddress> embedded(InetAddress address) {
        if (!(address instanceof Inet6Address six)) {
            return Optional.empty();
        }
        byte[] bytes = six.getAddress();
        if (six.isIPv4CompatibleAddress() || startsWith(bytes, 0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0)) {
            return Optional.of(address(Arrays.copyOfRange(bytes, 12, 16)));
        }
        if (startsWith(bytes, 0x00, 0x64, 0xff, 0x9b, 0x00, 0x01)) {
            return Optional.of(address(Arrays.copyOfRange(bytes, 12, 16)));
        }
        if (startsWith(bytes, 0x20, 0x01, 0, 0)) {
            byte[] client = Arrays.copyOfRange(bytes, 12, 16);
            for (int i = 0; i < client.length; i++) {
                client[i] = (byte) ~client[i];
            }
            return Optional.of(address(client));
        }
        return startsWith(bytes, 0x20, 0x02) ? Optional.of(address(Arrays.copyOfRange(bytes, 2, 6))) : Optional.empty();
    }

    private static boolean startsWith(byte[] bytes, int... start) {
        for (int i = 0; i < start.length; i++) {
            if ((bytes[i] & 0xff) != start[i]) {
                return false;
            }
        }
        return true;
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Four bytes are an address", e);
        }
    }
}
