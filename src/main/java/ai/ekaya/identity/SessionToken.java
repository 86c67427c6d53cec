package ai.ekaya.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** What a browser holds in its cookie. The CSRF token is derived from it: scripts of our pages know it, other sites do not. */
record SessionToken(String text) {
    static SessionToken make() {
        return new SessionToken(Opaque.make());
    }

    byte[] hash() {
        return Opaque.hash("session", text);
    }

    String csrf() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Opaque.hash("csrf", text));
    }

    boolean hasCsrf(@Nullable String given) {
        return given != null
                && MessageDigest.isEqual(
                        csrf().getBytes(StandardCharsets.US_ASCII), given.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "SessionToken[***]";
    }
}
