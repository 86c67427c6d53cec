package ai.ekaya.identity;

import java.util.Locale;
import java.util.Optional;

/**
 * Whether people may come in with what this server itself gave them, a password or a personal token of a local user
 * ({@code EKAYA_LOCAL_ACCOUNTS}). What schedules do in the name of a local user goes on.
 */
record LocalAccounts(boolean on) {
    static final String KEY = "EKAYA_LOCAL_ACCOUNTS";

    /** @throws IllegalArgumentException for another word, or when nobody could sign in any more */
    static LocalAccounts read(Optional<String> text, boolean providerConfigured) {
        String word = text.map(value -> value.strip().toLowerCase(Locale.ROOT)).orElse("");
        if (!word.isEmpty() && !word.equals("on") && !word.equals("off")) {
            throw new IllegalArgumentException(KEY + " is '" + word + "', expected on or off");
        }
        if (word.equals("off") && !providerConfigured) {
            throw new IllegalArgumentException(
                    KEY + " is off and no identity provider is configured, so nobody could sign in; set OIDC_ISSUER,"
                            + " OIDC_CLIENT_ID and OIDC_CLIENT_SECRET first");
        }
        return new LocalAccounts(!word.equals("off"));
    }
}
