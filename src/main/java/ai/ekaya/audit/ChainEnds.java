package ai.ekaya.audit;

import ai.ekaya.store.Sql;
import ai.ekaya.store.Transaction;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Where chains begin and end: the tables of signed anchors and heads. */
final class ChainEnds {
    private ChainEnds() {}

    /** Each chain that has ever been sealed; spans projects. */
    static List<Chain> begun(Transaction transaction) {
        return Sql.list(
                transaction,
                "SELECT project_id FROM ekaya.audit_head",
                row -> new Chain(Optional.ofNullable(row.getObject(1, UUID.class))));
    }

    static Optional<SignedPlace> head(Transaction transaction, Chain chain) {
        return places(transaction, chain, SignedPlace.Kind.HEAD, "ekaya.audit_head").stream()
                .findFirst();
    }

    /** Where the retention has cut the chain, the last first. */
    static List<SignedPlace> anchors(Transaction transaction, Chain chain) {
        return places(transaction, chain, SignedPlace.Kind.ANCHOR, "ekaya.audit_anchor");
    }

    private static List<SignedPlace> places(Transaction transaction, Chain chain, SignedPlace.Kind kind, String table) {
        return Sql.list(
                transaction,
                "SELECT sequence, hash, at, key_id, signature FROM " + table + " WHERE " + chain.rows()
                        + " ORDER BY sequence DESC",
                row -> new SignedPlace(
                        kind,
                        chain.name(),
                        row.getLong("sequence"),
                        new ChainHash(row.getBytes("hash")),
                        row.getTimestamp("at").toInstant(),
                        row.getString("key_id"),
                        row.getBytes("signature")),
                chain.project());
    }

    static void putHead(Transaction transaction, Chain chain, SignedPlace head) {
        Sql.update(
                transaction,
                """
                INSERT INTO ekaya.audit_head (project_id, sequence, hash, at, key_id, signature)
                VALUES (?::uuid, ?, ?, ?, ?, ?)
                ON CONFLICT (project_id) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash, at = excluded.at,
                    key_id = excluded.key_id, signature = excluded.signature
                """,
                chain.project(),
                head.sequence(),
                head.hash().value(),
                head.at(),
                head.keyId(),
                head.signature());
    }

    static void addAnchor(Transaction transaction, Chain chain, SignedPlace anchor) {
        Sql.update(
                transaction,
                """
                INSERT INTO ekaya.audit_anchor (project_id, sequence, hash, at, key_id, signature)
                VALUES (?::uuid, ?, ?, ?, ?, ?)
                """,
                chain.project(),
                anchor.sequence(),
                anchor.hash().value(),
                anchor.at(),
                anchor.keyId(),
                anchor.signature());
    }
}
