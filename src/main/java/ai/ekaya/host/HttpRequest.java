package ai.ekaya.host;

import ai.ekaya.egress.Authority;
import ai.ekaya.egress.Egress;
import ai.ekaya.egress.OutboundRequest;
import ai.ekaya.egress.OutboundRequest.Header;
import ai.ekaya.egress.OutboundScan;
import ai.ekaya.egress.OutboundUrl;
import ai.ekaya.egress.Reach;
import ai.ekaya.leak.Exit;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Quantity;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.usage.Budgets;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code http_request}: a request to an address that the package asks for and the project granted.
 *
 * <p>Arguments  {"method": "GET"|"HEAD"|"POST"|"PUT"|"PATCH"|"DELETE", "url": string, "headers": {name: string},
 *               "body": string or "bodyBase64": string, "timeoutMillis": whole number (10,000)}
 * <p>Answer     {"status": n, "headers": {name: string}, "body": string or "bodyBase64": string}
 * <p>Limits     body 1 MiB · answer 4 MiB · headers 100 and 32 KiB · 5 redirects · 300 s · 256 MiB a run · budget egressBytes
 * <p>Errors     RATE_LIMITED, NOT_PERMITTED, BAD_ARGUMENT, NOT_FOUND (the credential's secret), LIMIT, LEAK, TIMEOUT, CONFLICT, UPSTREAM, UNAVAILABLE
 * <p>Source     contracts §2; docs/egress.md
 */
final class HttpRequest implements HostFunction {
    private static final Set<String> READING = Set.of("GET", "HEAD");
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");
    private static final int METHOD_BYTES_MAX = 20;

    private final Egress egress;
    private final Budgets budgets;
    private final Limits limits;

    HttpRequest(Egress egress, Budgets budgets, Limits limits) {
        this.egress = egress;
        this.budgets = budgets;
        this.limits = limits;
    }

    @Override
    public String name() {
        return "http_request";
    }

    @Override
    public Exit exit() {
        return Exit.HTTP_REQUEST;
    }

    /** Of the methods that may change something; the others announce nothing. */
    @Override
    public EffectKind effect() {
        return EffectKind.WORLD;
    }

    @Override
    public Answer call(RunCalls run, Arguments arguments) {
        arguments.allowing("method", "url", "headers", "body", "bodyBase64", "timeoutMillis");
        OutboundRequest request = request(run.scope(), arguments);
        egress.require(request);
        boolean writes = !READING.contains(request.method());
        if (writes && run.scope().attempt().isEmpty()) {
            throw new Refusal(
                    RefusalCode.NOT_PERMITTED,
                    "A " + request.method()
                            + " may change something, and a preview sends none; the list of calls shows it. Install"
                            + " the app to send it");
        }
        requireBudget(run);
        SentRequest sent = new SentRequest(run, writes);
        OutboundScan scan = new RedirectScan(run.exits(), request.url());
        try {
            return run.answered(
                    Exit.HTTP_RESPONSE, HttpAnswer.json(egress.send(request, run.cancellation(), sent, scan)));
        } finally {
            sent.settle();
        }
    }

    private OutboundRequest request(CallScope scope, Arguments arguments) {
        String method = arguments.text("method", METHOD_BYTES_MAX);
        if (!METHODS.contains(method)) {
            throw arguments.bad(
                    "got another method than " + METHODS.stream().sorted().toList());
        }
        OutboundUrl url = OutboundUrl.parse(arguments.text("url", limits.of(Limit.HOST_ARGUMENTS_BYTES)));
        Optional<byte[]> body = body(arguments);
        if (READING.contains(method) && body.isPresent()) {
            throw arguments.bad("got a body with a " + method + ", which has none");
        }
        HttpReach http = scope.http();
        return new OutboundRequest(
                scope.project(),
                new Reach.App(http.asked(), http.granted()),
                method,
                url,
                headers(arguments),
                body,
                new Authority.Declared(http.credentials()),
                timeout(arguments),
                limits.of(Limit.EGRESS_ANSWER_BYTES),
                Optional.empty());
    }

    private static List<Header> headers(Arguments arguments) {
        JsonNode json = arguments.any("headers");
        if (!json.isNull() && !json.isObject()) {
            throw arguments.bad("takes an object of names and strings as 'headers'");
        }
        List<Header> headers = new ArrayList<>();
        json.properties().forEach(each -> {
            if (!each.getValue().isTextual()) {
                throw arguments.bad("takes an object of names and strings as 'headers'");
            }
            headers.add(new Header(each.getKey(), each.getValue().textValue()));
        });
        return headers;
    }

    private Optional<byte[]> body(Arguments arguments) {
        // Sizes are Egress's to refuse; these bound what is decoded.
        long most = limits.of(Limit.HOST_ARGUMENTS_BYTES);
        Optional<String> text = arguments.optionalText("body", most);
        Optional<String> base64 = arguments.optionalText("bodyBase64", most);
        if (text.isPresent() && base64.isPresent()) {
            throw arguments.bad("got 'body' and 'bodyBase64', expected one of them");
        }
        try {
            return text.map(body -> body.getBytes(StandardCharsets.UTF_8))
                    .or(() -> base64.map(body -> Base64.getDecoder().decode(body)));
        } catch (IllegalArgumentException e) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "http_request got a 'bodyBase64' that is no base64", e);
        }
    }

    private Duration timeout(Arguments arguments) {
        return arguments.has("timeoutMillis")
                ? Duration.ofMillis(arguments.whole("timeoutMillis", 1, limits.of(Limit.EGRESS_TIMEOUT_CEILING_MILLIS)))
                : limits.durationOf(Limit.EGRESS_TIMEOUT_DEFAULT_MILLIS);
    }

    private void requireBudget(RunCalls run) {
        long most = limits.of(Limit.EGRESS_RUN_BYTES);
        if (run.egressBytes() >= most) {
            throw new Refusal(
                    RefusalCode.LIMIT,
                    "This run has sent and received " + Quantity.ofBytes(most) + " over HTTP, the most that one may");
        }
        // Previews are counted for no project; their time is short, and so is what fits into it.
        if (run.scope().attempt().isEmpty()) {
            return;
        }
        budgets.requireEgress(run.scope().project(), run.scope().appSlug(), run.egressBytes());
    }
}
