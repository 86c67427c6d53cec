package ai.ekaya.egress;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * The one table of addresses that are no public ones (IANA's special-purpose registries, RFC 6890), and why; the first row that holds an address counts. An IPv6 address that
 * stands in no row must still be of 2000::/3, the only space that is given out.
 */
final class RefusedAddresses {
    /**
     * A block and what it is.
     *
     * @param operators whether an operator may open it for calls that the platform makes: what other hosts of the same company live in
     */
    record Row(AddressRange range, String what, boolean operators) {}

    private static final AddressRange GLOBAL_UNICAST = AddressRange.of("2000::/3");
    private static final Row NOT_GIVEN_OUT = never("::/0", "no global unicast address (RFC 4291)");

    static final List<Row> TABLE = List.of(
            never("0.0.0.0/8", "this host on this network (RFC 1122)"),
            opened("10.0.0.0/8", "private (RFC 1918)"),
            never("100.100.100.200/32", "a cloud's metadata service (Alibaba)"),
            opened("100.64.0.0/10", "shared by carriers (RFC 6598)"),
            opened("127.0.0.0/8", "loopback (RFC 1122)"),
            never("169.254.0.0/16", "link-local, clouds' metadata among them (RFC 3927)"),
            never("168.63.129.16/32", "Azure's host of a virtual machine, reached only from within"),
            opened("172.16.0.0/12", "private (RFC 1918)"),
            never("192.0.0.0/24", "protocol assignments (RFC 6890)"),
            never("192.0.2.0/24", "documentation (RFC 5737)"),
            never("192.88.99.0/24", "relays of 6to4 (RFC 7526)"),
            opened("192.168.0.0/16", "private (RFC 1918)"),
            never("198.18.0.0/15", "benchmarking (RFC 2544)"),
            never("198.51.100.0/24", "documentation (RFC 5737)"),
            never("203.0.113.0/24", "documentation (RFC 5737)"),
            never("224.0.0.0/4", "multicast (RFC 5771)"),
            never("255.255.255.255/32", "broadcast (RFC 919)"),
            never("240.0.0.0/4", "reserved (RFC 1112)"),
            never("::/128", "unspecified (RFC 4291)"),
            opened("::1/128", "loopback (RFC 4291)"),
            // The JDK gives mapped addresses as IPv4; what it does not is refused here.
            never("::/96", "IPv4-compatible (RFC 4291)"),
            never("::ffff:0:0:0/96", "IPv4-translated (RFC 2765)"),
            never("64:ff9b::/96", "NAT64 (RFC 6052)"),
            never("64:ff9b:1::/48", "NAT64 of one network (RFC 8215)"),
            never("100::/64", "discard-only (RFC 6666)"),
            never("2001::/23", "protocol assignments: Teredo, ORCHID, benchmarking (RFC 2928)"),
            never("2001:db8::/32", "documentation (RFC 3849)"),
            never("2002::/16", "6to4 (RFC 3056)"),
            never("3fff::/20", "documentation (RFC 9637)"),
            never("5f00::/16", "segment routing (RFC 9602)"),
            never("fd00:ec2::254/128", "a cloud's metadata service (AWS)"),
            opened("fc00::/7", "unique local (RFC 4193)"),
            never("fe80::/10", "link-local (RFC 4291)"),
            never("fec0::/10", "site-local (RFC 3879)"),
            never("ff00::/8", "multicast (RFC 4291)"));

    private RefusedAddresses() {}

    private static Row never(String range, String what) {
        return new Row(AddressRange.of(range), what, false);
    }

    private static Row opened(String range, String what) {
        return new Row(AddressRange.of(range), what, true);
    }

    /** Why an address is refused; empty for a public one. */
    static Optional<Row> find(InetAddress address) {
        Optional<Row> row =
                TABLE.stream().filter(each -> each.range().contains(address)).findFirst();
        if (row.isPresent() || address instanceof Inet4Address || GLOBAL_UNICAST.contains(address)) {
            return row;
        }
        return Optional.of(NOT_GIVEN_OUT);
    }
}
