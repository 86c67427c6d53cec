package ai.ekaya.identity;

import ai.ekaya.oidc.IdentityProvider;
import ai.ekaya.web.Answer;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Where the identity provider sends people back to. It hands its answer on to the server's OpenID Connect client, which would show what
 * it cannot take as a line of text with a code in it; here people land on the sign-in page instead, which says what happened.
 */
@WebServlet(SsoAnswer.PATH)
public class SsoAnswer extends HttpServlet {
    /** As server.xml makes it of {@code OIDC_REDIRECT_ORIGIN} and the client's own address. */
    static final String PATH = "/sso/oidcclient/redirect/ekaya";

    private static final long serialVersionUID = 1L;
    private static final String CLIENT = "/oidcclient";

    private final transient IdentityProvider provider;
    private final transient SsoFailures failures;

    @Inject
    SsoAnswer(IdentityProvider provider, SsoFailures failures) {
        this.provider = provider;
        this.failures = failures;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        if (!provider.settings().configured()) {
            Answer.problem(response, HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        String error = request.getParameter("error");
        if (error != null) {
            SsoFailure failure = error.equals("access_denied") ? SsoFailure.CANCELLED : SsoFailure.FAILED;
            failures.show(failure, request, response);
        } else if (request.getParameter("code") == null || request.getParameter("state") == null) {
            failures.show(SsoFailure.FAILED, request, response);
        } else {
            ServletContext client = getServletContext().getContext(CLIENT);
            client.getRequestDispatcher(PATH.substring(PATH.indexOf(CLIENT) + CLIENT.length()))
                    .forward(request, new SsoShown(request, response, failures, SsoFailure.EXPIRED));
        }
    }
}
