package ai.ekaya.audit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;

/**
 * A place of a chain that the server vouches for, so that a cut tail or head is seen. What is signed is the canonical JSON of
 * everything but the signature; {@code kind} keeps a head from passing as an anchor.
 */
record SignedPlace(Kind kind, String chain, long sequence, ChainHash hash, Instant at, String keyId, byte[] signature) {
    enum Kind {
        /** Where the chain ends. */
        HEAD,
        /** Up to where the retention has removed it. */
        ANCHOR,
        /** After which an export begins. */
        START
    }

    SignedPlace {
        signature = signature.clone();
    }

    @Override
    public byte[] signature() {
        return signature.clone();
    }

    static SignedPlace sign(Signer signer, Kind kind, Chain chain, long sequence, ChainHash hash, Instant at) {
        ObjectNode facts = facts(kind, chain.name(), sequence, hash, at, signer.keyId());
        Signer.Signature signed = signer.sign(Canonical.bytes(facts));
        return new SignedPlace(kind, chain.name(), sequence, hash, at, signed.keyId(), signed.bytes());
    }

    private static ObjectNode facts(Kind kind, String chain, long sequence, ChainHash hash, Instant at, String keyId) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("format", "ekaya-audit-1")
                .put("kind", kind.name())
                .put("chain", chain)
                .put("sequence", sequence)
                .put("hash", hash.toString())
                .put("at", at.toString())
                .put("key", keyId);
    }

    boolean isOf(Signer signer, Chain expected) {
        return chain.equals(expected.name())
                && signer.publicKey(keyId).map(this::isSignedWith).orElse(false);
    }

    /** @param publicKey X.509 in DER */
    boolean isSignedWith(byte[] publicKey) {
        try {
            PublicKey key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(publicKey));
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(key);
            check.update(Canonical.bytes(facts(kind, chain, sequence, hash, at, keyId)));
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            // A signature of the wrong length, or a key that is none: not signed.
            return false;
        }
    }

    ObjectNode json() {
        return facts(kind, chain, sequence, hash, at, keyId)
                .put("signature", Base64.getEncoder().encodeToString(signature));
    }
}
