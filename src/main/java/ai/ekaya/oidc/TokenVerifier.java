package ai.ekaya.oidc;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Checks what the provider signed: algorithm, key, issuer, audience and time. Keys are fetched when an unknown one is met, seldom,
 * and kept. Thread-safe.
 */
final class TokenVerifier {
    /** Public keys only: neither none nor a shared secret, however a token names its algorithm. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private final ProviderSettings settings;
    private final Clock clock;
    private final Duration skew;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    TokenVerifier(ProviderHttp http, ProviderSettings settings, String keysAddress, Limits limits, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.skew = limits.durationOf(Limit.IDENTITY_CLOCK_SKEW_SECONDS);
        JWKSource<SecurityContext> keys = JWKSourceBuilder.<SecurityContext>create(
                        url(keysAddress),
                        url -> new Resource(http.get(url.toString()).body(), "application/json"))
                .cache(
                        limits.durationOf(Limit.IDENTITY_KEYS_SECONDS).toMillis(),
                        3 * limits.of(Limit.IDENTITY_PROVIDER_MILLIS))
                // It would need threads of its own.
                .refreshAheadCache(false)
                .rateLimited(
                        limits.durationOf(Limit.IDENTITY_KEYS_PAUSE_SECONDS).toMillis())
                .outageTolerant(
                        limits.durationOf(Limit.IDENTITY_KEYS_OUTAGE_SECONDS).toMillis())
                .build();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        Set<JOSEObjectType> types = new HashSet<>(TokenKind.ACCESS_TOKEN_TYPES);
        types.add(JOSEObjectType.JWT);
        // Many providers write none.
        types.add(null);
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(types));
        // Time is checked below, by this server's clock.
        processor.setJWTClaimsSetVerifier((claims, context) -> check(claims));
    }

    private static URL url(String address) {
        try {
            return URI.create(address).toURL();
        } catch (MalformedURLException | IllegalArgumentException e) {
            throw new IllegalStateException("The identity provider's jwks_uri is '" + address + "'", e);
        }
    }

    /**
     * A token that holds.
     *
     * @param type what its header calls it
     */
    record Verified(Optional<JOSEObjectType> type, JWTClaimsSet claims) {}

    /** A token made for the audience. */
    Verified verified(String token, String audience) throws InvalidToken, IOException {
        try {
            SignedJWT signed = SignedJWT.parse(token);
            JWTClaimsSet claims = processor.process(signed, null);
            if (!claims.getAudience().contains(audience)) {
                throw new InvalidToken("it is meant for " + claims.getAudience() + ", expected '" + audience + "'");
            }
            return new Verified(Optional.ofNullable(signed.getHeader().getType()), claims);
        } catch (ParseException e) {
            throw new InvalidToken("it is no signed token");
        } catch (BadJOSEException e) {
            throw new InvalidToken(String.valueOf(e.getMessage()));
        } catch (RateLimitReachedException e) {
            throw new InvalidToken("its key is unknown, and keys were fetched a moment ago");
        } catch (JOSEException e) {
            throw new IOException("The identity provider's keys could not be had", e);
        }
    }

    private void check(JWTClaimsSet claims) throws BadJWTException {
        Instant now = clock.instant();
        Date expires = claims.getExpirationTime();
        if (expires == null || !now.isBefore(expires.toInstant().plus(skew))) {
            throw new BadJWTException("it has expired, or does not say when it does");
        }
        for (Date since : new Date[] {claims.getNotBeforeTime(), claims.getIssueTime()}) {
            if (since != null && now.isBefore(since.toInstant().minus(skew))) {
                throw new BadJWTException("it is from the future");
            }
        }
        if (!settings.isIssuer(String.valueOf(claims.getIssuer()))) {
            throw new BadJWTException("its issuer is " + claims.getIssuer());
        }
    }

    /** Says in what, without the token. */
    static final class InvalidToken extends Exception {
        private static final long serialVersionUID = 1L;

        InvalidToken(String what) {
            super(what);
        }
    }
}
