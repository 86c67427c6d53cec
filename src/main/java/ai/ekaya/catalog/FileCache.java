package ai.ekaya.catalog;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;

/** Files of catalogs by what they are, in the database, so that one server fetches for all; the longest unused go. Thread-safe. */
@Singleton
final class FileCache {
    private final Store store;
    private final Limits limits;
    private final Clock clock;

    @Inject
    FileCache(Store store, Limits limits, Clock clock) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
    }

    /** SECURITY: compared again; who writes in the database makes no package. */
    Optional<byte[]> find(FileStamp stamp) {
        return store.inTransaction(transaction -> Sql.first(
                        transaction,
                        "UPDATE catalog_file SET used_at = ? WHERE sha256 = ? RETURNING bytes",
                        row -> row.getBytes(1),
                        clock.instant(),
                        stamp.sha256()))
                .filter(stamp::fits);
    }

    /** @param bytes those of the stamp */
    void put(FileStamp stamp, byte[] bytes) {
        store.transact(transaction -> {
            Sql.update(
                    transaction,
                    "INSERT INTO catalog_file (sha256, length, bytes, used_at) VALUES (?, ?, ?, ?)"
                            + " ON CONFLICT (sha256) DO UPDATE SET bytes = excluded.bytes, length = excluded.length,"
                            + " used_at = excluded.used_at",
                    stamp.sha256(),
                    stamp.length(),
                    bytes,
                    clock.instant());
            Sql.update(
                    transaction,
                    "DELETE FROM catalog_file WHERE sha256 IN (SELECT sha256 FROM (SELECT sha256,"
                            + " sum(length) OVER (ORDER BY used_at DESC, sha256) AS bytes FROM catalog_file) AS newest"
                            + " WHERE newest.bytes > ?)",
                    limits.of(Limit.CATALOG_CACHE_BYTES));
        });
    }
}
