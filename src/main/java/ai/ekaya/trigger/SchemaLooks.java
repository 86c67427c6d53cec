package ai.ekaya.trigger;

import ai.ekaya.audit.Actor;
import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.datasource.SchemaHistory;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.install.InstalledApps;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.pack.Manifest;
import ai.ekaya.store.Store;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Reads the schemas that apps wait for, every so often. Two servers that look at once read twice and keep
 * one state. Not thread-safe: for one timer.
 */
@Singleton
public final class SchemaLooks {
    private static final Logger LOGGER = Logger.getLogger(SchemaLooks.class.getName());

    private final Store store;
    private final Limits limits;
    private final Clock clock;
    private final InstalledApps apps;
    private final SchemaHistory history;
    /** Also of those that could not be read, so that a database that is down is asked no more often. */
    private final Map<DatasourceId, Instant> looked = new HashMap<>();

    @Inject
    public SchemaLooks(Store store, Limits limits, Clock clock, InstalledApps apps, SchemaHistory history) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
        this.apps = apps;
        this.history = history;
    }

    boolean isOn() {
        return limits.of(Limit.TRIGGER_SCHEMA_LOOK_SECONDS) > 0;
    }

    /** Reads what was not read for so long; gives how many. */
    int look() {
        Instant before = clock.instant().minus(limits.durationOf(Limit.TRIGGER_SCHEMA_LOOK_SECONDS));
        looked.values().removeIf(at -> !at.isAfter(before));
        int read = 0;
        for (ProjectId project : store.acrossProjects(TriggerRows::projectsThatWaitForSchemas)) {
            for (DatasourceId datasource : waitedFor(project)) {
                if (!looked.containsKey(datasource) && isDue(project, datasource, before)) {
                    looked.put(datasource, clock.instant());
                    read(project, datasource);
                    read++;
                }
            }
        }
        return read;
    }

    private List<DatasourceId> waitedFor(ProjectId project) {
        return store.inProject(
                project.value(),
                transaction -> TriggerRows.on(transaction, project, Manifest.Trigger.SCHEMA_REFRESHED).stream()
                        .flatMap(trigger -> apps.find(transaction, trigger.app()).stream())
                        .filter(app -> app.mayRun())
                        .flatMap(app -> app.datasources().values().stream())
                        .distinct()
                        .toList());
    }

    private boolean isDue(ProjectId project, DatasourceId datasource, Instant before) {
        try {
            return history.list(project, datasource).stream()
                    .noneMatch(seen -> seen.lastSeenAt().isAfter(before));
        } catch (Refusal gone) {
            return false;
        }
    }

    private void read(ProjectId project, DatasourceId datasource) {
        try {
            history.refresh(Actor.SYSTEM, project, datasource, new Cancellation());
        } catch (Refusal refusal) {
            LOGGER.log(
                    Level.WARNING,
                    "Could not read the schema of datasource {0}: {1}; the next look is in {2}",
                    new Object[] {
                        datasource, refusal.reason(), Duration.ofSeconds(limits.of(Limit.TRIGGER_SCHEMA_LOOK_SECONDS))
                    });
        }
    }
}
