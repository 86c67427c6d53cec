package ai.ekaya.catalog;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One role's metadata as a file brings it, and who is said to have signed them. Nothing of it holds before {@link SignedRole#require}.
 *
 * @param signed what is signed
 * @param message its canonical form, which signatures are over
 * @param signatures by the name of the key
 */
record SignedFile(
        RoleName role, long version, Instant expires, Place signed, byte[] message, Map<String, byte[]> signatures) {
    /** The largest whole number that all readers of JSON keep exact. */
    static final long VERSION_MAX = (1L << 53) - 1;

    private static final Pattern SPECIFICATION = Pattern.compile("1\\.[0-9]{1,4}(\\.[0-9]{1,4})?");

    /** @throws Refusal {@code UPSTREAM} for what has not this form or is another role's */
    static SignedFile read(RoleName role, byte[] bytes, Limits limits) {
        Place file = Place.of(role.text() + ".json", bytes).only("signed", "signatures");
        Place signed = file.in("signed");
        signed.in("_type").text(Pattern.compile(role.text()), "'" + role.text() + "'");
        signed.in("spec_version").text(SPECIFICATION, "a version 1 of the specification");
        return new SignedFile(
                role,
                signed.in("version").whole(1, VERSION_MAX),
                signed.in("expires").instant(),
                signed,
                message(signed),
                signatures(file.in("signatures"), limits));
    }

    private static byte[] message(Place signed) {
        try {
            return CanonicalJson.of(signed.value());
        } catch (IllegalArgumentException e) {
            throw Place.refusal(signed.where() + " has no canonical form: " + e.getMessage());
        }
    }

    private static Map<String, byte[]> signatures(Place list, Limits limits) {
        Map<String, byte[]> signatures = new LinkedHashMap<>();
        for (Place item : list.items(limits.of(Limit.CATALOG_SIGNATURES_COUNT))) {
            String key = item.in("keyid").text(SignerKey.ID, "64 lower-case hex digits");
            byte[] signature =
                    HexFormat.of().parseHex(item.in("sig").text(SignerKey.SIGNATURE, "128 lower-case hex digits"));
            if (signatures.put(key, signature) != null) {
                throw Place.refusal(item.where() + " is a second signature by key " + key + ", expected one");
            }
        }
        return signatures;
    }

    /** @throws Refusal {@code UPSTREAM} when its time is over */
    void requireFresh(Instant now) {
        if (!expires.isAfter(now)) {
            throw Place.refusal("The catalog's " + role.text() + " metadata expired at " + expires
                    + ", expected some that hold; its maker signs them anew");
        }
    }
}
