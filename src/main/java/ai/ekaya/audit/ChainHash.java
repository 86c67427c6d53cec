package ai.ekaya.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** A link of a chain: SHA-256 over the link before it and an event's canonical bytes. Immutable. */
record ChainHash(byte[] value) {
    private static final int BYTES = 32;

    /** Before the first event. */
    static final ChainHash GENESIS = new ChainHash(new byte[BYTES]);

    ChainHash {
        value = value.clone();
    }

    @Override
    public byte[] value() {
        return value.clone();
    }

    /** @throws IllegalArgumentException for what is no hash in hexadecimal */
    static ChainHash parse(String hex) {
        return new ChainHash(HexFormat.of().parseHex(hex));
    }

    ChainHash then(JsonNode event) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(value);
            return new ChainHash(digest.digest(Canonical.bytes(event)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JVM has no SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChainHash hash && Arrays.equals(value, hash.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(value);
    }
}
