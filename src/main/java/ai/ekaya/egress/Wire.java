package ai.ekaya.egress;

import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/**
 * One request to one place: the name is looked up once, all its addresses are checked, and the connection goes to one of these. Each has a
 * connection of its own, so that none is shared between projects, apps or credentials. Thread-safe.
 */
final class Wire {
    /** How an answer may come: events are wanted one by one, and so not packed. */
    enum Packing {
        GZIP,
        NONE
    }

    private final EgressSettings settings;
    private final OutboundPolicy policy;
    private final Network network;
    private final Lookup lookup;
    private final SSLContext trusted;
    private final Limits limits;

    Wire(
            EgressSettings settings,
            OutboundPolicy policy,
            Network network,
            Lookup lookup,
            SSLContext trusted,
            Limits limits) {
        this.settings = settings;
        this.policy = policy;
        this.network = network;
        this.lookup = lookup;
        this.trusted = trusted;
        this.limits = limits;
    }

    /**
     * Sends it and returns when the answer's head is there.
     *
     * @throws Refusal {@code NOT_PERMITTED} for an address that is not public, {@code UPSTREAM}, {@code TIMEOUT}
     */
    WireAnswer send(WireRequest request, Packing packing, Trip trip, OutboundWitness witness) {
        boolean proxied = settings.proxy().isPresent() && !policy.isOnPremises(request.reach(), request.url());
        List<InetAddress> addresses = lookup.addresses(request.url().host(), trip);
        // SECURITY: behind a proxy too, as far as the name is known here; docs/egress.md says what is left to the
        // proxy.
        policy.requireAddresses(request.reach(), request.url(), addresses);
        if (addresses.isEmpty() && !proxied) {
            throw new Refusal(RefusalCode.UPSTREAM, "The host " + request.url().host() + " has no address");
        }
        trip.requireTime();
        List<InetAddress> proxy =
                proxied ? lookup.addresses(settings.proxy().orElseThrow().host(), trip) : List.of();
        Set<InetAddress> connected = new HashSet<>(proxied ? proxy : addresses);
        OneConnection connection = new OneConnection(
                new WireSocketSource(connected, network, trip),
                new Pinned(bare(request.url().host()), addresses, proxied ? settings.proxy() : Optional.empty(), proxy),
                request.tls().orElse(trusted),
                proxied ? settings.proxy() : Optional.empty(),
                limits,
                trip,
                witness);
        try {
            return answer(connection.send(host(request.url()), message(request, packing)), connection);
        } catch (IOException e) {
            connection.close();
            throw WireFailures.refusal(e, request.url(), trip);
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static WireAnswer answer(ClassicHttpResponse response, OneConnection connection) throws IOException {
        HttpEntity entity = response.getEntity();
        List<Header> headers = Arrays.asList(response.getHeaders());
        return new WireAnswer(
                response.getCode(),
                headers,
                entity == null ? InputStream.nullInputStream() : entity.getContent(),
                entity == null ? 0 : entity.getContentLength(),
                connection::close);
    }

    private static HttpHost host(OutboundUrl url) {
        // Servers take "Host: a:443" for another host than "Host: a", so a port that goes without saying is not said.
        int port = url.port() == url.scheme().port() ? -1 : url.port();
        return new HttpHost(url.scheme().text(), bare(url.host()), port);
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static BasicClassicHttpRequest message(WireRequest request, Packing packing) {
        BasicClassicHttpRequest message =
                new BasicClassicHttpRequest(request.method(), host(request.url()), request.target());
        request.headers().forEach(header -> message.addHeader(header.name(), header.value()));
        message.setHeader("Accept-Encoding", packing == Packing.GZIP ? "gzip" : "identity");
        message.setHeader("Connection", "close");
        request.body().ifPresent(bytes -> message.setEntity(new ByteArrayEntity(bytes, null)));
        return message;
    }
}
