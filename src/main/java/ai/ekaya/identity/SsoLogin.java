package ai.ekaya.identity;

import ai.ekaya.limits.Refusal;
import ai.ekaya.oidc.IdentityProvider;
import ai.ekaya.oidc.SignedInUser;
import ai.ekaya.web.Pages;
import ai.ekaya.web.Spoken;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one address that sign-in by the identity provider starts from and comes back to. The server's OpenID Connect client
 * (server.xml) does the protocol; what it leaves becomes a session of ours, and its own is ended at once, so that /api knows one
 * kind of session only. Goes on to the page that {@code next} names, if it is one of ours, else to the start page.
 */
@WebServlet(SsoLogin.PATH)
public class SsoLogin extends HttpServlet {
    static final String PATH = "/sso/login";
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(SsoLogin.class);

    private final transient IdentityProvider provider;
    private final transient SignIn signIn;
    private final transient RequestRates rates;
    private final transient SsoFailures failures;

    @Inject
    SsoLogin(IdentityProvider provider, SignIn signIn, RequestRates rates, SsoFailures failures) {
        this.provider = provider;
        this.signIn = signIn;
        this.rates = rates;
        this.failures = failures;
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
            failures.tooMany(tooMany, request, response);
            return;
        }
        // Sends the browser to the identity provider unless it has just come back from it.
        if (request.getUserPrincipal() == null
                && !request.authenticate(new SsoShown(request, response, failures, SsoFailure.FAILED))) {
            return;
        }
        Optional<SignedInUser> signedIn = provider.signedIn();
        request.logout();
        if (signedIn.isEmpty()) {
            failures.show(SsoFailure.FAILED, request, response);
            return;
        }
        SessionToken token;
        try {
            token = signIn.withIdentityProvider(signedIn.get(), SessionCookie.of(request));
        } catch (Spoken e) {
            failures.show(SsoFailure.DISABLED, request, response);
            return;
        } catch (Refusal e) {
            LOG.warn("Somebody whom the identity provider vouches for was not signed in: {}", e.reason());
            failures.show(SsoFailure.FAILED, request, response);
            return;
        }
        response.addHeader(HttpHeaders.SET_COOKIE, SessionCookie.set(token, request.isSecure()));
        response.sendRedirect(Pages.ownOrStart(request.getParameter("next")));
    }
}
