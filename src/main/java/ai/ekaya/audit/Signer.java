package ai.ekaya.audit;

import java.util.Optional;

/** Who signs the ends of chains: a port, implemented in {@code secrets}, which has the key. */
public interface Signer {
    /** A signature and which key made it. */
    record Signature(String keyId, byte[] bytes) {}

    Signature sign(byte[] text);

    /** The public half of one of this server's keys, X.509 in DER; empty for another's. */
    Optional<byte[]> publicKey(String keyId);

    /** The key that signs now. */
    String keyId();
}
