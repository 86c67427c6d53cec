package ai.ekaya.marketplace;

import ai.ekaya.egress.OutboundUrl;
import ai.ekaya.keys.Secret;
import ai.ekaya.keys.WebhookSecret;
import ai.ekaya.limits.Refusal;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What an operator says about the marketplace, read once at start.
 *
 * @param site empty for none: nothing of this room does anything then
 */
record MarketplaceSettings(Optional<Site> site) {
    private static final String URL = "EKAYA_MARKETPLACE_URL";
    private static final String ACCOUNT = "EKAYA_MARKETPLACE_ACCOUNT";
    private static final String KEY = "EKAYA_MARKETPLACE_KEY";
    private static final String RETURN = "EKAYA_MARKETPLACE_RETURN_URL";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    /**
     * @param base the folder that {@code v1/} is in
     * @param account whose requests these are
     * @param home origin of this server, as browsers reach it
     */
    record Site(OutboundUrl base, String account, WebhookSecret key, String home) {}

    /** @throws IllegalArgumentException naming the key, for a value of another form and for one that is missing */
    static MarketplaceSettings read(Function<String, Optional<String>> lookup) {
        Function<String, Optional<String>> set =
                key -> lookup.apply(key).map(String::strip).filter(value -> !value.isEmpty());
        return new MarketplaceSettings(set.apply(URL)
                .map(base -> new Site(
                        url(URL, base),
                        need(set, ACCOUNT, "the name that the marketplace gave you")
                                .filter(name -> NAME.matcher(name).matches())
                                .orElseThrow(() -> wrong(ACCOUNT, "up to 63 letters, digits, dots and dashes")),
                        need(set, KEY, "the key that the marketplace gave you")
                                .flatMap(text -> WebhookSecret.read(new Secret(text)))
                                .orElseThrow(() -> wrong(KEY, "whsec_ and 24 to 64 bytes in Base64")),
                        need(set, RETURN, "this server's address for browsers, as https://apps.example.com")
                                .map(text -> url(RETURN, text).origin())
                                .orElseThrow())));
    }

    private static Optional<String> need(Function<String, Optional<String>> set, String key, String what) {
        Optional<String> found = set.apply(key);
        if (found.isEmpty()) {
            throw new IllegalArgumentException(
                    "Config " + key + " is missing, expected it with " + URL + ": " + what + " (docs/marketplace.md)");
        }
        return found;
    }

    // Not what came: the key is among it.
    private static IllegalArgumentException wrong(String key, String expected) {
        return new IllegalArgumentException("Config " + key + " has another form, expected " + expected);
    }

    private static OutboundUrl url(String key, String text) {
        try {
            return OutboundUrl.parse(text);
        } catch (Refusal refusal) {
            throw new IllegalArgumentException("Config " + key + " is no address: " + refusal.reason(), refusal);
        }
    }
}
