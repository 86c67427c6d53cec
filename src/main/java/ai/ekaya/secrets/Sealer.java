package ai.ekaya.secrets;

/** Seals secrets with the server's master key (AES-256-GCM). Thread-safe. */
public final class Sealer {

    /** @param context what it is for, as {@code datasource:<id>}; opening it for anything else fails */
    public Sealed seal(String context, Secret secret) {
        throw new UnsupportedOperationException();
    }

    /** @throws IllegalStateException when the key is another or the text was changed */
    public Secret open(String context, Sealed sealed) {
        throw new UnsupportedOperationException();
    }
}
