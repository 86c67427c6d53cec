package ai.ekaya.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;

/** The headers that every answer carries, whatever it is. */
final class Headers {
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'%s; img-src 'self';"
            + " font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none';"
            + " form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types default";

    private Headers() {}

    static void set(HttpServletRequest request, HttpServletResponse response) {
        if (request.isSecure() && isPublic(request.getServerName())) {
            response.setHeader("Strict-Transport-Security", "max-age=31536000");
        }
        response.setHeader("Content-Security-Policy", POLICY.formatted(""));
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Referrer-Policy", "same-origin");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()");
        response.setHeader("X-Permitted-Cross-Domain-Policies", "none");
    }

    /**
     * Strict-Transport-Security holds for a whole host on every port, so on localhost it would cut off whatever else is developed
     * there; for addresses browsers ignore it.
     */
    private static boolean isPublic(String host) {
        boolean address = host.contains(":") || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
        return !address
                && !host.equalsIgnoreCase("localhost")
                && !host.toLowerCase(Locale.ROOT).endsWith(".localhost");
    }

    /** For the page: its own style elements carry this nonce. */
    static void allow(HttpServletResponse response, String nonce) {
        response.setHeader("Content-Security-Policy", POLICY.formatted(" 'nonce-" + nonce + "'"));
    }

    /** Names of built assets hold their hash; all else may change or is private. */
    static void cache(HttpServletResponse response, String path) {
        response.setHeader(
                "Cache-Control", path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-store");
    }
}
