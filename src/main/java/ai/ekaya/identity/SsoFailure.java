package ai.ekaya.identity;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;

/** Why a sign-in by the identity provider came to nothing, as the sign-in page words it. */
enum SsoFailure {
    /** The person, or the provider for them, said no. */
    CANCELLED,
    /** What came back belongs to no sign-in that this browser began: an old one, one that was used, or none. */
    EXPIRED,
    /** The provider and this server do not understand each other, or one cannot reach the other. */
    FAILED,
    /** The provider vouches for them, and an administrator here has locked them out. */
    DISABLED;

    /** The page's own address and no text, so that nobody can make it say something. */
    void show(HttpServletResponse response) throws IOException {
        response.sendRedirect("/?sign-in=" + name().toLowerCase(Locale.ROOT));
    }
}
