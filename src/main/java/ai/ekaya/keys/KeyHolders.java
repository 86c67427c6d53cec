package ai.ekaya.keys;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Transaction;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The servers that run on this database, each with the keys it holds; this one tells of itself. By the database's clock. */
public final class KeyHolders {
    private final UUID self;
    private final String host;
    private final Duration forgottenAfter;

    /** @param self new at each start: servers may share a folder, and so all that is kept in it */
    KeyHolders(UUID self, String host, Limits limits) {
        this.self = self;
        this.host = host;
        this.forgottenAfter = limits.durationOf(Limit.KEYS_SERVER_SECONDS);
    }

    /** For the server in this JVM. */
    public static KeyHolders here(Limits limits) {
        return new KeyHolders(UUID.randomUUID(), hostName(), limits);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "a host without a name";
        }
    }

    void announce(Transaction transaction, Set<String> keyIds) {
        String sql = """
                WITH forgotten AS (DELETE FROM ekaya.key_holder WHERE seen_at < now() - ?::interval AND id <> ?)
                INSERT INTO ekaya.key_holder (id, host, key_ids, seen_at) VALUES (?, ?, ?, now())
                ON CONFLICT (id) DO UPDATE SET key_ids = excluded.key_ids, seen_at = excluded.seen_at
                """;
        Sql.update(transaction, sql, forgottenAfter.toString(), self, self, host, String.join(" ", keyIds));
    }

    /** An orderly end; others are forgotten after a while. */
    void leave(Transaction transaction) {
        Sql.update(transaction, "DELETE FROM ekaya.key_holder WHERE id = ?", self);
    }

    List<KeyHolder> living(Transaction transaction) {
        String sql = """
                SELECT host, seen_at, key_ids FROM ekaya.key_holder WHERE seen_at >= now() - ?::interval ORDER BY host, id
                """;
        return Sql.list(
                transaction,
                sql,
                row -> new KeyHolder(
                        row.getString(1),
                        row.getTimestamp(2).toInstant(),
                        List.of(row.getString(3).split(" "))),
                forgottenAfter.toString());
    }
}
