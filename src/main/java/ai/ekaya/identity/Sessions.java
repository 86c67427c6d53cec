package ai.ekaya.identity;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
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
import java.util.Optional;
import java.util.UUID;

/** Browser sessions: end after an idle time, after an absolute time, and at sign-out. Thread-safe. */
@Singleton
final class Sessions {
    /** A write per request would be a write per click. */
    private static final Duration TOUCHED_EVERY = Duration.ofMinutes(1);

    private final Limits limits;
    private final Clock clock;

    @Inject
    Sessions(Limits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
    }

    SessionToken open(Transaction transaction, UserId user) {
        SessionToken token = SessionToken.make();
        Timestamp now = Timestamp.from(clock.instant());
        trim(transaction, user);
        String sql = "INSERT INTO ekaya.user_session (token_hash, user_id, created_at, used_at) VALUES (?, ?, ?, ?)";
        try (PreparedStatement insert = transaction.connection().prepareStatement(sql)) {
            insert.setBytes(1, token.hash());
            insert.setObject(2, user.value());
            insert.setTimestamp(3, now);
            insert.setTimestamp(4, now);
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("Could not open a session", e);
        }
        return token;
    }

    /**
     * A session that counts.
     *
     * @param toConfirm whether the identity provider gave it and was not asked for a while, see {@link SsoSessions#confirm}
     */
    record Found(UserId user, boolean toConfirm, Instant usedAt) {}

    /** For a request: the session has been used. */
    Optional<Found> find(Transaction transaction, SessionToken token) {
        Optional<Found> found = look(transaction, token);
        found.ifPresent(session -> touch(transaction, token, session.usedAt()));
        return found;
    }

    /** Without using it. */
    Optional<Found> look(Transaction transaction, SessionToken token) {
        String sql = """
                SELECT s.user_id, s.used_at, coalesce(p.asked_at <= ? OR p.confirmed_at <= ?, false)
                FROM ekaya.user_session s LEFT JOIN ekaya.sso_session p ON p.token_hash = s.token_hash
                WHERE s.token_hash = ? AND s.created_at > ? AND s.used_at > ?
                """;
        try (PreparedStatement query = transaction.connection().prepareStatement(sql)) {
            query.setTimestamp(
                    1, Timestamp.from(clock.instant().minus(limits.durationOf(Limit.IDENTITY_SSO_CONFIRM_SECONDS))));
            query.setTimestamp(
                    2, Timestamp.from(clock.instant().minus(limits.durationOf(Limit.IDENTITY_SSO_STALE_SECONDS))));
            query.setBytes(3, token.hash());
            query.setTimestamp(4, earliestCreated());
            query.setTimestamp(5, earliestUsed());
            try (ResultSet rows = query.executeQuery()) {
                if (!rows.next()) {
                    return Optional.empty();
                }
                UserId user = new UserId(rows.getObject(1, UUID.class));
                return Optional.of(
                        new Found(user, rows.getBoolean(3), rows.getTimestamp(2).toInstant()));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Could not look up a session", e);
        }
    }

    /** @return whose it was; empty when there was none */
    Optional<UserId> end(Transaction transaction, SessionToken token) {
        String sql = "DELETE FROM ekaya.user_session WHERE token_hash = ? RETURNING user_id";
        try (PreparedStatement delete = transaction.connection().prepareStatement(sql)) {
            delete.setBytes(1, token.hash());
            try (ResultSet rows = delete.executeQuery()) {
                return rows.next() ? Optional.of(new UserId(rows.getObject(1, UUID.class))) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Could not end a session", e);
        }
    }

    /**
     * All of the user's sessions, but for one.
     *
     * @return how many
     */
    int endAll(Transaction transaction, UserId user, Optional<SessionToken> kept) {
        String sql = "DELETE FROM ekaya.user_session WHERE user_id = ? AND token_hash <> ?";
        try (PreparedStatement delete = transaction.connection().prepareStatement(sql)) {
            delete.setObject(1, user.value());
            delete.setBytes(2, kept.map(SessionToken::hash).orElseGet(() -> new byte[0]));
            return delete.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("Could not end a user's sessions", e);
        }
    }

    private void touch(Transaction transaction, SessionToken token, Instant usedAt) {
        Instant now = clock.instant();
        if (usedAt.plus(TOUCHED_EVERY).isAfter(now)) {
            return;
        }
        try (PreparedStatement update = transaction
                .connection()
                .prepareStatement("UPDATE ekaya.user_session SET used_at = ? WHERE token_hash = ?")) {
            update.setTimestamp(1, Timestamp.from(now));
            update.setBytes(2, token.hash());
            update.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("Could not note that a session was used", e);
        }
    }

    /** Removes ended sessions of anybody, and this user's oldest beyond the bound. */
    private void trim(Transaction transaction, UserId user) {
        String ended = "DELETE FROM ekaya.user_session WHERE created_at <= ? OR used_at <= ?";
        String beyond = """
                DELETE FROM ekaya.user_session WHERE token_hash IN
                    (SELECT token_hash FROM ekaya.user_session WHERE user_id = ? ORDER BY created_at DESC OFFSET ?)
                """;
        try (PreparedStatement delete = transaction.connection().prepareStatement(ended);
                PreparedStatement deleteBeyond = transaction.connection().prepareStatement(beyond)) {
            delete.setTimestamp(1, earliestCreated());
            delete.setTimestamp(2, earliestUsed());
            delete.executeUpdate();
            deleteBeyond.setObject(1, user.value());
            deleteBeyond.setInt(2, limits.intOf(Limit.IDENTITY_SESSIONS_PER_USER_COUNT) - 1);
            deleteBeyond.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("Could not remove ended sessions", e);
        }
    }

    private Timestamp earliestCreated() {
        return Timestamp.from(clock.instant().minus(limits.durationOf(Limit.IDENTITY_SESSION_SECONDS)));
    }

    private Timestamp earliestUsed() {
        return Timestamp.from(clock.instant().minus(limits.durationOf(Limit.IDENTITY_SESSION_IDLE_SECONDS)));
    }
}
