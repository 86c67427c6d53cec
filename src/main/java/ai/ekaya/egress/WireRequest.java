package ai.ekaya.egress;

import ai.ekaya.egress.OutboundRequest.Header;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * A request as it goes out, credential and all; it lives for one hop, and nothing of it is kept or printed.
 *
 * @param target path and query
 */
record WireRequest(
        Reach reach,
        String method,
        OutboundUrl url,
        String target,
        List<Header> headers,
        Optional<byte[]> body,
        Optional<SSLContext> tls) {
    @Override
    public String toString() {
        return method + " " + url.origin();
    }
}
