package ai.ekaya.boot.local.catalog;

import ai.ekaya.catalog.SignerKey;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.HexFormat;

/** A key pair that signs. */
record Signing(SignerKey key, PrivateKey secret) {
    /** In lower-case hex. */
    String sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(secret);
            signature.update(message);
            return HexFormat.of().formatHex(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM has no Ed25519", e);
        }
    }

    @Override
    public String toString() {
        return key.id();
    }
}
