package ai.ekaya.marketplace;

import ai.ekaya.appdb.AppId;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.identity.UserId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * Ways to the marketplace and back that people have begun: each for one person, project and app, good once and for a quarter of an hour.
 * Thread-safe.
 */
@Singleton
final class Consents {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;

    private final Store store;
    private final Limits limits;
    private final Clock clock;

    @Inject
    Consents(Store store, Limits limits, Clock clock) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
    }

    /** @return what the browser is to come back with; only its hash is kept */
    String begin(ProjectId project, UserId user, AppId app) {
        byte[] random = new byte[BYTES];
        RANDOM.nextBytes(random);
        String state = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        Instant now = clock.instant();
        store.transactIn(project.value(), transaction -> {
            Sql.update(transaction, "DELETE FROM ekaya.marketplace_consent WHERE expires_at <= ?", now);
            long open = Sql.first(
                            transaction,
                            "SELECT count(*) AS open FROM ekaya.marketplace_consent",
                            row -> row.getLong("open"))
                    .orElse(0L);
            if (open >= limits.of(Limit.MARKETPLACE_CONSENTS_COUNT)) {
                throw new Refusal(
                        RefusalCode.RATE_LIMITED,
                        "The project has " + open
                                + " purchases under way, the most; try again in a quarter of an hour");
            }
            Sql.update(
                    transaction,
                    "INSERT INTO ekaya.marketplace_consent (state_hash, project_id, user_id, app_id, expires_at) VALUES (?, ?, ?, ?, ?)",
                    hash(state),
                    project.value(),
                    user.value(),
                    app.value(),
                    now.plus(limits.durationOf(Limit.MARKETPLACE_CONSENT_SECONDS)));
        });
        return state;
    }

    /** The app that it was for; empty for what is none, is used up or over, or is another person's, which stays theirs. */
    Optional<AppId> end(ProjectId project, UserId user, String state) {
        return store.inProject(
                project.value(),
                transaction -> Sql.first(
                        transaction,
                        "DELETE FROM ekaya.marketplace_consent WHERE state_hash = ? AND project_id = ? AND user_id = ?"
                                + " AND expires_at > ? RETURNING app_id",
                        row -> new AppId(row.getObject("app_id", UUID.class)),
                        hash(state),
                        project.value(),
                        user.value(),
                        clock.instant()));
    }

    private static byte[] hash(String state) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(("marketplace " + state).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JVM has no SHA-256", e);
        }
    }
}
