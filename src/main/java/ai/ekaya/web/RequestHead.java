package ai.ekaya.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is looked at of a request before anything else reads it, as those who read it take it for a mistake of the server. */
final class RequestHead {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._~:%\\[\\]-]*");
    private static final int DIGITS_MAX = 18;

    /** What the request is answered with. */
    record Complaint(int status, String detail) {}

    private RequestHead() {}

    static Optional<Complaint> complaint(HttpServletRequest request) {
        if (!Addresses.isReadable(request.getRequestURI(), request.getQueryString())) {
            return bad("The address is no readable URI, or has U+0000 in it");
        }
        if (request.getMethod().equals("TRACE")) {
            return Optional.of(new Complaint(405, "No address takes the method TRACE"));
        }
        List<String> hosts = Collections.list(request.getHeaders("Host"));
        if (hosts.size() > 1
                || !hosts.stream().allMatch(host -> HOST.matcher(host).matches())) {
            return bad("The Host header is no one host");
        }
        return length(Collections.list(request.getHeaders("Content-Length")));
    }

    /** The server reads the first of several, and takes none for a number that does not fit an int. */
    private static Optional<Complaint> length(List<String> lengths) {
        boolean numbers = lengths.stream()
                .allMatch(text -> !text.isEmpty()
                        && text.length() <= DIGITS_MAX
                        && text.chars().allMatch(c -> c >= '0' && c <= '9'));
        if (lengths.size() > 1 || !numbers) {
            return bad("Content-Length is no one number of bytes");
        }
        return lengths.stream()
                .map(Long::parseLong)
                .filter(length -> length > Integer.MAX_VALUE)
                .map(length -> new Complaint(413, "The body is larger than any address takes"))
                .findFirst();
    }

    private static Optional<Complaint> bad(String detail) {
        return Optional.of(new Complaint(400, detail));
    }
}
