package ai.ekaya.oidc;

import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import com.nimbusds.jwt.JWTClaimsSet;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one identity provider of this server. Thread-safe. */
@Singleton
public final class IdentityProvider {
    private static final Logger LOG = LoggerFactory.getLogger(IdentityProvider.class);

    private final ProviderSettings settings;
    private final Limits limits;
    private final Clock clock;

    /** Found at first need, so that this server starts while the provider is away. */
    private volatile @Nullable Found found;

    private Instant notBefore = Instant.MIN;
    private final Duration pause;

    private record Found(ProviderHttp http, Endpoints endpoints, TokenVerifier verifier) {}

    @Inject
    public IdentityProvider(ProviderSettings settings, Limits limits, Clock clock) {
        this.settings = settings;
        this.limits = limits;
        this.clock = clock;
        this.pause = limits.durationOf(Limit.IDENTITY_PROVIDER_PAUSE_SECONDS);
    }

    public ProviderSettings settings() {
        return settings;
    }

    /** Whom the server's own OpenID Connect client has signed in on this thread. */
    public Optional<SignedInUser> signedIn() {
        return ServersLogin.ofThisThread(settings, clock);
    }

    /**
     * Whose access token this is; empty when it does not hold.
     *
     * @throws Refusal {@code UNAVAILABLE} when the provider's keys cannot be had
     */
    public Optional<ExternalUser> bearer(String token) {
        if (!settings.configured()) {
            return Optional.empty();
        }
        try {
            TokenVerifier.Verified verified = found().verifier().verified(token, settings.audience());
            JWTClaimsSet claims = verified.claims();
            // Without a time it would count as said just now at each use, and bring a group back that was taken away.
            if (!TokenKind.isAccessToken(verified, settings) || claims.getIssueTime() == null) {
                return Optional.empty();
            }
            Optional<ExternalUser> user = Claims.user(claims, settings, clock.instant());
            // Another client's tokens may say nothing of groups, which is not to say that there are none.
            return claims.getClaim(settings.groupsClaim()) == null ? user.map(ExternalUser::withUnknownGroups) : user;
        } catch (TokenVerifier.InvalidToken e) {
            LOG.debug("A bearer token was refused: {}", e.getMessage());
            return Optional.empty();
        } catch (IOException e) {
            LOG.warn("The identity provider could not be asked for its keys: {}", e.toString());
            throw new Refusal(
                    RefusalCode.UNAVAILABLE, "The identity provider's keys could not be had, try again later", e);
        }
    }

    /**
     * Asks whether a sign-in of this person still holds.
     *
     * @param key the person's {@link ExternalUser#key}; an answer about another is none
     */
    public Confirmation confirm(String key, Secret refresh) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", refresh.value());
        form.put("client_id", settings.clientId());
        form.put("client_secret", settings.clientSecret().value());
        try {
            ProviderHttp.Answer answer = found().http().post(found().endpoints().token(), form);
            Map<String, Object> json = answer.json();
            if (answer.status() == 400 && "invalid_grant".equals(json.get("error"))) {
                return new Confirmation.Ended();
            }
            if (answer.status() != 200 || !(json.get("id_token") instanceof String idToken)) {
                return new Confirmation.Unknown(
                        "it answered " + answer.status() + (answer.status() == 200 ? " without an ID token" : ""));
            }
            ExternalUser user = Claims.user(
                            found().verifier()
                                    .verified(idToken, settings.clientId())
                                    .claims(),
                            settings,
                            clock.instant())
                    .filter(person -> person.key().equals(key))
                    .orElse(null);
            if (user == null) {
                return new Confirmation.Unknown("it spoke of another person");
            }
            Object next = json.get("refresh_token");
            return new Confirmation.Holds(
                    user,
                    next instanceof String text ? Optional.of(new Secret(text)) : Optional.empty(),
                    Optional.of(new Secret(idToken)));
        } catch (TokenVerifier.InvalidToken e) {
            return new Confirmation.Unknown("its ID token does not hold: " + e.getMessage());
        } catch (IOException e) {
            return new Confirmation.Unknown(e.toString());
        }
    }

    /** Where a browser ends its session at the provider, and comes back from; empty where the provider has no such address. */
    public Optional<URI> signOut(Optional<Secret> idToken) {
        try {
            return found().endpoints().endSession().map(address -> {
                Map<String, String> query = new LinkedHashMap<>();
                idToken.ifPresent(token -> query.put("id_token_hint", token.value()));
                query.put("client_id", settings.clientId());
                query.put("post_logout_redirect_uri", settings.origin() + "/");
                return URI.create(address + (address.contains("?") ? "&" : "?") + ProviderHttp.query(query));
            });
        } catch (IOException e) {
            LOG.warn("The identity provider could not be asked where its sign-out is: {}", e.toString());
            return Optional.empty();
        }
    }

    private Found found() throws IOException {
        Found known = found;
        return known == null ? discover() : known;
    }

    private synchronized Found discover() throws IOException {
        Found known = found;
        if (known != null) {
            return known;
        }
        // A provider that hangs must not hold every request for the whole time-out.
        if (clock.instant().isBefore(notBefore)) {
            throw new IOException("It failed a moment ago and is asked again at " + notBefore);
        }
        try {
            ProviderHttp http = new ProviderHttp(limits);
            Endpoints endpoints = Endpoints.discover(http, settings);
            known = new Found(http, endpoints, new TokenVerifier(http, settings, endpoints.keys(), limits, clock));
            found = known;
            return known;
        } catch (IOException e) {
            LOG.warn("The identity provider's addresses could not be had, asked again in {}: {}", pause, e.toString());
            notBefore = clock.instant().plus(pause);
            throw e;
        }
    }
}
