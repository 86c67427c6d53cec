package ai.ekaya.identity;

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

    @Inject
    SsoLogin(IdentityProvider provider, SignIn signIn) {
        this.provider = provider;
        this.signIn = signIn;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        if (!provider.settings().configured()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
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
            token = signIn.withIdentityProvider(signedIn.get());
        } catch (Spoken | Refusal e) {
            refuse(response, String.valueOf(e.getMessage()));
            return;
        }
        response.addHeader(HttpHeaders.SET_COOKIE, SessionCookie.set(token, request.isSecure()));
        response.sendRedirect(request.getContextPath() + "/");
    }

    private static void refuse(HttpServletResponse response, String why) throws IOException {
        response.setStatus(HttpServletResponse.SC_FORBIDDEN);
        response.setContentType(Problem.MEDIA_TYPE);
        response.setCharacterEncoding("UTF-8");
        response.getWriter()
                .write(Problem.of(HttpServletResponse.SC_FORBIDDEN, RefusalCode.NOT_PERMITTED, why)
                        .toJson());
    }
}
