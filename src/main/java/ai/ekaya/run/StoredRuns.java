package ai.ekaya.run;

import ai.ekaya.host.RunId;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.install.InstalledApps;
import ai.ekaya.live.RunRecords;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Tells who looks on what the record says. Thread-safe. */
@Singleton
public final class StoredRuns implements RunRecords {
    private final RunHistory history;
    private final InstalledApps apps;

    @Inject
    public StoredRuns(RunHistory history, InstalledApps apps) {
        this.history = history;
        this.apps = apps;
    }

    @Override
    public Optional<State> state(ProjectId project, RunId run) {
        return history.find(project, run)
                .map(found -> new State(
                        found.appSlug(),
                        found.state().name(),
                        found.outcome().map(outcome -> outcome.name().name()),
                        found.endedAt().or(found::startedAt).orElse(found.createdAt())));
    }

    @Override
    public boolean hasApp(ProjectId project, String slug) {
        return apps.find(project, slug).isPresent();
    }
}
