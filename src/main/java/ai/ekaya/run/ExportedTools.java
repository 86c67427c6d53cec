package ai.ekaya.run;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.install.InstalledApps;
import ai.ekaya.limits.Refusal;
import ai.ekaya.pack.Manifest;
import ai.ekaya.tools.ProjectTools;
import ai.ekaya.tools.Tool;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The tools that a project's apps offer, those that are enabled. Thread-safe. */
@Singleton
final class ExportedTools implements ProjectTools {
    private final InstalledApps apps;
    private final ToolRuns runs;

    @Inject
    ExportedTools(InstalledApps apps, ToolRuns runs) {
        this.apps = apps;
        this.runs = runs;
    }

    @Override
    public List<Tool> of(ProjectId project) {
        return apps.list(project).stream()
                .flatMap(this::of)
                .sorted(Comparator.comparing(tool -> tool.spec().name()))
                .toList();
    }

    @Override
    public Optional<Tool> find(ProjectId project, String name) {
        return apps.list(project).stream()
                .filter(app -> name.startsWith(app.slug() + AppTool.SEPARATOR))
                .flatMap(this::of)
                .filter(tool -> tool.spec().name().equals(name))
                .findFirst();
    }

    private Stream<Tool> of(InstalledApp app) {
        return app.mayRun()
                ? exports(app).stream().map(export -> (Tool) new AppTool(app.slug(), app.name(), export, runs))
                : Stream.empty();
    }

    /** A package that is no longer what was installed offers nothing; its runs say why. */
    private List<Manifest.Export> exports(InstalledApp app) {
        try {
            return apps.load(app).manifest().exports();
        } catch (Refusal changed) {
            return List.of();
        }
    }
}
