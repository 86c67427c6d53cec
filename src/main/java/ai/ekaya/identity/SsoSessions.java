package ai.ekaya.identity;

import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.keys.Sealed;
import ai.ekaya.keys.Sealer;
import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.oidc.Confirmation;
import ai.ekaya.oidc.IdentityProvider;
import ai.ekaya.oidc.SignedInUser;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sessions that the identity provider gave. It is asked again and again whether the sign-in still holds and which groups the person
 * is in today, so that who was disabled or lost a group there is noticed here within a minute. Thread-safe, over all servers.
 */
@Singleton
final class SsoSessions {
    private static final Logger LOG = LoggerFactory.getLogger(SsoSessions.class);

    private final Store store;
    private final Limits limits;
    private final Clock clock;
    private final Sealer sealer;
    private final IdentityProvider provider;
    private final Users users;
    private final Sessions sessions;
    private final AuditLog audit;
    private final Map<SessionToken, CompletableFuture<@Nullable Void>> asking = new ConcurrentHashMap<>();

    @Inject
    SsoSessions(
            Store store,
            Limits limits,
            Clock clock,
            Sealer sealer,
            IdentityProvider provider,
            Users users,
            Sessions sessions,
            AuditLog audit) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
        this.sealer = sealer;
        this.provider = provider;
        this.users = users;
        this.sessions = sessions;
        this.audit = audit;
    }

    /** What a server that asks has to know. */
    private record Asked(UUID id, Optional<Secret> refresh, Instant confirmedAt, String key, UserRow user) {}

    /** Makes the session one of the provider's. */
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
     * Asks the provider when it was not asked for a while, and ends the session if it says so, or has said nothing for
     * {@link Limit#IDENTITY_SSO_UNCONFIRMED_SECONDS}. One request asks. Others go on with what is known meanwhile, but wait for the
     * answer, if this server asks, once what is known is older than {@link Limit#IDENTITY_SSO_STALE_SECONDS}.
     */
    void confirm(SessionToken token) {
        CompletableFuture<@Nullable Void> answered = new CompletableFuture<>();
        CompletableFuture<@Nullable Void> other = asking.putIfAbsent(token, answered);
        if (other != null) {
            other.completeOnTimeout(null, limits.of(Limit.IDENTITY_PROVIDER_MILLIS), TimeUnit.MILLISECONDS)
                    .join();
            return;
        }
        try {
            ask(token);
        } finally {
            asking.remove(token);
            answered.complete(null);
        }
    }

    private void ask(SessionToken token) {
        Optional<Asked> claimed = store.inTransaction(transaction -> claim(transaction, token));
        if (claimed.isEmpty()) {
            return;
        }
        Asked asked = claimed.get();
        Confirmation answer = asked.refresh()
                .map(refresh -> provider.confirm(asked.key(), refresh))
                .orElseGet(() -> new Confirmation.Unknown("it gave no refresh token"));
        switch (answer) {
            case Confirmation.Holds holds -> store.transact(transaction -> keep(transaction, asked, holds));
            case Confirmation.Ended ended -> end(token, asked, "the identity provider ended it");
            case Confirmation.Unknown unknown -> {
                LOG.debug("The identity provider does not confirm a session: {}", unknown.reason());
                Duration unconfirmed = Duration.between(asked.confirmedAt(), clock.instant());
                if (unconfirmed.compareTo(limits.durationOf(Limit.IDENTITY_SSO_UNCONFIRMED_SECONDS)) > 0) {
                    LOG.warn("A session ends that the identity provider does not confirm: {}", unknown.reason());
                    end(token, asked, "the identity provider does not confirm it");
                }
            }
        }
    }

    /** Where the browser ends the provider's session as well; empty for a session with a password of ours. */
    Optional<URI> signOut(SessionToken token) {
        String sql = "SELECT id, sealed_id_token FROM ekaya.sso_session WHERE token_hash = ?";
        record Found(UUID id, Optional<String> sealed) {}
        Optional<Found> found = store.inTransaction(transaction -> {
            try (PreparedStatement query = transaction.connection().prepareStatement(sql)) {
                query.setBytes(1, token.hash());
                try (ResultSet rows = query.executeQuery()) {
                    return rows.next()
                            ? Optional.of(
                                    new Found(rows.getObject(1, UUID.class), Optional.ofNullable(rows.getString(2))))
                            : Optional.empty();
                }
            } catch (SQLException e) {
                throw new IllegalStateException("Could not look up a session of the identity provider", e);
            }
        });
        return found.flatMap(session -> provider.signOut(
                session.sealed().map(text -> sealer.open("sso-id:" + session.id(), new Sealed(text)))));
    }

    private Optional<Asked> claim(Transaction transaction, SessionToken token) {
        String sql = """
                UPDATE ekaya.sso_session SET asked_at = ? WHERE token_hash = ? AND asked_at <= ?
                RETURNING id, sealed_refresh, confirmed_at,
                    (SELECT user_id FROM ekaya.user_session u WHERE u.token_hash = sso_session.token_hash)
                """;
        Instant now = clock.instant();
        try (PreparedStatement update = transaction.connection().prepareStatement(sql)) {
            update.setTimestamp(1, Timestamp.from(now));
            update.setBytes(2, token.hash());
            update.setTimestamp(3, Timestamp.from(now.minus(limits.durationOf(Limit.IDENTITY_SSO_CONFIRM_SECONDS))));
            try (ResultSet rows = update.executeQuery()) {
                if (!rows.next()) {
                    return Optional.empty();
                }
                UUID id = rows.getObject(1, UUID.class);
                Optional<Secret> refresh = Optional.ofNullable(rows.getString(2))
                        .map(text -> sealer.open("sso-refresh:" + id, new Sealed(text)));
                Instant confirmedAt = rows.getTimestamp(3).toInstant();
                UserRow user = transaction.entities().find(UserRow.class, rows.getObject(4, UUID.class));
                return Optional.of(new Asked(id, refresh, confirmedAt, String.valueOf(user.subject), user));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Could not look up a session of the identity provider", e);
        }
    }

    private void keep(Transaction transaction, Asked asked, Confirmation.Holds holds) {
        users.seen(transaction, holds.user());
        String sql = """
                UPDATE ekaya.sso_session
                SET confirmed_at = ?, sealed_refresh = coalesce(?, sealed_refresh), sealed_id_token = coalesce(?, sealed_id_token)
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

    private void end(SessionToken token, Asked asked, String why) {
        store.transact(transaction -> {
            sessions.end(transaction, token);
            audit.append(
                    transaction,
                    new AuditEvent(
                            AuditEvent.Type.SIGNED_OUT,
                            asked.user().actor(),
                            Optional.empty(),
                            "user:" + asked.user().id,
                            Map.of("why", why)));
        });
    }

    private @Nullable String sealed(String context, Optional<Secret> secret) {
        return secret.map(value -> sealer.seal(context, value).text()).orElse(null);
    }
}
