package ai.ekaya.tools;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * From which pages a browser may speak to the MCP server: this server's own, and on a machine of one's own any of that machine. Programs
 * send no Origin.
 *
 * <p>SECURITY: a page elsewhere whose name leads to this server would speak to it as from the same origin. Guarded by
 * McpIT.a_page_of_another_origin_is_refused.
 */
final class Origins {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private Origins() {}

    /**
     * Whether it may.
     *
     * @param own this server's address as browsers see it
     * @param origin the header, if it came
     * @param host the header, which the page's name for this server stands in
     */
    static boolean allows(String own, Optional<String> origin, String host) {
        if (origin.isEmpty()) {
            return true;
        }
        if (origin.get().equalsIgnoreCase(own)) {
            return true;
        }
        return LOOPBACK.contains(hostOf(origin.get())) && LOOPBACK.contains(hostOf("http://" + host));
    }

    private static String hostOf(String origin) {
        try {
            String host = URI.create(origin).getHost();
            return host == null ? "" : host.toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
