package ai.ekaya.identity;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import ai.ekaya.web.Spoken;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out who is calling: a bearer token if one came, else the session cookie. What they may do is {@link AccessFilter}'s. */
@Provider
@Singleton
@Priority(Priorities.AUTHENTICATION)
@SuppressWarnings("NullAway.Init")
public final class AuthenticationFilter implements ContainerRequestFilter {
    private static final Set<String> TOKEN_PARAMETERS =
            Set.of("token", "access_token", "api_token", "api_key", "apikey");
    private static final String BEARER = "bearer ";

    // By field: RESTEasy wants a constructor without arguments of a filter, also of a CDI bean.
    @Inject
    private Store store;

    @Inject
    private Caller caller;

    @Inject
    private Sessions sessions;

    @Inject
    private Standings standings;

    @Inject
    private Principals principals;

    @Inject
    private SsoSessions ssoSessions;

    @Inject
    private RequestRates rates;

    /** Set by JAX-RS; it speaks of the current request. */
    @Context
    private @Nullable HttpServletRequest http;

    @Override
    public void filter(ContainerRequestContext request) {
        if (http != null) {
            rates.fromAddress(http.getRemoteAddr());
        }
        refuseTokenInQuery(request);
        String authorization = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        if (authorization != null) {
            byBearer(authorization);
            return;
        }
        Cookie cookie = request.getCookies().get(SessionCookie.name(http != null && http.isSecure()));
        if (cookie != null) {
            bySession(new SessionToken(cookie.getValue()));
        }
    }

    /** Addresses end up in logs and histories. */
    private static void refuseTokenInQuery(ContainerRequestContext request) {
        for (Map.Entry<String, List<String>> parameter :
                request.getUriInfo().getQueryParameters().entrySet()) {
            if (TOKEN_PARAMETERS.contains(parameter.getKey().toLowerCase(Locale.ROOT))
                    || parameter.getValue().stream().anyMatch(value -> value.startsWith(Tokens.PREFIX))) {
                throw new Refusal(
                        RefusalCode.BAD_ARGUMENT,
                        "A token does not belong into an address, send it as Authorization: Bearer; revoke this one");
            }
        }
    }

    private void byBearer(String authorization) {
        if (!authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            throw Spoken.unauthorized("The Authorization header has another scheme, expected Bearer");
        }
        String text = authorization.substring(BEARER.length()).strip();
        Principal principal = standings
                .bearer(text)
                .orElseThrow(() -> Spoken.unauthorized("The token is unknown, revoked or expired"));
        caller.isHolderOfToken(text, principal);
    }

    /** An ended session is as none: its holder can still reach the sign-in. */
    private void bySession(SessionToken token) {
        boolean toConfirm = store.acrossProjects(transaction -> known(transaction, token));
        if (toConfirm) {
            ssoSessions.confirm(token);
            store.acrossProjects(transaction -> known(transaction, token));
        }
    }

    private boolean known(Transaction transaction, SessionToken token) {
        Optional<Sessions.Found> session = sessions.find(transaction, token);
        caller.isNobody();
        session.flatMap(found -> principals.load(transaction, found.user(), Principal.Kind.USER))
                .ifPresent(principal -> caller.isHolderOf(
                        token, principal, principals.mustChangePassword(transaction, principal.user())));
        return session.filter(Sessions.Found::toConfirm).isPresent();
    }
}
