package ai.ekaya.identity;

import ai.ekaya.oidc.IdentityProvider;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Whether what a request came with still counts while its answer goes on. Thread-safe. */
@Singleton
public final class Standings {
    private final Store store;
    private final Sessions sessions;
    private final SsoSessions ssoSessions;
    private final Tokens tokens;
    private final Principals principals;
    private final ExternalUsers externalUsers;
    private final IdentityProvider provider;

    @Inject
    Standings(
            Store store,
            Sessions sessions,
            SsoSessions ssoSessions,
            Tokens tokens,
            Principals principals,
            ExternalUsers externalUsers,
            IdentityProvider provider) {
        this.store = store;
        this.sessions = sessions;
        this.ssoSessions = ssoSessions;
        this.tokens = tokens;
        this.principals = principals;
        this.externalUsers = externalUsers;
        this.provider = provider;
    }

    /** Who it is, with the roles of now; empty when the session has ended or the token counts no more. */
    public Optional<Principal> today(Standing standing) {
        return switch (standing) {
            case Standing.OfSession(SessionToken token) -> session(token);
            case Standing.OfBearer(String text) -> bearer(text);
        };
    }

    /** Nobody is there for an answer that goes on: asking does not keep a session from ending by idleness. */
    private Optional<Principal> session(SessionToken token) {
        Optional<Sessions.Found> found = store.acrossProjects(transaction -> sessions.look(transaction, token));
        if (found.filter(Sessions.Found::toConfirm).isPresent()) {
            ssoSessions.confirm(token);
        }
        return store.acrossProjects(
                transaction -> sessions.look(transaction, token).flatMap(session -> user(transaction, session.user())));
    }

    private Optional<Principal> user(Transaction transaction, UserId user) {
        return principals
                .load(transaction, user, Principal.Kind.USER)
                .filter(principal -> !principals.mustChangePassword(transaction, user));
    }

    Optional<Principal> bearer(String text) {
        return text.startsWith(Tokens.PREFIX) ? tokens.authenticate(text) : byAccessToken(text);
    }

    /** Of the identity provider, for scripts: who comes with one has not signed in here and may do what a token may. */
    private Optional<Principal> byAccessToken(String text) {
        return provider.bearer(text)
                .map(external -> store.inTransaction(
                        transaction -> externalUsers.seen(transaction, external).userId()))
                .flatMap(user ->
                        store.acrossProjects(transaction -> principals.load(transaction, user, Principal.Kind.TOKEN)));
    }
}
