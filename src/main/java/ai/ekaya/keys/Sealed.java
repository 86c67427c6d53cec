package ai.ekaya.keys;

/**
 * A secret as it is stored: {@code v2:<master key id>:<wrapped data key>:<nonce and ciphertext>}, the last two in base64; in databases
 * from before, {@code v1:<master key id>:<nonce and ciphertext>}.
 */
public record Sealed(String text) {}
