package ai.ekaya.keys;

/** A secret as it is stored: {@code v1:<key id>:<base64 of nonce and ciphertext>}. */
public record Sealed(String text) {}
