package ai.ekaya.egress;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.Capabilities.Credential;
import ai.ekaya.pack.Capabilities.HttpRule;
import ai.ekaya.pack.Capabilities.Inject;
import ai.ekaya.pack.Capabilities.Scheme;
import ai.ekaya.secrets.Secrets;
import java.util.Optional;

/** Sends a request with the credential that is meant for it, and to no other place than the one it is meant for. Thread-safe. */
final class Credentials {
    private static final int UNAUTHORIZED = 401;

    private final SecretSource secrets;
    private final Wire wire;
    private final Tokens tokens;

    Credentials(SecretSource secrets, Wire wire, Tokens tokens) {
        this.secrets = secrets;
        this.wire = wire;
        this.tokens = tokens;
    }

    /** As {@link Secrets#open}. */
    @FunctionalInterface
    interface SecretSource {
        Optional<Secret> open(ProjectId project, String name);
    }

    /**
     * Sends it with its credential.
     *
     * @param rule under which it was allowed; empty for the platform's own requests
     * @throws Refusal {@code NOT_FOUND} where the project has no such secret any more
     */
    WireAnswer send(OutboundRequest request, Optional<HttpRule> rule, Wire.Packing packing, Trip trip) {
        return switch (request.authority()) {
            case Authority.Given given -> {
                requireTls(request, Optional.empty());
                yield wire.send(
                        Injection.header(
                                request,
                                given.header(),
                                given.prefix(),
                                given.value().get(),
                                "given"),
                        packing,
                        trip,
                        trip.witness());
            }
            case Authority.Declared declared -> {
                Optional<String> id = rule.flatMap(HttpRule::credential);
                if (id.isEmpty()) {
                    yield wire.send(Injection.plain(request), packing, trip, trip.witness());
                }
                requireTls(request, rule);
                Inject inject = inject(declared, id.get());
                yield inject instanceof Inject.OAuth2 oauth
                        ? withToken(request, id.get(), oauth, packing, trip)
                        : wire.send(
                                Injection.with(request, id.get(), inject, open(request, id.get(), trip)),
                                packing,
                                trip,
                                trip.witness());
            }
        };
    }

    // SECURITY: on plain http anybody on the way reads it; with a wildcard its audience is whoever gets a name under
    // it.
    // Guarded by CredentialsTest.
    private static void requireTls(OutboundRequest request, Optional<HttpRule> rule) {
        boolean plainAppRequest =
                request.reach() instanceof Reach.App && request.url().scheme() != Scheme.HTTPS;
        if (plainAppRequest || rule.filter(HttpRule::isWildcard).isPresent()) {
            throw new Refusal(
                    RefusalCode.NOT_PERMITTED, "A credential goes only to one host that is named, and only by https");
        }
    }

    private static Inject inject(Authority.Declared declared, String id) {
        return declared.credentials().stream()
                .filter(credential -> credential.id().equals(id))
                .map(Credential::inject)
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        RefusalCode.NOT_PERMITTED,
                        "The project did not grant the credential '" + id
                                + "' to this app as its package declares it"));
    }

    /** Opened for each request, so that one that was taken away ends with the next. */
    private Secret open(OutboundRequest request, String id, Trip trip) {
        Secret secret = secrets.open(request.project(), id)
                .orElseThrow(() -> new Refusal(
                        RefusalCode.NOT_FOUND,
                        "The project has no secret '" + id
                                + "', which this call is made with; an administrator sets it"));
        trip.witness().opened(id, secret);
        return secret;
    }

    /** A token that was kept may have been taken back; then there is one more try, with a new one. */
    private WireAnswer withToken(
            OutboundRequest request, String id, Inject.OAuth2 oauth, Wire.Packing packing, Trip trip) {
        Secret secret = open(request, id, trip);
        Tokens.Token token = tokens.of(request, oauth, secret, trip);
        WireAnswer answer = send(request, id, oauth, token, packing, trip);
        if (answer.status() != UNAUTHORIZED || token.fresh()) {
            return answer;
        }
        answer.close();
        tokens.forget(request, oauth, secret);
        return send(request, id, oauth, tokens.of(request, oauth, secret, trip), packing, trip);
    }

    private WireAnswer send(
            OutboundRequest request,
            String id,
            Inject.OAuth2 oauth,
            Tokens.Token token,
            Wire.Packing packing,
            Trip trip) {
        trip.witness().obtained(id, token.value());
        return wire.send(Injection.with(request, id, oauth, token.value()), packing, trip, trip.witness());
    }
}
