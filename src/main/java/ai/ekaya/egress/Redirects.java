package ai.ekaya.egress;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.Capabilities.Scheme;
import java.util.Optional;
import java.util.Set;

/** Where an answer sends its asker, as browsers understand it. The next request is authorised as if it were the first. */
final class Redirects {
    private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);
    private static final Set<Integer> KEEP_METHOD = Set.of(307, 308);

    private Redirects() {}

    /**
     * The next request; empty when the answer is to be given to the asker.
     *
     * @throws Refusal {@code UPSTREAM} for an address of no good form, {@code NOT_PERMITTED} from https to http
     */
    static Optional<OutboundRequest> next(OutboundRequest hop, WireAnswer answer) {
        Optional<String> location = answer.header("Location");
        if (!(hop.reach() instanceof Reach.App) || !STATUSES.contains(answer.status()) || location.isEmpty()) {
            return Optional.empty();
        }
        OutboundUrl url = read(hop.url(), location.get());
        if (hop.url().scheme() == Scheme.HTTPS && url.scheme() == Scheme.HTTP) {
            throw new Refusal(
                    RefusalCode.NOT_PERMITTED,
                    "The host " + hop.url().host() + " redirects from https to http, which is not followed");
        }
        return Optional.of(with(hop, answer.status(), url));
    }

    private static OutboundUrl read(OutboundUrl from, String location) {
        try {
            return from.resolve(location);
        } catch (Refusal refusal) {
            throw new Refusal(
                    RefusalCode.UPSTREAM, "The host " + from.host() + " redirects to what is no address", refusal);
        }
    }

    private static OutboundRequest with(OutboundRequest hop, int status, OutboundUrl url) {
        boolean sameMethod = KEEP_METHOD.contains(status)
                || hop.method().equals("GET")
                || hop.method().equals("HEAD")
                || status != 303 && !hop.method().equals("POST");
        var headers = sameMethod ? hop.headers() : RequestHeaders.withoutBody(hop.headers());
        return new OutboundRequest(
                hop.project(),
                hop.reach(),
                sameMethod ? hop.method() : "GET",
                url,
                url.sameOrigin(hop.url()) ? headers : RequestHeaders.keptElsewhere(headers),
                sameMethod ? hop.body() : Optional.empty(),
                hop.authority(),
                hop.timeout(),
                hop.answerBytesMax(),
                hop.tls());
    }
}
