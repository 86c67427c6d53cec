package ai.ekaya.identity;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Optional;

/** The cookie that holds a {@link SessionToken}. It has no lifetime of its own: the server ends sessions. */
final class SessionCookie {
    private static final String PLAIN = "ekaya_session";

    /**
     * SECURITY: browsers take a cookie of this name only over TLS and from this very host, so nobody on the network or on a
     * neighbouring host can plant one; WebIT guards that the plain one is then not read.
     */
    private static final String SECURE = "__Host-" + PLAIN;

    private SessionCookie() {}

    /** The one that a request outside of the API came with. */
    static Optional<SessionToken> of(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return cookies == null
                ? Optional.empty()
                : Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(name(request.isSecure())))
                        .map(cookie -> new SessionToken(cookie.getValue()))
                        .findFirst();
    }

    /** @param secure whether the request came over https */
    static String name(boolean secure) {
        return secure ? SECURE : PLAIN;
    }

    static String set(SessionToken token, boolean secure) {
        return header(token.text(), "", secure);
    }

    static String cleared(boolean secure) {
        return header("", "; Max-Age=0", secure);
    }

    private static String header(String value, String age, boolean secure) {
        return name(secure) + "=" + value + "; Path=/; HttpOnly; SameSite=Lax" + age + (secure ? "; Secure" : "");
    }
}
