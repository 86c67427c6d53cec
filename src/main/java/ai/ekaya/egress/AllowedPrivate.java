package ai.ekaya.egress;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an operator opened of private space, for calls that the platform itself makes, as those to a model on the premises. No list of an
 * app opens anything of it.
 *
 * @param hosts {@code host:port}, as in a canonical URL with its port
 */
record AllowedPrivate(Set<String> hosts, List<AddressRange> ranges) {
    static final String KEY = "ekaya.egress.allowed-private";
    static final AllowedPrivate NOTHING = new AllowedPrivate(Set.of(), List.of());

    private static final Pattern HOST = Pattern.compile("(?:[a-z0-9.-]+|\\[[0-9a-f:]+\\]):[1-9][0-9]{0,4}");

    AllowedPrivate {
        hosts = Set.copyOf(hosts);
        ranges = List.copyOf(ranges);
    }

    /**
     * Reads entries {@code host:port} and blocks of addresses, separated by commas.
     *
     * @throws IllegalArgumentException naming the key, for an entry of another form
     */
    static AllowedPrivate parse(String text) {
        Set<String> hosts = new HashSet<>();
        List<AddressRange> ranges = new ArrayList<>();
        for (String entry : text.split(",", -1)) {
            String stripped = entry.strip().toLowerCase(Locale.ROOT);
            if (stripped.isEmpty()) {
                continue;
            }
            if (HOST.matcher(stripped).matches()) {
                hosts.add(OutboundUrl.parse("http://" + stripped + "/").host()
                        + stripped.substring(stripped.lastIndexOf(':')));
            } else {
                ranges.add(AddressRange.find(stripped)
                        .orElseThrow(() -> new IllegalArgumentException("Config " + KEY + " has '" + stripped
                                + "', expected host:port or a block of addresses such as 10.1.0.0/16")));
            }
        }
        return new AllowedPrivate(hosts, ranges);
    }

    /** Whether the host is named, so that it may also be spoken to without TLS. */
    boolean names(OutboundUrl url) {
        return hosts.contains(url.host() + ":" + url.port());
    }

    boolean allows(OutboundUrl url, InetAddress address) {
        return names(url) || ranges.stream().anyMatch(range -> range.contains(address));
    }
}
