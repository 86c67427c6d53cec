package ai.ekaya.identity;

import ai.ekaya.keys.Sealed;
import ai.ekaya.keys.Sealer;
import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.oidc.Confirmation;
import ai.ekaya.oidc.SignedInUser;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is kept of the identity provider's sessions, and which server asks about one. Thread-safe. */
@Singleton
final class SsoSessionRows {
    private final Limits limits;
    private final Clock clock;
    private final Sealer sealer;

    @Inject
    SsoSessionRows(Limits limits, Clock clock, Sealer sealer) {
        this.limits = limits;
        this.clock = clock;
        this.sealer = sealer;
    }

    /**
     * What a server that asks has to know.
     *
     * @param confirmedAt as it was when the server began to ask
     * @param key of the person at the provider
     */
    record Asked(UUID id, Optional<Secret> refresh, Instant confirmedAt, String key, UserRow user) {}

    void open(Transaction transaction, SessionToken token, SignedInUser signedIn) {
        UUID id = UUID.randomUUID();
        String sql = """
                INSERT INTO ekaya.sso_session (id, token_hash, sealed_refresh, sealed_id_token, confirmed_at, asked_at)
                VALUES (?, ?, ?, ?, ?, ?)
                """;
        Timestamp now = Timestamp.from(clock.instant());
        try (PreparedStatement insert = transaction.connection().prepareStatement(sql)) {
            insert.setObject(1, id);
            insert.setBytes(2, token.hash());
            insert.setString(3, sealed("sso-refresh:" + id, signedIn.refresh()));
            insert.setString(4, sealed("sso-id:" + id, signedIn.idToken()));
            insert.setTimestamp(5, now);
            insert.setTimestamp(6, now);
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("Could not open a session of the identity provider", e);
        }
    }

    /**
     * Takes it upon this server to ask, for {@link Limit#IDENTITY_SSO_ASKING_SECONDS}. Empty when it was asked a moment ago, or another
     * server is asking: a refresh token that two use at once ends the sign-in at providers that rotate them.
     */
    Optional<Asked> claim(Transaction transaction, SessionToken token) {
        String sql = """
                UPDATE ekaya.sso_session SET asked_at = ?, asking_until = ?
                WHERE token_hash = ? AND asked_at <= ? AND (asking_until IS NULL OR asking_until <= ?)
                RETURNING id, sealed_refresh, confirmed_at,
                    (SELECT user_id FROM ekaya.user_session u WHERE u.token_hash = sso_session.token_hash)
                """;
        Instant now = clock.instant();
        try (PreparedStatement update = transaction.connection().prepareStatement(sql)) {
            update.setTimestamp(1, Timestamp.from(now));
            update.setTimestamp(2, Timestamp.from(now.plus(limits.durationOf(Limit.IDENTITY_SSO_ASKING_SECONDS))));
            update.setBytes(3, token.hash());
            update.setTimestamp(4, Timestamp.from(now.minus(limits.durationOf(Limit.IDENTITY_SSO_CONFIRM_SECONDS))));
            update.setTimestamp(5, Timestamp.from(now));
            try (ResultSet rows = update.executeQuery()) {
                if (!rows.next()) {
                    return Optional.empty();
                }
                UUID id = rows.getObject(1, UUID.class);
                Optional<Secret> refresh = opened("sso-refresh:" + id, rows.getString(2));
                Instant confirmedAt = rows.getTimestamp(3).toInstant();
                UserRow user = transaction.entities().find(UserRow.class, rows.getObject(4, UUID.class));
                return Optional.of(new Asked(id, refresh, confirmedAt, String.valueOf(user.subject), user));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Could not look up a session of the identity provider", e);
        }
    }

    /** Whether some server is asking about it now. */
    boolean asking(Transaction transaction, SessionToken token) {
        String sql = "SELECT 1 FROM ekaya.sso_session WHERE token_hash = ? AND asking_until > ?";
        try (PreparedStatement query = transaction.connection().prepareStatement(sql)) {
            query.setBytes(1, token.hash());
            query.setTimestamp(2, Timestamp.from(clock.instant()));
            try (ResultSet rows = query.executeQuery()) {
                return rows.next();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Could not look who asks the identity provider", e);
        }
    }

    void keep(Transaction transaction, Asked asked, Confirmation.Holds holds) {
        String sql = """
                UPDATE ekaya.sso_session
                SET confirmed_at = ?, sealed_refresh = coalesce(?, sealed_refresh), sealed_id_token = coalesce(?, sealed_id_token),
                    asking_until = NULL
                WHERE id = ?
                """;
        try (PreparedStatement update = transaction.connection().prepareStatement(sql)) {
            update.setTimestamp(1, Timestamp.from(clock.instant()));
            update.setString(2, sealed("sso-refresh:" + asked.id(), holds.refresh()));
            update.setString(3, sealed("sso-id:" + asked.id(), holds.idToken()));
            update.setObject(4, asked.id());
            update.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("Could not keep what the identity provider answered", e);
        }
    }

    /**
     * The provider confirmed nothing to this server, which asks no more.
     *
     * @return whether nobody else heard it confirm the session meanwhile; what this server was told is old then
     */
    boolean unconfirmed(Transaction transaction, Asked asked) {
        String sql = "UPDATE ekaya.sso_session SET asking_until = NULL WHERE id = ? AND confirmed_at = ?";
        try (PreparedStatement update = transaction.connection().prepareStatement(sql)) {
            update.setObject(1, asked.id());
            update.setTimestamp(2, Timestamp.from(asked.confirmedAt()));
            return update.executeUpdate() == 1;
        } catch (SQLException e) {
            throw new IllegalStateException("Could not note that the identity provider confirms nothing", e);
        }
    }

    /**
     * What the provider's session is ended with.
     *
     * @param idToken empty when the provider gave none
     */
    record SignOut(Optional<Secret> idToken) {}

    /** Empty for a session with a password of ours. */
    Optional<SignOut> signOut(Transaction transaction, SessionToken token) {
        String sql = "SELECT id, sealed_id_token FROM ekaya.sso_session WHERE token_hash = ?";
        try (PreparedStatement query = transaction.connection().prepareStatement(sql)) {
            query.setBytes(1, token.hash());
            try (ResultSet rows = query.executeQuery()) {
                return rows.next()
                        ? Optional.of(new SignOut(opened("sso-id:" + rows.getObject(1, UUID.class), rows.getString(2))))
                        : Optional.empty();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Could not look up a session of the identity provider", e);
        }
    }

    private @Nullable String sealed(String context, Optional<Secret> secret) {
        return secret.map(value -> sealer.seal(context, value).text()).orElse(null);
    }

    private Optional<Secret> opened(String context, @Nullable String sealed) {
        return Optional.ofNullable(sealed).map(text -> sealer.open(context, new Sealed(text)));
    }
}
