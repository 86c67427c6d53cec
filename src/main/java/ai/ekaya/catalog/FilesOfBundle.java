package ai.ekaya.catalog;

import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The catalog that a platform admin uploaded, in the database, for all servers. Thread-safe. */
record FilesOfBundle(Store store) implements CatalogFiles {
    @Override
    public Optional<byte[]> read(String path, long bytesMax) {
        Optional<byte[]> found = store.inTransaction(transaction -> Sql.first(
                transaction, "SELECT bytes FROM catalog_bundle_file WHERE path = ?", row -> row.getBytes(1), path));
        if (found.filter(bytes -> bytes.length > bytesMax).isPresent()) {
            throw TooLong.refusal(path, bytesMax);
        }
        return found;
    }

    /** In one transaction with what the caller does. */
    static void replace(ai.ekaya.store.Transaction transaction, Map<String, byte[]> files) {
        Sql.update(transaction, "DELETE FROM catalog_bundle_file");
        Sql.batch(
                transaction,
                "INSERT INTO catalog_bundle_file (path, bytes) VALUES (?, ?)",
                List.copyOf(files.entrySet()),
                file -> new Object[] {file.getKey(), file.getValue()});
    }
}
