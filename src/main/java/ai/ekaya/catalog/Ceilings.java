package ai.ekaya.catalog;

import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.audit.Changes;
import ai.ekaya.identity.Principal;
import ai.ekaya.pack.Effect;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What packages of each trust level may ask for at most, as platform admins set it. Thread-safe. */
@Singleton
public final class Ceilings {
    private final Store store;
    private final AuditLog audit;
    private final Clock clock;

    @Inject
    Ceilings(Store store, AuditLog audit, Clock clock) {
        this.store = store;
        this.audit = audit;
        this.clock = clock;
    }

    public Ceiling of(TrustLevel level) {
        return store.inTransaction(transaction -> of(transaction, level));
    }

    /** In the transaction of what hangs on it, as an installation. */
    public static Ceiling of(Transaction transaction, TrustLevel level) {
        return Sql.first(
                        transaction,
                        "SELECT allowed FROM trust_ceiling WHERE level = ?",
                        row -> new Ceiling(level, read(row.getString(1))),
                        level.text())
                .orElseGet(() -> Ceiling.byDefault(level));
    }

    /** SECURITY: an effect that was written and is unknown by now is none that is allowed. */
    private static Set<Effect> read(String allowed) {
        return Arrays.stream(Effect.values())
                .filter(effect -> Arrays.asList(allowed.split(",")).contains(effect.name()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What is installed already stays; what is installed or updated from now on is held against it. */
    Ceiling change(Principal by, TrustLevel level, Set<Effect> allowed) {
        return store.inTransaction(transaction -> {
            Ceiling before = of(transaction, level);
            Ceiling after = new Ceiling(level, allowed);
            Sql.update(
                    transaction,
                    "INSERT INTO trust_ceiling (level, allowed, changed_at, changed_by_name) VALUES (?, ?, ?, ?)"
                            + " ON CONFLICT (level) DO UPDATE SET allowed = excluded.allowed,"
                            + " changed_at = excluded.changed_at, changed_by_name = excluded.changed_by_name",
                    level.text(),
                    String.join(",", texts(after)),
                    clock.instant(),
                    by.name());
            audit.append(
                    transaction,
                    new AuditEvent(
                                    AuditEvent.Type.TRUST_CHANGED,
                                    by.actor(),
                                    Optional.empty(),
                                    "trust:" + level.text(),
                                    Map.of())
                            .changing(Changes.NONE.and(
                                    "allowed", String.join(", ", texts(before)), String.join(", ", texts(after)))));
            return after;
        });
    }

    static List<String> texts(Ceiling ceiling) {
        return ceiling.allowed().stream().sorted().map(Effect::name).toList();
    }
}
