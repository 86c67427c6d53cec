package ai.ekaya.egress;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.Capabilities.Scheme;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An address in the one form that rules are compared with and requests are made of, so that nothing is read in two ways: what
 * browsers, libraries and servers disagree on is refused.
 *
 * @param host as {@link HostText} has it; IPv6 in brackets
 * @param path as it is sent: begins with /, escapes only of what needs one
 * @param query as it is sent, empty or beginning with {@code ?}
 * @param written the host for messages: an IPv6 address as it was written, in lower case, as it is known by that; else as {@code host}
 */
public record OutboundUrl(Scheme scheme, String host, int port, String path, String query, String written) {
    /** One that nobody wrote. */
    public OutboundUrl(Scheme scheme, String host, int port, String path, String query) {
        this(scheme, host, port, path, query, host);
    }

    static final int LENGTH_MAX = 8_192;

    private static final Pattern FORM =
            Pattern.compile("(?i:(https?)):(//)([^/?#]*)([^?#]*)(\\?[^#]*)?(?:#.*)?", Pattern.DOTALL);
    private static final Pattern PORT = Pattern.compile("(.*?)(?::([1-9][0-9]{0,4}))?", Pattern.DOTALL);
    private static final String IN_QUERY = PathText.UNRESERVED + "!$&'()*+,;=:@/?[]|";
    private static final int PORT_MAX = 65_535;

    /**
     * Reads an absolute http or https address; a fragment is left out, as it is never sent.
     *
     * @throws Refusal {@code BAD_ARGUMENT}; the message repeats neither path nor query, where people put secrets
     */
    public static OutboundUrl parse(String text) {
        if (text.length() > LENGTH_MAX) {
            throw bad("The URL has " + text.length() + " characters, at most " + LENGTH_MAX);
        }
        refuseUnseen(text);
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw bad("The URL has another form, expected https://host/path");
        }
        Scheme scheme = parts.group(1).equalsIgnoreCase("https") ? Scheme.HTTPS : Scheme.HTTP;
        String authority = parts.group(3);
        // SECURITY: user@host shows another host to people than to machines; OutboundUrlTest.
        if (authority.indexOf('@') >= 0) {
            throw bad("The URL has a user's name before the host, expected none; a credential is injected by the host");
        }
        Matcher hostAndPort = PORT.matcher(authority);
        if (!hostAndPort.matches()) {
            throw bad("The URL's host has another form, expected host or host:port");
        }
        String port = hostAndPort.group(2);
        int number = port == null ? scheme.port() : Integer.parseInt(port);
        if (number > PORT_MAX) {
            throw bad("The URL's port is " + number + ", at most " + PORT_MAX);
        }
        String query = parts.group(5) == null ? "" : parts.group(5);
        checkQuery(query);
        String written = hostAndPort.group(1);
        String host = HostText.canonical(written);
        return new OutboundUrl(
                scheme,
                host,
                number,
                PathText.canonical(parts.group(4)),
                query,
                // Only digits, letters to f, dots and colons, as it was read.
                written.startsWith("[") ? written.toLowerCase(Locale.ROOT) : host);
    }

    /** An address that this one's answer named, absolute or beginning with {@code /} or {@code //}, or relative to the path. */
    OutboundUrl resolve(String location) {
        refuseUnseen(location);
        if (location.matches("(?i)[a-z][a-z0-9+.-]*:.*")) {
            return parse(location);
        }
        if (location.startsWith("//")) {
            return parse(scheme.text() + ":" + location);
        }
        if (location.startsWith("/")) {
            return parse(origin() + location);
        }
        return parse(
                origin() + (location.startsWith("?") ? path : path.substring(0, path.lastIndexOf('/') + 1)) + location);
    }

    /** What an escape stands for is the peer's to read: a query is data, and no rule looks at it. */
    private static void checkQuery(String query) {
        for (int at = 0; at < query.length(); at++) {
            char next = query.charAt(at);
            if (next == '%' ? !PathText.isEscape(query, at) : IN_QUERY.indexOf(next) < 0) {
                throw bad(
                        "The URL's query has a character that must be percent-encoded, or a % without two hex digits");
            }
        }
    }

    private static void refuseUnseen(String text) {
        for (int at = 0; at < text.length(); at++) {
            char next = text.charAt(at);
            if (next <= ' ' || next == 0x7f || next == '\\') {
                throw bad("The URL has " + (next == '\\' ? "a backslash" : "a space or a control character")
                        + " at character " + (at + 1) + ", expected none");
            }
        }
    }

    /** As rules are compared with: each escape read once. */
    String decodedPath() {
        return PathText.decoded(path);
    }

    /** Scheme, host and port, the last only where it is not the scheme's own. */
    public String origin() {
        return scheme.text() + "://" + authority();
    }

    /** The origin as its author knows it: for messages alone. */
    String writtenOrigin() {
        return scheme.text() + "://" + written + (port == scheme.port() ? "" : ":" + port);
    }

    /** What goes into the header {@code Host}. */
    String authority() {
        return host + (port == scheme.port() ? "" : ":" + port);
    }

    boolean sameOrigin(OutboundUrl other) {
        return origin().equals(other.origin());
    }

    /** What is asked for behind the origin. */
    String target() {
        return path + query;
    }

    /** The whole of it: for the wire and for scans, never for a log or a message. */
    public String text() {
        return origin() + target();
    }

    /** Whether both lead to the same, however they were written. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OutboundUrl url && text().equals(url.text());
    }

    @Override
    public int hashCode() {
        return text().hashCode();
    }

    /** The origin alone: a path and a query may hold what nobody should read. */
    @Override
    public String toString() {
        return origin();
    }

    static Refusal bad(String message) {
        return new Refusal(RefusalCode.BAD_ARGUMENT, message);
    }
}
