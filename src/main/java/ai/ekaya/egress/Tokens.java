package ai.ekaya.egress;

import ai.ekaya.egress.OutboundRequest.Header;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.Capabilities.Inject;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Access tokens by OAuth 2's client credentials (RFC 6749 §4.4), asked for through the same wire and kept in memory until shortly before
 * their end: each for one project, one client with its secret of now, and one origin that it is sent to. Thread-safe.
 */
final class Tokens {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9\\-._~+/]+=*");
    private static final int OK = 200;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Wire wire;
    private final Limits limits;
    private final Clock clock;
    private final Map<Key, Kept> kept = new ConcurrentHashMap<>();

    Tokens(Wire wire, Limits limits, Clock clock) {
        this.wire = wire;
        this.limits = limits;
        this.clock = clock;
    }

    /** @param secretHash of the client's secret, so that a token ends with the secret that it was got by */
    private record Key(ProjectId project, Inject.OAuth2 client, String secretHash, String audience) {}

    private record Kept(Secret token, Instant until) {}

    /** @param fresh whether it was asked for just now, so that asking again would help nothing */
    record Token(Secret value, boolean fresh) {}

    Token of(OutboundRequest request, Inject.OAuth2 client, Secret secret, Trip trip) {
        Key key = key(request, client, secret);
        Optional<Kept> held = Optional.ofNullable(kept.get(key))
                .filter(each -> clock.instant().isBefore(each.until()));
        return held.map(each -> new Token(each.token(), false)).orElseGet(() -> fetched(key, request, secret, trip));
    }

    /** One that its audience did not take. */
    void forget(OutboundRequest request, Inject.OAuth2 client, Secret secret) {
        kept.remove(key(request, client, secret));
    }

    private static Key key(OutboundRequest request, Inject.OAuth2 client, Secret secret) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(secret.value().getBytes(StandardCharsets.UTF_8));
            return new Key(
                    request.project(),
                    client,
                    HexFormat.of().formatHex(hash),
                    request.url().origin());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JVM has no SHA-256", e);
        }
    }

    private Token fetched(Key key, OutboundRequest request, Secret secret, Trip trip) {
        JsonNode answer = ask(key.client(), request, secret, trip);
        String token = answer.path("access_token").asText();
        String type = answer.path("token_type").asText("bearer");
        if (!TOKEN.matcher(token).matches() || !type.equalsIgnoreCase("bearer")) {
            throw refused(key.client(), "gave no bearer token");
        }
        Duration life = Duration.ofSeconds(Math.clamp(
                        answer.path("expires_in").asLong(0), 0, limits.of(Limit.EGRESS_TOKEN_CEILING_SECONDS)))
                .minus(limits.durationOf(Limit.EGRESS_TOKEN_MARGIN_SECONDS));
        Secret value = new Secret(token);
        if (life.isPositive()) {
            if (kept.size() >= limits.of(Limit.EGRESS_TOKENS_COUNT)) {
                kept.clear();
            }
            kept.put(key, new Kept(value, clock.instant().plus(life)));
        }
        return new Token(value, true);
    }

    /** By basic authentication, which each server must take (RFC 6749 §2.3.1). */
    private JsonNode ask(Inject.OAuth2 client, OutboundRequest request, Secret secret, Trip trip) {
        OutboundUrl url = OutboundUrl.parse(client.tokenUrl());
        String form = "grant_type=client_credentials"
                + client.scope().map(scope -> "&scope=" + encoded(scope)).orElse("");
        String login = Injection.base64(encoded(client.clientId()) + ":" + encoded(secret.value()));
        WireRequest asked = new WireRequest(
                request.reach(),
                "POST",
                url,
                url.target(),
                List.of(
                        new Header("Authorization", "Basic " + login),
                        new Header("Content-Type", "application/x-www-form-urlencoded"),
                        new Header("Accept", "application/json")),
                Optional.of(form.getBytes(StandardCharsets.UTF_8)),
                Optional.empty());
        try (WireAnswer answer = wire.send(asked, Wire.Packing.GZIP, trip, OutboundWitness.NOBODY)) {
            byte[] body = AnswerBody.of(answer, url, trip, limits.of(Limit.EGRESS_TOKEN_ANSWER_BYTES), limits)
                    .all();
            if (answer.status() != OK) {
                throw refused(client, "answered " + answer.status());
            }
            return MAPPER.readTree(body);
        } catch (IOException e) {
            throw new Refusal(RefusalCode.UPSTREAM, "The token endpoint at " + url.host() + " answered no JSON", e);
        }
    }

    private static Refusal refused(Inject.OAuth2 client, String what) {
        return new Refusal(
                RefusalCode.UPSTREAM,
                "The token endpoint at " + OutboundUrl.parse(client.tokenUrl()).host() + " " + what
                        + "; the client's id, secret and scope are to be checked");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
