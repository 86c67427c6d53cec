package ai.ekaya.identity;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whose address a request came from, as far as counting goes. */
final class Network {
    private static final int GROUPS_COUNT = 4;

    /** As proxies tell of one: alone, with the client's port, or written as IPv6. */
    private static final Pattern IPV4 = Pattern.compile("(?:\\[?::ffff:)?(\\d{1,3}(?:\\.\\d{1,3}){3})]?(?::\\d{1,5})?");

    private Network() {}

    /**
     * The address itself, without a port, as whoever has an address has all its ports; of IPv6 the first half, as whoever has one address
     * there has 2^64.
     */
    static String of(String address) {
        Matcher ipv4 = IPV4.matcher(address);
        if (ipv4.matches()) {
            return ipv4.group(1);
        }
        if (!address.contains(":")) {
            return address;
        }
        String[] groups = (address.startsWith("[") ? address.substring(1) : address).split(":");
        StringBuilder network = new StringBuilder();
        for (int i = 0; i < Math.min(GROUPS_COUNT, groups.length) && (i == 0 || !groups[i].isEmpty()); i++) {
            network.append(groups[i]).append(':');
        }
        return network.toString();
    }
}
