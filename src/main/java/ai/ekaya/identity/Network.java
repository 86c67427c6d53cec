package ai.ekaya.identity;

/** Whose address a request came from, as far as counting goes. */
final class Network {
    private static final int GROUPS_COUNT = 4;

    private Network() {}

    /** The address itself; of IPv6 the first half, as whoever has one address there has 2^64. */
    static String of(String address) {
        if (!address.contains(":")) {
            return address;
        }
        String[] groups = address.split(":");
        StringBuilder network = new StringBuilder();
        for (int i = 0; i < Math.min(GROUPS_COUNT, groups.length) && (i == 0 || !groups[i].isEmpty()); i++) {
            network.append(groups[i]).append(':');
        }
        return network.toString();
    }
}
