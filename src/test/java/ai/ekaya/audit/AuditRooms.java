package ai.ekaya.audit;

import ai.ekaya.keys.AuditKeys;
import ai.ekaya.keys.MasterKey;
import ai.ekaya.keys.Sealer;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.store.DatabaseUrl;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import ai.ekaya.store.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The audit on a real database, with a key that each server of a test shares. */
final class AuditRooms implements AutoCloseable {
    final Limits limits;
    final Store store;
    final AuditLog log;
    final AuditKeys keys;
    final Sealing sealing;
    final ChainCheck check;
    final Retention retention;
    final AuditExport export;
    final Refusals refusals;
    private final DatabaseUrl url;
    private Connection above;

    AuditRooms(DatabaseUrl url, Clock clock) {
        this(url, clock, Limits.defaults());
    }

    AuditRooms(DatabaseUrl url, Clock clock, Limits given) {
        // Pages and batches of a few, so that small chains have several.
        limits = given.with(Limit.AUDIT_PAGE_COUNT, 7).with(Limit.AUDIT_SEALED_TOGETHER_COUNT, 5);
        this.url = url;
        store = Store.open(url);
        log = new AuditLog(clock);
        Sealer sealer = new Sealer(MasterKey.of(Base64.getEncoder().encodeToString(new byte[32]), "test"));
        keys = new AuditKeys(store, sealer, new AuditLog(clock), clock);
        sealing = new Sealing(store, keys, limits, clock);
        check = new ChainCheck(store, keys, limits);
        retention = new Retention(store, keys, log, limits, clock);
        export = new AuditExport(store, sealing, keys, log, limits, clock);
        refusals = new Refusals(store, log, limits, clock);
        forgetKeyMade();
    }

    /** The key's making is an event of its own, which would stand before those of a test. */
    private void forgetKeyMade() {
        keys.keyId();
        String made = "SELECT count(*) FROM ekaya.audit_event WHERE type = 'AUDIT_KEY_MADE'";
        if (store.<Long>inTransaction(transaction ->
                        Sql.first(transaction, made, row -> row.getLong(1)).orElseThrow())
                == 0) {
            return;
        }
        superuser("WITH made AS (DELETE FROM ekaya.audit_event e USING ekaya.audit_unsealed u WHERE u.event_id = e.id"
                + " AND e.type = 'AUDIT_KEY_MADE' RETURNING e.id)"
                + " DELETE FROM ekaya.audit_unsealed WHERE event_id IN (SELECT id FROM made)");
    }

    static AuditRooms open() {
        return new AuditRooms(TestDatabase.fresh(), Clock.systemUTC());
    }

    void append(Chain chain, String subject) {
        chain.transact(store, transaction -> log.append(transaction, event(chain, subject)));
    }

    static AuditEvent event(Chain chain, String subject) {
        return new AuditEvent(
                        AuditEvent.Type.MEMBER_CHANGED,
                        new Actor("user", UUID.randomUUID().toString(), "ada"),
                        chain.project(),
                        subject,
                        Map.of("role", "admin"))
                .through("shop-watch", "run-1")
                .changing(Changes.NONE.and("role", Optional.of("viewer"), Optional.of("admin")));
    }

    Verification verify(Chain chain) {
        return check.verify(chain);
    }

    /** As one who may do everything. */
    int superuser(String sql) {
        try (Statement statement = above().createStatement()) {
            return statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    String one(String sql) {
        try (Statement statement = above().createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private Connection above() throws SQLException {
        if (above == null) {
            above = TestDatabase.superuser(url.database());
            // Thousands of small commits: what a test harms need not outlive a power cut.
            try (Statement statement = above.createStatement()) {
                statement.execute("SET synchronous_commit = off");
            }
        }
        return above;
    }

    DatabaseUrl url() {
        return url;
    }

    @Override
    public void close() {
        store.close();
        try {
            if (above != null) {
                above.close();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
