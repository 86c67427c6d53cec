package ai.ekaya.egress;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.MessageConstraintException;

/** What a broken connection is for the asker; the peer's and the library's own words stay in the cause, for the server's log. */
final class WireFailures {
    private WireFailures() {}

    static Refusal refusal(IOException failure, OutboundUrl url, Trip trip) {
        if (trip.cut().isPresent()) {
            return trip.cut().get();
        }
        String host = "The host " + url.written();
        Throwable cause =
                failure instanceof ClientProtocolException && failure.getCause() != null ? failure.getCause() : failure;
        return switch (cause) {
            case ConnectTimeoutException e -> upstream(host + " took no connection in time", failure);
            case ConnectException e -> upstream(host + " takes no connection at port " + url.port(), failure);
            case NoRouteToHostException e -> upstream(host + " is not reachable", failure);
            case SSLException e ->
                upstream(
                        host + " speaks no TLS 1.2 or 1.3, or shows no certificate of its name that is trusted here",
                        failure);
            case ProxyRefused e -> {
                Refusal refusal = new Refusal(
                        RefusalCode.UNAVAILABLE, "The proxy lets nothing through to " + url.writtenOrigin(), failure);
                yield e.isLasting() ? refusal.lasting() : refusal;
            }
            case MessageConstraintException e ->
                new Refusal(
                        RefusalCode.LIMIT,
                        "The answer of " + url.written() + " has more or longer headers than are taken",
                        failure);
            case SocketTimeoutException e ->
                new Refusal(RefusalCode.TIMEOUT, host + " did not answer in time", failure);
            case InterruptedIOException e ->
                new Refusal(RefusalCode.TIMEOUT, host + " did not answer in time", failure);
            default -> upstream(host + " broke off, or answered what is no HTTP", failure);
        };
    }

    private static Refusal upstream(String message, IOException failure) {
        return new Refusal(RefusalCode.UPSTREAM, message, failure);
    }
}
