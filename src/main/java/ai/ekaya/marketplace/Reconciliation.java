package ai.ekaya.marketplace;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.install.Sold;
import ai.ekaya.install.Trials;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.store.Store;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Brings what the marketplace knows of a project in line with what is installed here, and what may run here with what the marketplace
 * says. It compares states and keeps no list of events, so whatever was lost or told twice is right the next time. A marketplace that is
 * away changes nothing. Thread-safe.
 */
@Singleton
final class Reconciliation {
    private static final Logger LOG = Logger.getLogger(Reconciliation.class.getName());
    private static final int AT_ONCE = 100;
    private static final Duration FIRST_RETRY = Duration.ofSeconds(30);

    private final Link link;
    private final Store store;
    private final Limits limits;
    private final Clock clock;
    private final Trials trials;

    @Inject
    Reconciliation(Link link, Store store, Limits limits, Clock clock, Trials trials) {
        this.link = link;
        this.store = store;
        this.limits = limits;
        this.clock = clock;
        this.trials = trials;
    }

    /** Those projects where it is time; on any server. */
    void look() {
        link.marketplace().ifPresent(marketplace -> {
            Instant now = clock.instant();
            List<ReconcileRows.Due> due = store.acrossProjects(transaction ->
                    ReconcileRows.due(transaction, now, limits.durationOf(Limit.MARKETPLACE_EVERY_SECONDS), AT_ONCE));
            due.forEach(one -> attempt(marketplace, one));
        });
    }

    /** As soon as a server looks again. */
    void soon(ProjectId project) {
        store.transactIn(project.value(), transaction -> ReconcileRows.again(transaction, project, clock.instant()));
    }

    private void attempt(Marketplace marketplace, ReconcileRows.Due due) {
        Instant began = clock.instant();
        Instant until = began.plus(limits.durationOf(Limit.MARKETPLACE_TURN_SECONDS));
        boolean ours = store.inProject(
                due.project().value(), transaction -> ReconcileRows.claim(transaction, due.project(), began, until));
        if (!ours) {
            return;
        }
        try {
            reconcile(marketplace, due.project());
            store.transactIn(due.project().value(), transaction -> ReconcileRows.done(transaction, due, began));
        } catch (Refusal refusal) {
            failed(due.project(), refusal.reason());
        } catch (RuntimeException bug) {
            LOG.log(Level.WARNING, "Project " + due.project() + " could not be compared with the marketplace", bug);
            failed(due.project(), "This server failed on it; its log says why");
        }
    }

    private void failed(ProjectId project, String why) {
        store.transactIn(project.value(), transaction -> {
            int times = ReconcileRows.failed(transaction, project, why);
            Duration most = limits.durationOf(Limit.MARKETPLACE_RETRY_CEILING_SECONDS);
            Duration wait = FIRST_RETRY.multipliedBy(1L << Math.min(times - 1, 20));
            ReconcileRows.again(transaction, project, clock.instant().plus(wait.compareTo(most) < 0 ? wait : most));
        });
    }

    /** @throws Refusal when the marketplace gives no usable answer; what was taken from it until then stands */
    void reconcile(Marketplace marketplace, ProjectId project) {
        List<Sold> sold = trials.sold(project);
        if (sold.isEmpty()) {
            // It hears nothing of projects that use nothing of it.
            return;
        }
        Map<String, Standing> there = marketplace.list(project).stream()
                .collect(Collectors.toMap(Standing::packageId, Function.identity(), (one, other) -> one));
        for (Sold app : sold) {
            Optional<Standing> known = Optional.ofNullable(there.remove(app.packageId()));
            app.version()
                    .map(version -> known.filter(standing ->
                                    standing.version().filter(version::equals).isPresent())
                            .orElseGet(() -> marketplace.installed(project, app.packageId(), version)))
                    .ifPresentOrElse(
                            standing -> agree(project, standing),
                            () -> known.filter(standing -> standing.version().isPresent())
                                    .ifPresent(standing -> marketplace.uninstalled(project, app.packageId())));
        }
        there.values().stream()
                .filter(standing -> standing.version().isPresent())
                .forEach(standing -> marketplace.uninstalled(project, standing.packageId()));
    }

    void agree(ProjectId project, Standing standing) {
        standing.licence().ifPresent(licence -> trials.agree(project, standing.packageId(), licence));
    }
}
