package ai.ekaya.identity;

import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.Refusals;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.oidc.IdentityProvider;
import ai.ekaya.oidc.SignedInUser;
import ai.ekaya.web.Problem;
import ai.ekaya.web.Spoken;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * The one address that sign-in by the identity provider starts from and comes back to. The server's OpenID Connect client
 * (server.xml) does the protocol; what it leaves becomes a session of ours, and its own is ended at once, so that /api knows one
 * kind of session only. Goes on to the start page and nowhere else, whatever the request says.
 */
@WebServlet(SsoLogin.PATH)
public class SsoLogin extends HttpServlet {
    static final String PATH = "/sso/login";
    private static final long serialVersionUID = 1L;

    private final transient IdentityProvider provider;
    private final transient SignIn signIn;
    private final transient RequestRates rates;
    private final transient Refusals refusals;

    @Inject
    SsoLogin(IdentityProvider provider, SignIn signIn, RequestRates rates, Refusals refusals) {
        this.provider = provider;
        this.signIn = signIn;
        this.rates = rates;
        this.refusals = refusals;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        if (!provider.settings().configured()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        try {
            rates.signInFrom(request.getRemoteAddr());
        } catch (Refusal tooMany) {
            refuse(response, tooMany, request.getRemoteAddr());
            return;
        }
        // Sends the browser to the identity provider unless it has just come back from it.
        if (request.getUserPrincipal() == null && !request.authenticate(response)) {
            return;
        }
        Optional<SignedInUser> signedIn = provider.signedIn();
        request.logout();
        if (signedIn.isEmpty()) {
            refuse(response, "The identity provider did not say who you are");
            return;
        }
        SessionToken token;
        try {
            token = signIn.withIdentityProvider(signedIn.get(), SessionCookie.of(request));
        } catch (Spoken | Refusal e) {
            refuse(response, String.valueOf(e.getMessage()));
            return;
        }
        response.addHeader(HttpHeaders.SET_COOKIE, SessionCookie.set(token, request.isSecure()));
        response.sendRedirect(request.getContextPath() + "/");
    }

    private static void refuse(HttpServletResponse response, String why) throws IOException {
        write(response, Problem.of(HttpServletResponse.SC_FORBIDDEN, RefusalCode.NOT_PERMITTED, why));
    }

    /** The one refusal that has to be told in the audit here: those of the API are counted by a filter of its own. */
    private void refuse(HttpServletResponse response, Refusal tooMany, String address) throws IOException {
        refusals.count(new Refusals.Kind(
                AuditEvent.Type.RATE_LIMITED,
                RefusedRequests.NOBODY,
                Optional.empty(),
                "page:" + PATH,
                tooMany.code().name(),
                address));
        long seconds = tooMany.retryAfter().map(Duration::toSeconds).orElse(0L) + 1;
        response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        write(response, Problem.of(tooMany));
    }

    private static void write(HttpServletResponse response, Problem problem) throws IOException {
        response.setStatus(problem.status());
        response.setContentType(Problem.MEDIA_TYPE);
        response.setCharacterEncoding("UTF-8");
        response.getWriter().write(problem.toJson());
    }
}
