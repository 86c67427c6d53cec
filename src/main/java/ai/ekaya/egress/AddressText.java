package ai.ekaya.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Addresses that are written as such. Nothing here asks a name server. */
final class AddressText {
    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

    private AddressText() {}

    /** Of {@code 192.0.2.1}, {@code 2001:db8::1} or the latter in brackets; empty for a name. */
    static Optional<InetAddress> read(String text) {
        String bare = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        boolean address = IPV4.matcher(bare).matches()
                || bare.contains(":") && IPV6.matcher(bare).matches();
        if (!address) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(bare));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** @param text in brackets, without a zone */
    static String canonicalIpv6(String text) {
        InetAddress address = read(text)
                .filter(read -> text.endsWith("]"))
                .orElseThrow(
                        () -> OutboundUrl.bad(
                                "The URL's host begins with [ and is no IPv6 address, expected one as [2001:db8::1] without a zone"));
        // A v4-mapped one is read as IPv4, which is what it reaches.
        return address instanceof java.net.Inet6Address
                ? "[" + address.getHostAddress() + "]"
                : address.getHostAddress();
    }
}
