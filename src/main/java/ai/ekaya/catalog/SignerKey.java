package ai.ekaya.catalog;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * An Ed25519 key that signs metadata or packages. It is called by the SHA-256 of its canonical form, so that one key has one name.
 *
 * @param id 64 lower-case hex digits
 * @param raw the public key's 32 bytes
 */
public record SignerKey(String id, byte[] raw) {
    static final Pattern ID = Pattern.compile("[0-9a-f]{64}");
    static final Pattern SIGNATURE = Pattern.compile("[0-9a-f]{128}");
    private static final Pattern PUBLIC = Pattern.compile("[0-9a-f]{64}");
    private static final String TYPE = "ed25519";
    /** What X.509 writes before the 32 bytes. */
    private static final byte[] X509_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

    /** @param raw 32 bytes */
    public static SignerKey of(byte[] raw) {
        return new SignerKey(Digests.sha256(CanonicalJson.of(json(raw))), raw);
    }

    /** The public half of a pair that the JDK made. */
    public static SignerKey of(PublicKey key) {
        byte[] encoded = key.getEncoded();
        return of(Arrays.copyOfRange(encoded, X509_HEAD.length, encoded.length));
    }

    /** As it stands in {@code root.json}; its name is checked. */
    static SignerKey read(String id, Place key) {
        key.in("keytype").text(Pattern.compile(TYPE), "'ed25519'");
        key.in("scheme").text(Pattern.compile(TYPE), "'ed25519'");
        SignerKey read = of(hex(key.in("keyval").in("public")));
        byte[] canonical;
        try {
            canonical = CanonicalJson.of(key.value());
        } catch (IllegalArgumentException e) {
            throw key.wrong("a key that has a canonical form");
        }
        // Other makers may add members, which are part of the name.
        if (!Digests.sha256(canonical).equals(id)) {
            throw key.wrong("a key whose SHA-256 is its name " + id);
        }
        return new SignerKey(id, read.raw);
    }

    /** As it stands in {@code index.json}: the name, and the public key alone. */
    static SignerKey publisher(String id, Place key) {
        SignerKey read = of(hex(key));
        if (!read.id.equals(id)) {
            throw key.wrong("a public key whose name is " + id + ", this one's is " + read.id);
        }
        return read;
    }

    private static byte[] hex(Place key) {
        return HexFormat.of().parseHex(key.text(PUBLIC, "64 lower-case hex digits"));
    }

    private static ObjectNode json(byte[] raw) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("keytype", TYPE).put("scheme", TYPE);
        json.putObject("keyval").put("public", HexFormat.of().formatHex(raw));
        return json;
    }

    /** As in {@code root.json}. */
    public ObjectNode json() {
        return json(raw);
    }

    public String publicHex() {
        return HexFormat.of().formatHex(raw);
    }

    /** Whether this key signed the message. A key that is none on the curve signed nothing. */
    public boolean signed(byte[] message, byte[] signature) {
        byte[] encoded = Arrays.copyOf(X509_HEAD, X509_HEAD.length + raw.length);
        System.arraycopy(raw, 0, encoded, X509_HEAD.length, raw.length);
        try {
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
            check.update(message);
            return check.verify(signature);
        } catch (SignatureException
                | java.security.InvalidKeyException
                | java.security.spec.InvalidKeySpecException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM has no Ed25519", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SignerKey key && key.id.equals(id) && Arrays.equals(key.raw, raw);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return id;
    }
}
