package ai.ekaya.run;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.install.InstalledApps;
import ai.ekaya.tools.Tools;
import ai.ekaya.usage.UsageNames;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The apps and tools of a project. Thread-safe. */
@Singleton
final class NamesInUse implements UsageNames {
    private final InstalledApps apps;
    private final Tools tools;

    @Inject
    NamesInUse(InstalledApps apps, Tools tools) {
        this.apps = apps;
        this.tools = tools;
    }

    @Override
    public boolean hasApp(ProjectId project, String slug) {
        // One is found by its id too.
        return apps.find(project, slug).filter(app -> app.slug().equals(slug)).isPresent();
    }

    @Override
    public boolean hasTool(ProjectId project, String name) {
        return tools.has(project, name);
    }
}
