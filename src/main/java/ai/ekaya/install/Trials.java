package ai.ekaya.install;

import ai.ekaya.audit.Actor;
import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.PackageHash;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which apps run for a while only. A project has one trial of a package, however often it installs it, under whatever slugs; what a
 * marketplace says takes its place. Thread-safe.
 */
@Singleton
public final class Trials {
    private final Store store;
    private final Clock clock;
    private final TrialTerms terms;
    private final AuditLog audit;

    @Inject
    public Trials(Store store, Clock clock, TrialTerms terms, AuditLog audit) {
        this.store = store;
        this.clock = clock;
        this.terms = terms;
        this.audit = audit;
    }

    /**
     * Of an app that has just been put in, as part of the change.
     *
     * @param row settled already
     */
    void hold(Transaction transaction, AppRow row, Actor by) {
        Instant now = clock.instant();
        Optional<Instant> end = TrialRows.find(transaction, row.project, row.packageId)
                .map(TrialRows.Used::endsAt)
                .orElseGet(() -> begun(transaction, row, by, now));
        row.trialEndsAt = end.map(Timestamp::from).orElse(null);
        end.filter(at -> !at.isAfter(now)).ifPresent(at -> row.stop(InstalledApp.trialOver(row.slug, at)));
    }

    private Optional<Instant> begun(Transaction transaction, AppRow row, Actor by, Instant now) {
        OptionalInt days = terms.days(row.packageId, new PackageHash(row.packageHash));
        if (days.isEmpty()) {
            return Optional.empty();
        }
        // Whole seconds: what a database, JSON and a marketplace all tell alike.
        Instant end = now.plus(Duration.ofDays(days.getAsInt())).truncatedTo(ChronoUnit.SECONDS);
        TrialRows.begin(transaction, row.project, row.packageId, now, end);
        audit.append(
                transaction,
                event(AuditEvent.Type.TRIAL_BEGAN, row, by, Map.of("app", row.slug, "endsAt", end.toString())));
        return TrialRows.find(transaction, row.project, row.packageId).flatMap(TrialRows.Used::endsAt);
    }

    static AuditEvent event(AuditEvent.Type type, AppRow row, Actor by, Map<String, String> details) {
        return new AuditEvent(type, by, Optional.of(row.project), "app:" + row.id, details);
    }

    /** @throws Refusal {@code CONFLICT} for what nobody may let run */
    void requireRunning(AppRow row) {
        Timestamp end = row.trialEndsAt;
        if (end != null && !end.toInstant().isAfter(clock.instant())) {
            throw new Refusal(RefusalCode.CONFLICT, InstalledApp.trialOver(row.slug, end.toInstant()));
        }
    }

    /**
     * What a marketplace says of a package, for all of the project's apps of it. Saying it again changes nothing.
     *
     * @return whether anything changed
     */
    public boolean agree(ProjectId project, String packageId, Licence licence) {
        return store.inProject(project.value(), transaction -> {
            Instant now = clock.instant();
            boolean changed = TrialRows.agree(transaction, project.value(), packageId, licence, now);
            for (AppRow row : rows(transaction, project, packageId)) {
                if (set(row, licence, now)) {
                    changed = true;
                    row.changedAt = Timestamp.from(now);
                    audit.append(
                            transaction,
                            event(
                                    AuditEvent.Type.TRIAL_CHANGED,
                                    row,
                                    Actor.SYSTEM,
                                    Map.of("app", row.slug, "licence", text(licence))));
                }
            }
            return changed;
        });
    }

    /** All that a project has used of trials, also of packages that are not installed any more. */
    public List<Sold> sold(ProjectId project) {
        return store.inProject(project.value(), transaction -> TrialRows.sold(transaction, project.value()));
    }

    private static String text(Licence licence) {
        return switch (licence) {
            case Licence.Bought bought -> "bought";
            case Licence.Trial(Instant endsAt) -> "trial until " + endsAt;
        };
    }

    private static List<AppRow> rows(Transaction transaction, ProjectId project, String packageId) {
        return transaction
                .entities()
                .createQuery("SELECT a FROM AppRow a WHERE a.project = :project AND a.packageId = :id", AppRow.class)
                .setParameter("project", project.value())
                .setParameter("id", packageId)
                .setLockMode(jakarta.persistence.LockModeType.PESSIMISTIC_WRITE)
                .getResultList()
                .stream()
                .filter(row -> !row.state.isGone())
                .toList();
    }

    private static boolean set(AppRow row, Licence licence, Instant now) {
        Optional<Instant> before = Optional.ofNullable(row.trialEndsAt).map(Timestamp::toInstant);
        Optional<Instant> after = switch (licence) {
            case Licence.Bought bought -> Optional.empty();
            case Licence.Trial(Instant endsAt) -> Optional.of(endsAt);
        };
        if (before.equals(after)) {
            return false;
        }
        row.trialEndsAt = after.map(Timestamp::from).orElse(null);
        if (after.filter(end -> !end.isAfter(now)).isEmpty()) {
            row.resume();
        }
        return true;
    }
}
