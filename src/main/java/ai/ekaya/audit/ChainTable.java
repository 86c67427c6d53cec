package ai.ekaya.audit;

import ai.ekaya.store.Sql;
import ai.ekaya.store.Transaction;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The chains themselves: the sealer's queue and the seals. */
final class ChainTable {
    private static final String LOCK_SPACE = "ekaya audit chain";

    private ChainTable() {}

    /** An event and its place, where it has one. */
    record Sealed(long sequence, ChainHash hash, Optional<EventRow> event) {}

    /** Chains with events that are not sealed; sees ids alone, so no project need be entered. */
    static List<Chain> unsealed(Transaction transaction, int countMax) {
        return Sql.list(
                transaction,
                "SELECT DISTINCT chain_id FROM ekaya.audit_unsealed LIMIT ?",
                row -> Chain.withId(row.getObject(1, UUID.class)),
                countMax);
    }

    /** Whether this transaction may now work on the chain; another server's may not until it has ended. */
    static boolean lock(Transaction transaction, Chain chain) {
        return Sql.first(
                        transaction,
                        "SELECT pg_try_advisory_xact_lock(hashtext(?), hashtext(?))",
                        row -> row.getBoolean(1),
                        LOCK_SPACE,
                        chain.name())
                .orElse(false);
    }

    static List<EventRow> toSeal(Transaction transaction, Chain chain, int countMax) {
        return Sql.list(
                transaction,
                "SELECT " + EventRow.COLUMNS
                        + " FROM ekaya.audit_unsealed u JOIN ekaya.audit_event e ON e.id = u.event_id"
                        + " WHERE u.chain_id = ? AND e." + chain.rows() + " ORDER BY u.event_id LIMIT ?",
                EventRow::read,
                chain.id(),
                chain.project(),
                countMax);
    }

    /** The events' places, and out of the queue with them. */
    static void seal(Transaction transaction, Chain chain, List<Sealed> sealed) {
        String insert = """
                INSERT INTO ekaya.audit_seal (project_id, sequence, event_id, hash)
                SELECT ?::uuid, * FROM unnest(?::bigint[], ?::bigint[], ?::bytea[])
                """;
        String delete = "DELETE FROM ekaya.audit_unsealed WHERE event_id = ANY (?)";
        Connection connection = transaction.connection();
        try (PreparedStatement inserting = connection.prepareStatement(insert);
                PreparedStatement deleting = connection.prepareStatement(delete)) {
            Array sequences = connection.createArrayOf(
                    "bigint", sealed.stream().map(Sealed::sequence).toArray());
            Array events = connection.createArrayOf(
                    "bigint",
                    sealed.stream().map(one -> one.event().orElseThrow().id()).toArray());
            Array hashes = connection.createArrayOf(
                    "bytea", sealed.stream().map(one -> one.hash().value()).toArray(byte[][]::new));
            inserting.setObject(1, chain.project().orElse(null));
            inserting.setArray(2, sequences);
            inserting.setArray(3, events);
            inserting.setArray(4, hashes);
            inserting.executeUpdate();
            deleting.setArray(1, events);
            deleting.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("Could not seal the audit of " + chain, e);
        }
    }

    /** In the order of the chain; a seal whose event is gone has none. */
    static List<Sealed> page(Transaction transaction, Chain chain, long after, long last, int countMax) {
        return Sql.list(
                transaction,
                "SELECT " + EventRow.COLUMNS + ", s.sequence, s.hash FROM ekaya.audit_seal s"
                        + " LEFT JOIN ekaya.audit_event e ON e.id = s.event_id WHERE s." + chain.rows()
                        + " AND s.sequence > ? AND s.sequence <= ? ORDER BY s.sequence LIMIT ?",
                ChainTable::sealed,
                chain.project(),
                after,
                last,
                countMax);
    }

    private static Sealed sealed(ResultSet row) throws SQLException {
        boolean gone = row.getObject("id") == null;
        return new Sealed(
                row.getLong("sequence"),
                new ChainHash(row.getBytes("hash")),
                gone ? Optional.empty() : Optional.of(EventRow.read(row)));
    }

    static Optional<ChainHash> hash(Transaction transaction, Chain chain, long sequence) {
        return Sql.first(
                transaction,
                "SELECT hash FROM ekaya.audit_seal WHERE " + chain.rows() + " AND sequence = ?",
                row -> new ChainHash(row.getBytes("hash")),
                chain.project(),
                sequence);
    }

    /**
     * A seal that stands where none can: up to the chain's anchor or behind its head. One statement, so that it sees one moment while
     * the sealer goes on.
     */
    static Optional<Long> outside(Transaction transaction, Chain chain) {
        return Sql.first(
                transaction,
                "SELECT sequence FROM ekaya.audit_seal WHERE " + chain.rows()
                        + " AND (sequence <= (SELECT coalesce(max(sequence), 0) FROM ekaya.audit_anchor WHERE "
                        + chain.rows()
                        + ") OR sequence > (SELECT coalesce(max(sequence), 0) FROM ekaya.audit_head WHERE "
                        + chain.rows()
                        + ")) ORDER BY sequence LIMIT 1",
                row -> row.getLong(1),
                chain.project(),
                chain.project(),
                chain.project());
    }

    static boolean hasSeals(Transaction transaction, Chain chain) {
        return Sql.first(
                        transaction,
                        "SELECT 1 FROM ekaya.audit_seal WHERE " + chain.rows() + " LIMIT 1",
                        row -> true,
                        chain.project())
                .isPresent();
    }

    /** An event that is neither sealed nor waiting to be. */
    static Optional<Long> stray(Transaction transaction, Chain chain) {
        return Sql.first(
                transaction,
                "SELECT min(e.id) FROM ekaya.audit_event e WHERE e." + chain.rows() + """
                         AND NOT EXISTS (SELECT 1 FROM ekaya.audit_seal s WHERE s.event_id = e.id)
                        AND NOT EXISTS (SELECT 1 FROM ekaya.audit_unsealed u WHERE u.event_id = e.id)
                        HAVING min(e.id) IS NOT NULL
                        """,
                row -> row.getLong(1),
                chain.project());
    }

    /** An event that waited to be sealed and is gone. */
    static Optional<Long> vanished(Transaction transaction, Chain chain) {
        return Sql.first(
                transaction,
                "SELECT u.event_id FROM ekaya.audit_unsealed u WHERE u.chain_id = ? AND NOT EXISTS (SELECT 1"
                        + " FROM ekaya.audit_event e WHERE e.id = u.event_id AND e." + chain.rows() + ") LIMIT 1",
                row -> row.getLong(1),
                chain.id(),
                chain.project());
    }

    static long waiting(Transaction transaction, Chain chain) {
        return Sql.first(
                        transaction,
                        "SELECT count(*) FROM ekaya.audit_unsealed WHERE chain_id = ?",
                        row -> row.getLong(1),
                        chain.id())
                .orElse(0L);
    }
}
