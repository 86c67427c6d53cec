package ai.ekaya.catalog;

import ai.ekaya.audit.Actor;
import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.pack.PackageHash;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Tables {@code catalog_source} and {@code revoked_package}, shared by all servers. Thread-safe. */
@Singleton
final class SourceRows {
    private static final int SHOWN_MAX = 20;

    private final Store store;
    private final AuditLog audit;

    @Inject
    SourceRows(Store store, AuditLog audit) {
        this.store = store;
        this.audit = audit;
    }

    /** @param root that of the operator; what was kept under another one is not found */
    SourceRow find(String name, byte[] root) {
        return store.inTransaction(transaction -> Sql.first(
                        transaction,
                        "SELECT * FROM catalog_source WHERE name = ? AND anchor = ?",
                        row -> read(row, root),
                        name,
                        Digests.sha256(root))
                .orElseGet(() -> SourceRow.begin(root)));
    }

    private static SourceRow read(ResultSet row, byte[] anchor) throws SQLException {
        byte[] targets = row.getBytes("good_targets");
        byte[] index = row.getBytes("index_file");
        return new SourceRow(
                new TrustedMetadata(
                        roots(anchor, row.getString("roots")),
                        Optional.ofNullable(row.getBytes("seen_timestamp")),
                        Optional.ofNullable(row.getBytes("seen_snapshot")),
                        targets == null
                                ? Optional.empty()
                                : Optional.of(new TrustedMetadata.Good(
                                        row.getBytes("good_timestamp"), row.getBytes("good_snapshot"), targets))),
                index == null
                        ? Optional.empty()
                        : Optional.of(new SourceRow.Listed(index, row.getBytes("revoked_file"))),
                row.getLong("version"),
                Optional.ofNullable(row.getTimestamp("checked_at")).map(Timestamp::toInstant),
                Optional.ofNullable(row.getTimestamp("good_at")).map(Timestamp::toInstant),
                Optional.ofNullable(row.getString("failure")));
    }

    private static List<byte[]> roots(byte[] anchor, String newer) {
        List<byte[]> roots = new ArrayList<>(List.of(anchor));
        newer.lines().forEach(line -> roots.add(bytes(line)));
        return roots;
    }

    /** What nobody of us wrote is no root, as an empty one is none. */
    private static byte[] bytes(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static String newer(List<byte[]> roots) {
        return roots.stream().skip(1).map(Base64.getEncoder()::encodeToString).collect(Collectors.joining("\n"));
    }

    /**
     * Writes what a look gave, unless another server wrote meanwhile.
     *
     * @param contents what the catalog says now; empty leaves the revocations that are known
     * @return whether it was written
     */
    boolean write(String name, byte[] root, SourceRow row, Optional<SignedContents> contents) {
        return store.inTransaction(transaction -> {
            boolean written = write(transaction, name, root, row);
            if (written) {
                if (row.version() == 0) {
                    // Under another root of the operator's it is another catalog.
                    Sql.update(transaction, "DELETE FROM revoked_package WHERE catalog = ?", name);
                }
                contents.ifPresent(said -> revoke(transaction, name, said));
            }
            return written;
        });
    }

    private static boolean write(Transaction transaction, String name, byte[] root, SourceRow row) {
        TrustedMetadata trusted = row.trusted();
        // Under another root of the operator's a row begins anew, whatever its version.
        return Sql.update(
                        transaction,
                        """
                        INSERT INTO catalog_source AS known (name, anchor, roots, seen_timestamp, seen_snapshot, good_timestamp,
                            good_snapshot, good_targets, index_file, revoked_file, version, checked_at, good_at, failure)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT (name) DO UPDATE SET anchor = excluded.anchor, roots = excluded.roots,
                            seen_timestamp = excluded.seen_timestamp, seen_snapshot = excluded.seen_snapshot,
                            good_timestamp = excluded.good_timestamp, good_snapshot = excluded.good_snapshot,
                            good_targets = excluded.good_targets, index_file = excluded.index_file,
                            revoked_file = excluded.revoked_file, version = excluded.version,
                            checked_at = excluded.checked_at, good_at = excluded.good_at, failure = excluded.failure
                        WHERE known.version = excluded.version - 1 OR known.anchor <> excluded.anchor
                        """,
                        name,
                        Digests.sha256(root),
                        newer(trusted.roots()),
                        trusted.timestamp(),
                        trusted.snapshot(),
                        trusted.good().map(TrustedMetadata.Good::timestamp),
                        trusted.good().map(TrustedMetadata.Good::snapshot),
                        trusted.good().map(TrustedMetadata.Good::targets),
                        row.listed().map(SourceRow.Listed::index),
                        row.listed().map(SourceRow.Listed::revoked),
                        row.version() + 1,
                        row.checkedAt().orElseThrow(),
                        row.goodAt().map(Timestamp::from),
                        row.failure())
                == 1;
    }

    /**
     * A package that was revoked comes back only when the catalog lists it and does not revoke it: one that was taken off the list, as an
     * app whose publisher's key was stolen, stays stopped where it is installed.
     */
    private void revoke(Transaction transaction, String name, SignedContents said) {
        Map<PackageHash, Revocation> all = said.revoked().all(said.index());
        Set<String> known = Set.copyOf(Sql.list(
                transaction,
                "SELECT package_hash FROM revoked_package WHERE catalog = ?",
                row -> row.getString(1),
                name));
        Sql.batch(
                transaction,
                "DELETE FROM revoked_package WHERE catalog = ? AND package_hash = ?",
                List.copyOf(said.index().packages()),
                hash -> new Object[] {name, hash.toString()});
        List<Map.Entry<PackageHash, Revocation>> entries = new ArrayList<>(all.entrySet());
        Sql.batch(
                transaction,
                "INSERT INTO revoked_package (package_hash, catalog, reason, since) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (package_hash, catalog) DO UPDATE SET reason = excluded.reason, since = excluded.since",
                entries,
                one -> new Object[] {
                    one.getKey().toString(),
                    name,
                    one.getValue().reason(),
                    one.getValue().since()
                });
        List<String> fresh = all.keySet().stream()
                .map(PackageHash::toString)
                .filter(hash -> !known.contains(hash))
                .sorted()
                .toList();
        if (!fresh.isEmpty()) {
            audit.append(
                    transaction,
                    new AuditEvent(
                            AuditEvent.Type.PACKAGE_REVOKED,
                            Actor.SYSTEM,
                            Optional.empty(),
                            "catalog:" + name,
                            Map.of(
                                    "count",
                                    String.valueOf(fresh.size()),
                                    "packages",
                                    String.join(", ", fresh.subList(0, Math.min(SHOWN_MAX, fresh.size()))))));
        }
    }

    static Optional<Revocation> revocation(Transaction transaction, PackageHash hash) {
        return Sql.first(
                transaction,
                "SELECT reason, since FROM revoked_package WHERE package_hash = ? ORDER BY since LIMIT 1",
                row -> new Revocation(row.getString(1), instant(row, 2)),
                hash.toString());
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }
}
