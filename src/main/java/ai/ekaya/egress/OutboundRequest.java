package ai.ekaya.egress;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * What is to be sent.
 *
 * @param project whose request it is, and whose secrets may be put into it
 * @param headers as they are sent, but for those that {@link Egress} makes; a name may occur more than once
 * @param timeout for all of it: name, connection, redirects, a token, the last byte of the answer
 * @param answerBytesMax the most that the answer may have, unpacked
 * @param tls whose certificates are trusted and which is shown, where that is not the server's own choice
 */
public record OutboundRequest(
        ProjectId project,
        Reach reach,
        String method,
        OutboundUrl url,
        List<Header> headers,
        Optional<byte[]> body,
        Authority authority,
        Duration timeout,
        long answerBytesMax,
        Optional<SSLContext> tls) {

    /** @param name compared without regard to case */
    public record Header(String name, String value) {}

    public OutboundRequest {
        headers = List.copyOf(headers);
    }

    /** A request of the platform's own, within the default limits. */
    public static OutboundRequest ofPlatform(ProjectId project, String purpose, String method, OutboundUrl url) {
        return new OutboundRequest(
                project,
                new Reach.Platform(purpose),
                method,
                url,
                List.of(),
                Optional.empty(),
                Authority.NONE,
                Duration.ofMillis(Limit.EGRESS_TIMEOUT_DEFAULT_MILLIS.defaultValue()),
                Limit.EGRESS_ANSWER_BYTES.defaultValue(),
                Optional.empty());
    }

    public OutboundRequest withHeaders(List<Header> given) {
        return new OutboundRequest(project, reach, method, url, given, body, authority, timeout, answerBytesMax, tls);
    }

    public OutboundRequest withBody(byte[] given) {
        return new OutboundRequest(
                project, reach, method, url, headers, Optional.of(given), authority, timeout, answerBytesMax, tls);
    }

    public OutboundRequest withAuthority(Authority given) {
        return new OutboundRequest(project, reach, method, url, headers, body, given, timeout, answerBytesMax, tls);
    }

    public OutboundRequest within(Duration given, long bytesMax) {
        return new OutboundRequest(project, reach, method, url, headers, body, authority, given, bytesMax, tls);
    }

    public OutboundRequest withTls(SSLContext given) {
        return new OutboundRequest(
                project, reach, method, url, headers, body, authority, timeout, answerBytesMax, Optional.of(given));
    }

    /** Nothing of it but the origin: a URL, a header and a body may hold what nobody should read. */
    @Override
    public String toString() {
        return method + " " + url.origin();
    }
}
