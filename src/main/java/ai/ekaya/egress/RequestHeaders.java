package ai.ekaya.egress;

import ai.ekaya.egress.OutboundRequest.Header;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Quantity;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Which headers a request's author may set. What frames the message, names its host or says who asks is the platform's. */
final class RequestHeaders {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");
    private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e]*");

    private static final Set<String> REFUSED = Set.of(
            "accept-encoding",
            "authorization",
            "connection",
            "content-length",
            "cookie",
            "cookie2",
            "expect",
            "forwarded",
            "host",
            "http2-settings",
            "keep-alive",
            "set-cookie",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "via",
            // A server that heeds these would do another method than the one that was allowed.
            "x-http-method",
            "x-http-method-override",
            "x-method-override",
            "x-original-url",
            "x-rewrite-url");

    private static final List<String> REFUSED_PREFIXES = List.of("proxy-", "sec-", "x-forwarded-");

    /** What may go to another host than the one that it was meant for. */
    private static final Set<String> KEPT_ELSEWHERE = Set.of("accept", "accept-language", "content-type", "user-agent");

    private RequestHeaders() {}

    /** @throws Refusal {@code BAD_ARGUMENT} naming the header and never its value, {@code LIMIT} */
    static void check(List<Header> headers, Limits limits) {
        if (headers.size() > limits.of(Limit.EGRESS_HEADERS_COUNT)) {
            throw new Refusal(
                    RefusalCode.LIMIT,
                    "The request has " + headers.size() + " headers, at most " + limits.of(Limit.EGRESS_HEADERS_COUNT));
        }
        long bytes = 0;
        for (Header header : headers) {
            check(header);
            bytes += header.name().length() + header.value().length();
        }
        if (bytes > limits.of(Limit.EGRESS_HEADERS_BYTES)) {
            throw new Refusal(
                    RefusalCode.LIMIT,
                    "The request's headers are over " + Quantity.ofBytes(limits.of(Limit.EGRESS_HEADERS_BYTES)));
        }
    }

    // SECURITY: a line break in a value is a header more, or a request more; RequestHeadersTest.
    private static void check(Header header) {
        if (!NAME.matcher(header.name()).matches()) {
            throw OutboundUrl.bad("A header's name is no token of at most 100 letters, digits and dashes");
        }
        String name = header.name().toLowerCase(Locale.ROOT);
        if (REFUSED.contains(name) || REFUSED_PREFIXES.stream().anyMatch(name::startsWith)) {
            throw OutboundUrl.bad(
                    "The header " + name
                            + " cannot be set, the platform makes it; a credential is asked for in capabilities.json, credentials");
        }
        if (!VALUE.matcher(header.value()).matches()) {
            throw OutboundUrl.bad(
                    "The header " + name + " has a line break or other than printable ASCII in its value");
        }
    }

    /** Those that also another host may see. */
    static List<Header> keptElsewhere(List<Header> headers) {
        return headers.stream()
                .filter(header -> KEPT_ELSEWHERE.contains(header.name().toLowerCase(Locale.ROOT)))
                .toList();
    }

    /** Without what tells of a body that is not sent any more. */
    static List<Header> withoutBody(List<Header> headers) {
        return headers.stream()
                .filter(header -> !header.name().toLowerCase(Locale.ROOT).startsWith("content-"))
                .toList();
    }
}
