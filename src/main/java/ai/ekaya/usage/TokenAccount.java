package ai.ekaya.usage;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Store;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Tokens of language models, held before a call and counted after it, so that calls at the same moment on whatever servers do not
 * together pass a budget: of the project, of the app, of the platform's own model. Nothing is remembered here; each reservation looks.
 * Thread-safe.
 */
@Singleton
public final class TokenAccount {
    private final Store store;
    private final Limits limits;
    private final Clock clock;

    @Inject
    public TokenAccount(Store store, Limits limits, Clock clock) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Holds tokens of the day (of UTC) that it is now. What is never settled, as its server died, is free again after
     * {@link Limit#USAGE_RESERVATION_MILLIS}.
     *
     * @param tokens the most that the call may use, from 0
     * @param communityPerDay what the platform's own model gives the project in a day; empty where another one is asked
     * @throws Refusal {@code LIMIT} saying whose budget is used how far, and when the next day begins
     */
    public Reserved reserve(ProjectId project, String app, UUID run, long tokens, OptionalLong communityPerDay) {
        if (tokens < 0) {
            throw new IllegalArgumentException("A call uses " + tokens + " tokens");
        }
        Instant now = clock.instant();
        LocalDate day = now.atZone(ZoneOffset.UTC).toLocalDate();
        Reserved reserved = new Reserved(UUID.randomUUID(), project, tokens);
        store.transactIn(project.value(), transaction -> {
            // INVARIANT: of one project one after the other, and each looks in a statement of its own, so it sees the
            // one before.
            BudgetTable.lock(transaction, project);
            TokenTable.forget(transaction, project, day.minusDays(1));
            TokenTable.standing(
                            transaction, project, app, now, day, limits.of(Limit.USAGE_TOKENS_COUNT), communityPerDay)
                    .over(app, tokens)
                    .ifPresent(reason -> {
                        throw new Refusal(RefusalCode.LIMIT, reason);
                    });
            Instant expiresAt = now.plus(limits.durationOf(Limit.USAGE_RESERVATION_MILLIS));
            TokenTable.add(transaction, reserved, app, run, day, communityPerDay.isPresent(), expiresAt);
        });
        return reserved;
    }

    /**
     * Counts what the call used, on the day that it was reserved on; a second time changes nothing. More than was reserved is counted
     * as it is, as it is billed.
     */
    public void settle(Reserved reserved, long spent) {
        if (spent < 0) {
            throw new IllegalArgumentException("A call used " + spent + " tokens");
        }
        store.transactIn(reserved.project().value(), transaction -> TokenTable.settle(transaction, reserved, spent));
    }
}
