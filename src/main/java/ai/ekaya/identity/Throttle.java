package ai.ekaya.identity;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * Slows down guessing of passwords, per user and address and per address. An attempt counts as failed before its password is
 * looked at, so that many at once gain nothing; a right password takes the count back. Thread-safe, over all servers.
 */
@Singleton
final class Throttle {
    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(1);

    private final Limits limits;
    private final Clock clock;

    @Inject
    Throttle(Limits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /** @throws Refusal {@code RATE_LIMITED} with the time to wait; the attempt is then not counted */
    void attempt(Transaction transaction, String user, String address) {
        forget(transaction);
        count(transaction, keyOfUser(user, address), limits.intOf(Limit.IDENTITY_SIGN_IN_FAILURES_COUNT));
        count(transaction, keyOfAddress(address), limits.intOf(Limit.IDENTITY_ADDRESS_FAILURES_COUNT));
    }

    void succeeded(Transaction transaction, String user, String address) {
        String sql = "DELETE FROM ekaya.sign_in_attempt WHERE key = ?";
        String one = """
                UPDATE ekaya.sign_in_attempt SET failures = failures - 1, blocked_until = '-infinity'
                WHERE key = ? AND failures > 0
                """;
        try (PreparedStatement delete = transaction.connection().prepareStatement(sql);
                PreparedStatement back = transaction.connection().prepareStatement(one)) {
            delete.setBytes(1, keyOfUser(user, address));
            delete.executeUpdate();
            back.setBytes(1, keyOfAddress(address));
            back.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("Could not take back a sign-in attempt", e);
        }
    }

    private void count(Transaction transaction, byte[] key, int failuresMax) {
        // The insert takes the row's lock, so that attempts on one key queue up here.
        String sql = """
                INSERT INTO ekaya.sign_in_attempt AS a (key, failures, blocked_until, last_at)
                VALUES (?, 1, '-infinity', ?)
                ON CONFLICT (key) DO UPDATE SET failures = a.failures + 1, last_at = excluded.last_at
                RETURNING failures, blocked_until
                """;
        Instant now = clock.instant();
        try (PreparedStatement upsert = transaction.connection().prepareStatement(sql)) {
            upsert.setBytes(1, key);
            upsert.setTimestamp(2, Timestamp.from(now));
            try (ResultSet rows = upsert.executeQuery()) {
                rows.next();
                int failures = rows.getInt(1);
                if (failures == 1) {
                    return;
                }
                Instant blockedUntil = rows.getTimestamp(2).toInstant();
                if (blockedUntil.isAfter(now)) {
                    throw tooMany(Duration.between(now, blockedUntil));
                }
                if (failures >= failuresMax) {
                    block(transaction, key, now.plus(backOff(failures - failuresMax)));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Could not count a sign-in attempt", e);
        }
    }

    private void block(Transaction transaction, byte[] key, Instant until) throws SQLException {
        try (PreparedStatement update = transaction
                .connection()
                .prepareStatement("UPDATE ekaya.sign_in_attempt SET blocked_until = ? WHERE key = ?")) {
            update.setTimestamp(1, Timestamp.from(until));
            update.setBytes(2, key);
            update.executeUpdate();
        }
    }

    private Duration backOff(int further) {
        long seconds = limits.of(Limit.IDENTITY_SIGN_IN_BACKOFF_SECONDS) << Math.min(further, 20);
        return Duration.ofSeconds(Math.min(seconds, limits.of(Limit.IDENTITY_SIGN_IN_BACKOFF_CEILING_SECONDS)));
    }

    private static Refusal tooMany(Duration wait) {
        return new Refusal(
                RefusalCode.RATE_LIMITED,
                "Too many failed sign-ins, try again in " + (wait.toSeconds() + 1) + " seconds",
                wait);
    }

    private void forget(Transaction transaction) {
        try (PreparedStatement delete =
                transaction.connection().prepareStatement("DELETE FROM ekaya.sign_in_attempt WHERE last_at < ?")) {
            delete.setTimestamp(1, Timestamp.from(clock.instant().minus(FORGOTTEN_AFTER)));
            delete.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("Could not forget old sign-in attempts", e);
        }
    }

    private static byte[] keyOfUser(String user, String address) {
        return Opaque.hash("sign-in", Names.canonical(user).toLowerCase(Locale.ROOT) + "\n" + Network.of(address));
    }

    private static byte[] keyOfAddress(String address) {
        return Opaque.hash("sign-in-address", Network.of(address));
    }
}
