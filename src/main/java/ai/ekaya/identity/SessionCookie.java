package ai.ekaya.identity;

/** The cookie that holds a {@link SessionToken}. It has no lifetime of its own: the server ends sessions. */
final class SessionCookie {
    static final String NAME = "ekaya_session";

    private SessionCookie() {}

    /** @param secure whether the request came over https */
    static String set(SessionToken token, boolean secure) {
        return header(token.text(), "", secure);
    }

    static String cleared(boolean secure) {
        return header("", "; Max-Age=0", secure);
    }

    private static String header(String value, String age, boolean secure) {
        return NAME + "=" + value + "; Path=/; HttpOnly; SameSite=Lax" + age + (secure ? "; Secure" : "");
    }
}
