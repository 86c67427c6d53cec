package ai.ekaya.identity;

/** Placeholder, filled next. */
final class SsoLogin {
    static final String PATH = "/sso/login";

    private SsoLogin() {}
}
