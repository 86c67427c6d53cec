package ai.ekaya.egress;

import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Quantity;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.Capabilities.HttpRule;
import ai.ekaya.secrets.Secrets;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * The one way out over HTTP. In this order: is it allowed, has it a secret in it, its credential is put in, it is sent; and all of that
 * anew for each hop of a redirect. Who asked looks at the answer. Thread-safe.
 *
 * <p>Every failure is a {@link Refusal} with our own words alone: {@code NOT_PERMITTED} what is not allowed, {@code BAD_ARGUMENT} what is
 * no request, {@code NOT_FOUND} a secret that is not there, {@code LIMIT} what is too much, {@code TIMEOUT} the time that is over or the run that was stopped,
 * {@code LEAK} what a scan holds back, {@code UPSTREAM} what the peer does wrong, {@code UNAVAILABLE} the way there.
 */
@Singleton
public final class Egress {
    private final OutboundPolicy policy;
    private final Credentials credentials;
    private final EgressThreads threads;
    private final EgressMeters meters;
    private final Limits limits;
    private final Optional<String> caFile;

    @Inject
    Egress(
            EgressSettings settings,
            Secrets secrets,
            EgressThreads threads,
            EgressMeters meters,
            Limits limits,
            Clock clock) {
        this(settings, Network.HERE, Trust.context(settings.caFile()), secrets::open, threads, meters, limits, clock);
    }

    Egress(
            EgressSettings settings,
            Network network,
            SSLContext trusted,
            Credentials.SecretSource secrets,
            EgressThreads threads,
            EgressMeters meters,
            Limits limits,
            Clock clock) {
        this.policy = new OutboundPolicy(settings.allowedPrivate());
        Lookup lookup = new Lookup(network, threads.executor(), limits);
        Wire wire = new Wire(settings, policy, network, lookup, trusted, limits);
        this.credentials = new Credentials(secrets, wire, new Tokens(wire, limits, clock));
        this.threads = threads;
        this.meters = meters;
        this.limits = limits;
        this.caFile = settings.caFile();
    }

    /**
     * What a request is made with that trusts or shows other certificates than the server's own choice.
     *
     * @throws Refusal {@code BAD_ARGUMENT} saying which part is none
     */
    public SSLContext tls(PeerTls peer) {
        return peer.context(caFile);
    }

    /** A request of the platform's own, for which nothing hangs on how far it came. */
    public OutboundAnswer send(OutboundRequest request, Cancellation cancellation) {
        return send(request, cancellation, OutboundWitness.NOBODY, OutboundScan.OF_NOTHING);
    }

    /**
     * Refuses what would be refused before anything is sent or looked up, an address in the place of a name among it.
     *
     * @throws Refusal as this class says
     */
    public void require(OutboundRequest request) {
        check(request);
        policy.authorise(request.reach(), request.method(), request.url());
        AddressText.read(request.url().host())
                .ifPresent(address -> policy.requireAddresses(request.reach(), request.url(), List.of(address)));
    }

    /**
     * Sends a request and waits for its whole answer.
     *
     * @throws Refusal as this class says
     */
    public OutboundAnswer send(
            OutboundRequest request, Cancellation cancellation, OutboundWitness witness, OutboundScan scan) {
        return send(
                request,
                trip(request, cancellation, witness),
                scan,
                (arrival, trip) -> AnswerBody.of(
                                arrival.answer(),
                                arrival.request().url(),
                                trip,
                                arrival.request().answerBytesMax(),
                                limits)
                        .all());
    }

    /**
     * Sends a request of the platform's own and returns with the answer's head alone: for who wants to know whether it was taken. The body
     * is let go unread, however large or slow it is.
     *
     * @throws Refusal as this class says
     */
    public OutboundAnswer head(OutboundRequest request, Cancellation cancellation) {
        return send(
                request,
                trip(request, cancellation, OutboundWitness.NOBODY),
                OutboundScan.OF_NOTHING,
                (arrival, trip) -> new byte[0]);
    }

    private interface Body {
        byte[] of(Arrival arrival, Trip trip);
    }

