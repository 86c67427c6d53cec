package ai.ekaya.identity;

import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
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
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
    private static final int LOOK_EVERY_MILLIS = 50;

    private final Store store;
    private final Limits limits;
    private final Clock clock;
    private final SsoSessionRows rows;
    private final IdentityProvider provider;
    private final ExternalUsers users;
    private final Sessions sessions;
    private final AuditLog audit;
    private final Map<SessionToken, CompletableFuture<@Nullable Void>> asking = new ConcurrentHashMap<>();

    @Inject
    SsoSessions(
            Store store,
            Limits limits,
            Clock clock,
            SsoSessionRows rows,
            IdentityProvider provider,
            ExternalUsers users,
            Sessions sessions,
            AuditLog audit) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
        this.rows = rows;
        this.provider = provider;
        this.users = users;
        this.sessions = sessions;
        this.audit = audit;
    }

    /** Makes the session one of the provider's. */
    void open(Transaction transaction, SessionToken token, SignedInUser signedIn) {
        rows.open(transaction, token, signedIn);
    }

    /**
     * Asks the provider when it was not asked for a while, and ends the session if it says so, or has said nothing for
     * {@link Limit#IDENTITY_SSO_UNCONFIRMED_SECONDS}. One request of one server asks. Others go on with what is known meanwhile, but
     * wait for the answer once what is known is older than {@link Limit#IDENTITY_SSO_STALE_SECONDS}.
     */
    void confirm(SessionToken token) {
        CompletableFuture<@Nullable Void> answered = new CompletableFuture<>();
        CompletableFuture<@Nullable Void> other = asking.putIfAbsent(token, answered);
        if (other != null) {
            other.copy()
                    .completeOnTimeout(null, limits.of(Limit.IDENTITY_PROVIDER_MILLIS), TimeUnit.MILLISECONDS)
                    .join();
            return;
        }
        try {
            store.inTransaction(transaction -> rows.claim(transaction, token))
                    .ifPresentOrElse(asked -> ask(token, asked), () -> awaitAnotherServer(token));
        } finally {
            asking.remove(token);
            answered.complete(null);
        }
    }

    private void ask(SessionToken token, SsoSessionRows.Asked asked) {
        Confirmation answer = asked.refresh()
                .map(refresh -> provider.confirm(asked.key(), refresh))
                .orElseGet(() -> new Confirmation.Unknown("it gave no refresh token"));
        switch (answer) {
            case Confirmation.Holds holds ->
                store.transact(transaction -> {
                    users.seen(transaction, holds.user());
                    rows.keep(transaction, asked, holds);
                });
            case Confirmation.Ended ended -> end(token, asked, "the identity provider ended it");
            case Confirmation.Unknown unknown -> {
                LOG.debug("The identity provider does not confirm a session: {}", unknown.reason());
                Duration unconfirmed = Duration.between(asked.confirmedAt(), clock.instant());
                if (unconfirmed.compareTo(limits.durationOf(Limit.IDENTITY_SSO_UNCONFIRMED_SECONDS)) > 0) {
                    LOG.warn("A session ends that the identity provider does not confirm: {}", unknown.reason());
                    end(token, asked, "the identity provider does not confirm it");
                } else {
                    store.transact(transaction -> rows.unconfirmed(transaction, asked));
                }
            }
        }
    }

    /** It writes what it hears where this one reads it. As long as an answer to this server would be waited for. */
    private void awaitAnotherServer(SessionToken token) {
        long looks = limits.of(Limit.IDENTITY_PROVIDER_MILLIS) / LOOK_EVERY_MILLIS;
        for (long look = 0; look < looks && isAskedAbout(token); look++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_EVERY_MILLIS));
        }
    }

    private boolean isAskedAbout(SessionToken token) {
        return store.inTransaction(transaction -> rows.asking(transaction, token));
    }

    /** Where the browser ends the provider's session as well; empty for a session with a password of ours. */
    Optional<URI> signOut(SessionToken token) {
        return store.inTransaction(transaction -> rows.signOut(transaction, token))
                .flatMap(session -> provider.signOut(session.idToken()));
    }

    private void end(SessionToken token, SsoSessionRows.Asked asked, String why) {
        store.transact(transaction -> {
            if (!rows.unconfirmed(transaction, asked)) {
                LOG.info("A session goes on that was confirmed to another server meanwhile, though here {}", why);
                return;
            }
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
}
