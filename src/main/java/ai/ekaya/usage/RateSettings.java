package ai.ekaya.usage;

import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.audit.Changes;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Store;
import ai.ekaya.usage.MinuteSlices.Slice;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The rates that people set, and what there is to see of all. Thread-safe. */
@Singleton
public final class RateSettings {
    private static final Slice NONE = new Slice(0, 0);

    private final Store store;
    private final Limits limits;
    private final Clock clock;
    private final AuditLog audit;
    private final Rates rates;

    @Inject
    public RateSettings(Store store, Limits limits, Clock clock, AuditLog audit, Rates rates) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
        this.audit = audit;
        this.rates = rates;
    }

    /**
     * How a rate stands.
     *
     * @param used in this minute; other servers may hold a slice of it that they have not used
     * @param refusedToday some of the last minute may not be in it yet
     */
    record Standing(RateKey key, long perMinute, long used, long refusedToday) {}

    /** The project's own, and each that was set, is used in this minute or refused calls today. */
    List<Standing> standings(ProjectId project) {
        rates.flush(project);
        Instant now = clock.instant();
        Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
        LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
        // Before a connection is taken: who asks for a slice waits for one.
        Map<RateKey, Slice> left = rates.left(project, minute);
        return store.inProject(project.value(), transaction -> {
            Map<RateKey, Long> set = RateTable.set(transaction, project);
            Map<RateKey, Long> taken = RateTable.taken(transaction, project, minute);
            Map<RateKey, Long> refused = RateTable.refused(transaction, project, today);
            TreeSet<RateKey> keys = new TreeSet<>(set.keySet());
            keys.add(RateKey.PROJECT);
            keys.addAll(taken.keySet());
            keys.addAll(refused.keySet());
            return keys.stream()
                    .map(key -> new Standing(
                            key,
                            Math.min(set.getOrDefault(key, Long.MAX_VALUE), limits.of(key.most())),
                            Math.max(
                                    0,
                                    taken.getOrDefault(key, 0L)
                                            - left.getOrDefault(key, NONE).left()),
                            refused.getOrDefault(key, 0L)))
                    .toList();
        });
    }

    /**
     * Sets a rate, or takes it away: then the server's own holds.
     *
     * @throws Refusal {@code BAD_ARGUMENT} for less than 0 or more than the server gives, {@code LIMIT} for too many of them
     */
    void put(Principal by, ProjectId project, RateKey named, Optional<Long> perMinute) {
        RateKey key = named.checked();
        perMinute.ifPresent(given -> refuseOutOfRange(key, given));
        store.transactIn(project.value(), transaction -> {
            BudgetTable.lock(transaction, project);
            Map<RateKey, Long> before = RateTable.set(transaction, project);
            long most = limits.of(Limit.USAGE_RATES_PER_PROJECT_COUNT);
            if (perMinute.isPresent() && !before.containsKey(key) && before.size() >= most) {
                throw new Refusal(
                        RefusalCode.LIMIT,
                        "The project has " + before.size() + " rates, the most that it may set; take one away");
            }
            RateTable.put(transaction, project, key, perMinute);
            Changes changes = Changes.NONE.and(key.toString(), Optional.ofNullable(before.get(key)), perMinute);
            if (!changes.isEmpty()) {
                audit.append(
                        transaction,
                        new AuditEvent(
                                        AuditEvent.Type.RATE_CHANGED,
                                        by.actor(),
                                        Optional.of(project.value()),
                                        "project:" + project,
                                        Map.of())
                                .changing(changes));
            }
        });
        rates.changed(project, key);
    }

    private void refuseOutOfRange(RateKey key, long given) {
        long most = limits.of(key.most());
        if (given < 0 || given > most) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    "'perMinute' is " + given + ", expected 0 to " + most + ", what this server gives ("
                            + key.most().key() + ")");
        }
    }
}
