package ai.ekaya.identity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.oidc.ExternalUser;
import ai.ekaya.oidc.ScriptedProvider;
import ai.ekaya.oidc.ScriptedProvider.OnReuse;
import ai.ekaya.oidc.ScriptedProvider.Rotation;
import ai.ekaya.oidc.SignedInUser;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Requests and servers at once on one session of a provider that rotates refresh tokens: the second use of one is taken for a theft,
 * as Keycloak's and Okta's are set up to.
 */
class SsoSessionsIT {
    private static final Duration STALE = Duration.ofSeconds(70);
    /** So that a test that waits in vain for another server does so for moments. */
    private static final Limits QUICK =
            Limits.defaults().with(Limit.IDENTITY_PROVIDER_MILLIS, 300).with(Limit.IDENTITY_SSO_CONFIRM_SECONDS, 10);

    private final ScriptedProvider scripted;
    private final IdentityRooms one;
    private final IdentityRooms two;
    private final SessionToken token;

    SsoSessionsIT() throws IOException {
        scripted = new ScriptedProvider();
        one = new IdentityRooms(QUICK, clock -> scripted.provider());
        two = one.another(QUICK);
        ExternalUser ada = new ExternalUser(scripted.issuer(), "42", "ada", List.of("team"), one.clock.instant());
        token = one.signIn.withIdentityProvider(
                new SignedInUser(ada, Optional.of(new Secret("refresh-first")), Optional.empty()), Optional.empty());
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
        scripted.close();
    }

    /** What the filter does with a request that comes with the session. */
    private Optional<Principal> request(IdentityRooms server) {
        boolean toConfirm = server.store.acrossProjects(transaction -> server.sessions
                .find(transaction, token)
                .filter(Sessions.Found::toConfirm)
                .isPresent());
        if (toConfirm) {
            server.ssoSessions.confirm(token);
        }
        return server.of(token);
    }

    private Rotation rotating(OnReuse onReuse, int heldCount) {
        Rotation rotation = scripted.rotating("refresh-first", onReuse);
        for (int i = 0; i < heldCount; i++) {
            rotation.held.add(new CountDownLatch(1));
        }
        one.clock.advance(STALE);
        return rotation;
    }

    private static void arrived(Rotation rotation) throws InterruptedException {
        assertThat(rotation.arrived.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void two_requests_at_once_ask_the_provider_once_and_both_are_answered() throws Exception {
        Rotation rotation = rotating(OnReuse.ENDS_THE_SIGN_IN, 1);
        assertThat(bothWhileItIsAsked(rotation)).allMatch(Optional::isPresent);
        assertThat(rotation.asked()).isEqualTo(1);
    }

    @Test
    void two_requests_at_once_are_both_refused_when_the_provider_says_no() throws Exception {
        Rotation rotation = rotating(OnReuse.ENDS_THE_SIGN_IN, 1);
        rotation.end();
        assertThat(bothWhileItIsAsked(rotation)).allMatch(Optional::isEmpty);
        assertThat(rotation.asked()).isEqualTo(1);
    }

    /** The second comes while the provider thinks about the first, and waits. */
    private List<Optional<Principal>> bothWhileItIsAsked(Rotation rotation) throws InterruptedException {
        CompletableFuture<Optional<Principal>> first = CompletableFuture.supplyAsync(() -> request(one));
        arrived(rotation);
        AtomicReference<Optional<Principal>> second = new AtomicReference<>(Optional.empty());
        Thread waiting = new Thread(() -> second.set(request(one)));
        waiting.start();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (waiting.getState() != Thread.State.WAITING && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        rotation.held.get(0).countDown();
        waiting.join(TimeUnit.SECONDS.toMillis(30));
        return List.of(first.join(), second.get());
    }

    /** Otherwise it would come twice, and both servers' people would be out. */
    @Test
    void a_refresh_token_that_one_server_asks_with_is_not_used_by_another() throws Exception {
        Rotation rotation = rotating(OnReuse.ENDS_THE_SIGN_IN, 1);
        CompletableFuture<Optional<Principal>> first = CompletableFuture.supplyAsync(() -> request(one));
        arrived(rotation);
        one.clock.advance(Duration.ofSeconds(11));
        assertThat(request(two)).as("goes on with what is known, having waited").isPresent();
        assertThat(rotation.asked()).isEqualTo(1);
        rotation.held.get(0).countDown();
        assertThat(first.join()).isPresent();
        one.clock.advance(STALE);
        assertThat(request(two)).as("with the token that the first was given").isPresent();
        assertThat(rotation.asked()).isEqualTo(2);
        one.clock.advance(STALE);
        assertThat(request(one)).isPresent();
    }

    @Test
    void the_no_that_one_server_hears_holds_on_the_other() {
        Rotation rotation = rotating(OnReuse.ENDS_THE_SIGN_IN, 0);
        rotation.end();
        assertThat(request(two)).isEmpty();
        assertThat(request(one)).isEmpty();
        assertThat(rotation.asked()).isEqualTo(1);
    }

    /** Its turn lapsed while it was asking, another asked with the same token and is refused; what the first heard is newer. */
    @Test
    void a_refusal_of_an_old_refresh_token_ends_nothing_that_was_confirmed_meanwhile() throws Exception {
        Rotation rotation = rotating(OnReuse.REFUSES, 2);
        CompletableFuture<Optional<Principal>> slow = CompletableFuture.supplyAsync(() -> request(one));
        arrived(rotation);
        one.clock.advance(Duration.ofSeconds(31));
        CompletableFuture<Optional<Principal>> late = CompletableFuture.supplyAsync(() -> request(two));
        arrived(rotation);
        rotation.held.get(0).countDown();
        assertThat(slow.join()).isPresent();
        rotation.held.get(1).countDown();
        assertThat(late.join()).isPresent();
        one.clock.advance(STALE);
        assertThat(request(two)).isPresent();
    }

    @Test
    void a_server_that_died_while_asking_leaves_the_asking_to_others() {
        Rotation rotation = rotating(OnReuse.ENDS_THE_SIGN_IN, 0);
        Optional<SsoSessionRows.Asked> dead =
                one.store.inTransaction(transaction -> one.ssoRows.claim(transaction, token));
        assertThat(dead).isPresent();
        one.clock.advance(Duration.ofSeconds(29));
        assertThat(request(two)).isPresent();
        assertThat(rotation.asked()).isZero();
        one.clock.advance(Duration.ofSeconds(1));
        assertThat(request(two)).isPresent();
        assertThat(rotation.asked()).isEqualTo(1);
    }
}
