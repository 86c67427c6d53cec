package ai.ekaya.catalog;

import ai.ekaya.pack.PackageHash;
import ai.ekaya.store.Transaction;
import java.util.Optional;

/** Which packages a catalog stops, wherever they came from. On every server as soon as one of them has read it. */
public final class Revoked {
    private Revoked() {}

    /**
     * One look-up by primary key, for the transaction in which a run begins.
     *
     * @return why it must not run, by the catalog that said so first
     */
    public static Optional<Revocation> of(Transaction transaction, PackageHash hash) {
        return SourceRows.revocation(transaction, hash);
    }
}
