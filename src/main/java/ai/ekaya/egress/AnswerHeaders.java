package ai.ekaya.egress;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hc.core5.http.Header;

/** What of an answer's head the asker sees: nothing that belongs to the connection, sets a cookie or is about somebody's login. */
final class AnswerHeaders {
    private static final Set<String> HIDDEN = Set.of(
            "alt-svc",
            "authentication-info",
            "clear-site-data",
            "connection",
            "content-encoding",
            "content-length",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authentication-info",
            "proxy-authorization",
            "proxy-connection",
            "set-cookie",
            "set-cookie2",
            "strict-transport-security",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "www-authenticate");

    private AnswerHeaders() {}

    static Map<String, String> shown(List<Header> headers) {
        Set<String> hidden = new HashSet<>(HIDDEN);
        headers.stream()
                .filter(header -> header.getName().equalsIgnoreCase("connection"))
                .forEach(header -> hidden.addAll(
                        List.of(value(header).toLowerCase(Locale.ROOT).split("\\s*,\\s*"))));
        Map<String, String> shown = new TreeMap<>();
        for (Header header : headers) {
            String name = header.getName().toLowerCase(Locale.ROOT);
            if (!hidden.contains(name)) {
                shown.merge(name, value(header), (first, second) -> first + ", " + second);
            }
        }
        return shown;
    }

    private static String value(Header header) {
        return header.getValue() == null ? "" : header.getValue();
    }
}
