package ai.ekaya.trigger;

import ai.ekaya.keys.Sealed;
import ai.ekaya.keys.Sealer;
import ai.ekaya.keys.Secret;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Table {@code app_trigger_secret}: what webhooks' deliveries are signed with, sealed. Thread-safe. */
@Singleton
public final class HookSecrets {
    private final Sealer sealer;

    @Inject
    public HookSecrets(Sealer sealer) {
        this.sealer = sealer;
    }

    /** What is shown of one; never its value. */
    record Known(Instant madeAt, Optional<Instant> validUntil) {}

    /** A new one. Shown once: nobody but {@link #valid} opens it afterwards. */
    Secret make(Transaction transaction, AppTrigger hook, Instant now) {
        UUID id = UUID.randomUUID();
        Secret secret = HookSecret.random().text();
        Sql.update(
                transaction,
                "INSERT INTO app_trigger_secret (id, project_id, trigger_id, sealed_secret, made_at) VALUES (?, ?, ?, ?, ?)",
                id,
                hook.project().value(),
                hook.id(),
                sealer.seal(context(id), secret).text(),
                now);
        return secret;
    }

    /** The one in force holds until then; those before it end at once, so that there are never more than two. */
    void end(Transaction transaction, AppTrigger hook, Instant until) {
        Sql.update(
                transaction,
                "DELETE FROM app_trigger_secret WHERE trigger_id = ? AND valid_until IS NOT NULL",
                hook.id());
        Sql.update(transaction, "UPDATE app_trigger_secret SET valid_until = ? WHERE trigger_id = ?", until, hook.id());
    }

    /** Those that a delivery may be signed with now. */
    List<HookSecret> valid(Transaction transaction, AppTrigger hook, Instant now) {
        return Sql.list(
                transaction,
                "SELECT id, sealed_secret FROM app_trigger_secret WHERE trigger_id = ?"
                        + " AND (valid_until IS NULL OR valid_until > ?)",
                row -> HookSecret.of(sealer.open(
                        context(row.getObject("id", UUID.class)), new Sealed(row.getString("sealed_secret")))),
                hook.id(),
                now);
    }

    /** The latest first. */
    List<Known> known(Transaction transaction, AppTrigger hook, Instant now) {
        return Sql.list(
                transaction,
                "SELECT made_at, valid_until FROM app_trigger_secret WHERE trigger_id = ?"
                        + " AND (valid_until IS NULL OR valid_until > ?) ORDER BY made_at DESC",
                row -> new Known(
                        row.getObject(1, OffsetDateTime.class).toInstant(),
                        Optional.ofNullable(row.getObject(2, OffsetDateTime.class))
                                .map(OffsetDateTime::toInstant)),
                hook.id(),
                now);
    }

    /** INVARIANT: as {@code keys.SealedColumn} has it for the rotation of the master key. */
    private static String context(UUID id) {
        return "webhook:" + id;
    }
}
