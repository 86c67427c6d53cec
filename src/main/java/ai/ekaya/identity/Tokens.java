package ai.ekaya.identity;

import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Personal API tokens: {@code eka_} and 256 random bits, of which only a hash is kept. Thread-safe. */
@Singleton
final class Tokens {
    static final String PREFIX = "eka_";
    /** Enough to tell fifty apart; 220 secret bits are left. */
    private static final int PREFIX_SHOWN_COUNT = PREFIX.length() + 6;

    private static final Duration TOUCHED_EVERY = Duration.ofMinutes(1);

    private final Store store;
    private final Limits limits;
    private final Clock clock;
    private final Principals principals;
    private final AuditLog audit;

    @Inject
    Tokens(Store store, Limits limits, Clock clock, Principals principals, AuditLog audit) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
        this.principals = principals;
        this.audit = audit;
    }

    /** A new token and its text, which is shown this once. */
    public record Made(UUID id, String token, Instant expiresAt) {
        @Override
        public String toString() {
            return "Made[" + id + ", ***]";
        }
    }

    /** @throws Refusal {@code NOT_PERMITTED} for more than the owner has, {@code LIMIT} for too many or too long */
    Made make(Principal owner, @Nullable String name, ProjectId project, Role role, Optional<Instant> expiresAt) {
        Access.requireToGive(owner, project, role);
        Fresh fresh = fresh(name, project, role, expiresAt);
        fresh.row().user = owner.user().value();
        store.transactAcross(transaction -> {
            refuseTooMany(transaction, owner);
            transaction.enter(project.value());
            transaction.entities().persist(fresh.row());
            append(transaction, AuditEvent.Type.TOKEN_MADE, owner, fresh.row());
        });
        return fresh.made();
    }

    /** One that is not stored yet and has no user. */
    record Fresh(TokenRow row, Made made) {}

    /** @throws Refusal {@code BAD_ARGUMENT} for a name or a time that cannot be */
    Fresh fresh(@Nullable String name, ProjectId project, Role role, Optional<Instant> expiresAt) {
        String checked = Names.checked(limits, "name", name);
        Instant now = clock.instant();
        Instant latest = now.plus(limits.durationOf(Limit.IDENTITY_TOKEN_CEILING_SECONDS));
        Instant expiry = expiresAt.orElse(latest);
        if (!expiry.isAfter(now) || expiry.isAfter(latest)) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT, "'expiresAt' is " + expiry + ", expected after now and until " + latest);
        }
        String text = PREFIX + Opaque.make();
        TokenRow row = new TokenRow(project, checked, role);
        row.prefix = text.substring(0, PREFIX_SHOWN_COUNT);
        row.tokenHash = hash(text);
        row.createdAt = Timestamp.from(now);
        row.expiresAt = Timestamp.from(expiry);
        return new Fresh(row, new Made(row.id, text, expiry));
    }

    /** The owner's tokens, newest first; expired ones are gone. */
    List<ApiToken> list(Principal owner) {
        return store.acrossProjects(transaction -> rows(transaction, owner).stream()
                .filter(row -> row.expiresAt.toInstant().isAfter(clock.instant()))
                .map(TokenRow::token)
                .toList());
    }

    /** @throws Refusal {@code NOT_FOUND}, also for another's token */
    void revoke(Principal owner, UUID id) {
        store.transactAcross(transaction -> {
            TokenRow row = transaction.entities().find(TokenRow.class, id);
            if (row == null || !row.user.equals(owner.user().value())) {
                throw new Refusal(RefusalCode.NOT_FOUND, "You have no such token");
            }
            transaction.enter(row.project);
            transaction.entities().remove(row);
            append(transaction, AuditEvent.Type.TOKEN_REVOKED, owner, row);
        });
    }

    /** Who comes with this text; empty when it is no token that holds now. */
    Optional<Principal> authenticate(String text) {
        return store.acrossProjects(transaction -> transaction
                .entities()
                .createQuery("SELECT t FROM TokenRow t WHERE t.tokenHash = :hash", TokenRow.class)
                .setParameter("hash", hash(text))
                .getResultStream()
                .findFirst()
                .filter(row -> row.expiresAt.toInstant().isAfter(clock.instant()))
                .flatMap(row -> {
                    touch(row);
                    return principals
                            .load(transaction, new UserId(row.user), Principal.Kind.TOKEN)
                            .map(owner -> Principals.narrowed(owner, row.project, row.role));
                }));
    }

    private void touch(TokenRow row) {
        Instant now = clock.instant();
        Timestamp used = row.usedAt;
        if (used == null || used.toInstant().plus(TOUCHED_EVERY).isBefore(now)) {
            row.usedAt = Timestamp.from(now);
        }
    }

    private void refuseTooMany(Transaction transaction, Principal owner) {
        List<TokenRow> rows = rows(transaction, owner);
        rows.stream()
                .filter(row -> !row.expiresAt.toInstant().isAfter(clock.instant()))
                .forEach(transaction.entities()::remove);
        long live = rows.stream()
                .filter(row -> row.expiresAt.toInstant().isAfter(clock.instant()))
                .count();
        if (live >= limits.of(Limit.IDENTITY_TOKENS_PER_USER_COUNT)) {
            throw new Refusal(RefusalCode.LIMIT, "You have " + live + " tokens, the most there may be; revoke one");
        }
    }

    private static List<TokenRow> rows(Transaction transaction, Principal owner) {
        return transaction
                .entities()
                .createQuery("SELECT t FROM TokenRow t WHERE t.user = :user ORDER BY t.createdAt DESC", TokenRow.class)
                .setParameter("user", owner.user().value())
                .getResultList();
    }

    private void append(Transaction transaction, AuditEvent.Type type, Principal owner, TokenRow row) {
        audit.append(
                transaction,
                new AuditEvent(
                        type,
                        owner.actor(),
                        Optional.of(row.project),
                        "token:" + row.id,
                        Map.of("name", row.name, "role", row.role.text())));
    }

    private static byte[] hash(String text) {
        return Opaque.hash("token", text);
    }
}
