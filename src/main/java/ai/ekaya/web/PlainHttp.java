package ai.ekaya.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * What comes without TLS from another machine. People are led to HTTPS; programs are refused, as one that follows a redirect has
 * sent its password in the clear by then and would go on doing so.
 */
final class PlainHttp {
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    private static final int PERMANENT_REDIRECT = 308;

    private PlainHttp() {}

    /** Secure is also what a trusted proxy says came to it over TLS; the server sees to whom it trusts (server.xml, remoteIp). */
    static boolean isFromOutside(HttpServletRequest request) {
        return !request.isSecure() && !isLoopback(request.getRemoteAddr());
    }

    static void answer(HttpServletRequest request, HttpServletResponse response, String path, int httpsPort)
            throws IOException {
        String origin = origin(request, httpsPort);
        if (Addresses.reads(request.getMethod()) && !Addresses.isForPrograms(path)) {
            String query = request.getQueryString();
            response.setStatus(PERMANENT_REDIRECT);
            response.setHeader("Location", origin + request.getRequestURI() + (query == null ? "" : "?" + query));
        } else {
            Answer.problem(
                    response,
                    HttpServletResponse.SC_FORBIDDEN,
                    "This server takes no password or token in the clear, use " + origin);
        }
    }

    /** Who reached the usual port finds the other usual one, whatever maps them to ours. */
    private static String origin(HttpServletRequest request, int httpsPort) {
        int port = request.getServerPort() == HTTP_PORT ? HTTPS_PORT : httpsPort;
        String host = request.getServerName();
        String written = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        return "https://" + written + (port == HTTPS_PORT ? "" : ":" + port);
    }

    private static boolean isLoopback(String address) {
        // An address and no name, so nothing is looked up.
        boolean literal = address.contains(":") || address.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
        try {
            return literal && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