    private OutboundAnswer send(OutboundRequest request, Trip opened, OutboundScan scan, Body body) {
        try (Trip trip = opened;
                Arrival arrival = arrive(request, Wire.Packing.GZIP, trip, scan)) {
            OutboundAnswer answer = new OutboundAnswer(
                    arrival.answer().status(),
                    AnswerHeaders.shown(arrival.answer().headers()),
                    body.of(arrival, trip));
            meters.answered(request.reach(), answer.status());
            return answer;
        } catch (Refusal refusal) {
            meters.refused(request.reach(), refusal.code());
            throw refusal;
        }
    }

    /**
     * Sends a request and returns with the answer's head; its body is read as it comes, within the same time and bounds.
     *
     * @throws Refusal as this class says
     */
    public OpenAnswer open(
            OutboundRequest request, Cancellation cancellation, OutboundWitness witness, OutboundScan scan) {
        Trip trip = trip(request, cancellation, witness);
        try {
            Arrival arrival = arrive(request, Wire.Packing.NONE, trip, scan);
            meters.answered(request.reach(), arrival.answer().status());
            return new OpenAnswer(
                    arrival.answer().status(),
                    AnswerHeaders.shown(arrival.answer().headers()),
                    AnswerBody.of(arrival.answer(), arrival.request().url(), trip, request.answerBytesMax(), limits),
                    trip::close);
        } catch (Refusal refusal) {
            trip.close();
            meters.refused(request.reach(), refusal.code());
            throw refusal;
        } catch (RuntimeException e) {
            trip.close();
            throw e;
        }
    }

    private Trip trip(OutboundRequest request, Cancellation cancellation, OutboundWitness witness) {
        Duration most = limits.durationOf(Limit.EGRESS_TIMEOUT_CEILING_MILLIS);
        Duration timeout = request.timeout().compareTo(most) > 0 ? most : request.timeout();
        return new Trip(timeout, cancellation, new MeteredWitness(witness, meters), threads.timer());
    }

    /** An answer that is no redirect any more, and the request that it answers. */
    private record Arrival(OutboundRequest request, WireAnswer answer) implements AutoCloseable {
        @Override
        public void close() {
            answer.close();
        }
    }

    private Arrival arrive(OutboundRequest request, Wire.Packing packing, Trip trip, OutboundScan scan) {
        check(request);
        OutboundRequest hop = request;
        boolean left = false;
        for (int redirects = 0; redirects <= limits.of(Limit.EGRESS_REDIRECTS_COUNT); redirects++) {
            WireAnswer answer = hop(hop, left, packing, trip, scan);
            Optional<OutboundRequest> next = next(hop, answer);
            if (next.isEmpty()) {
                return new Arrival(hop, answer);
            }
            answer.close();
            // SECURITY: also when a redirect leads back: the other host chose the path by then. EgressRedirectTest.
            left |= !next.get().url().sameOrigin(request.url());
            hop = next.get();
        }
        throw new Refusal(
                RefusalCode.LIMIT,
                "The request was redirected more than " + limits.of(Limit.EGRESS_REDIRECTS_COUNT) + " times");
    }

    private static Optional<OutboundRequest> next(OutboundRequest hop, WireAnswer answer) {
        try {
            return Redirects.next(hop, answer);
        } catch (Refusal refusal) {
            answer.close();
            throw refusal;
        }
    }

    /** @param left whether a redirect led away from where the request's author sent it: then it goes without a credential */
    private WireAnswer hop(OutboundRequest hop, boolean left, Wire.Packing packing, Trip trip, OutboundScan scan) {
        Optional<HttpRule> rule = policy.authorise(hop.reach(), hop.method(), hop.url());
        scan.leaving(hop);
        return left
                ? credentials.send(hop.withAuthority(Authority.NONE), Optional.empty(), packing, trip)
                : credentials.send(hop, rule, packing, trip);
    }

    private void check(OutboundRequest request) {
        RequestHeaders.check(request.headers(), limits);
        long most = limits.of(Limit.EGRESS_REQUEST_BYTES);
        int bytes = request.body().map(body -> body.length).orElse(0);
        if (bytes > most) {
            throw new Refusal(
                    RefusalCode.LIMIT,
                    "The request's body is " + Quantity.ofBytes(bytes) + ", at most " + Quantity.ofBytes(most));
        }
    }
}
