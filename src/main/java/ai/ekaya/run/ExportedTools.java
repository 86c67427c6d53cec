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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tools that a project's apps offer, those that are enabled. Thread-safe. */
@Singleton
final class ExportedTools implements ProjectTools {
    private static final Logger LOG = LoggerFactory.getLogger(ExportedTools.class);

    /** So that what is told does not fill the memory; further ones are left out in silence. */
    private static final int TOLD_MAX = 1000;

    private static final String SEPARATOR = " ";

    /** Those left out that the log has told of. */
    private final Set<String> told = ConcurrentHashMap.newKeySet();

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
        return app.mayRun() ? exports(app).stream().flatMap(export -> tool(app, export)) : Stream.empty();
    }

    // SECURITY: one app's tool must not fail the list of all. Guarded by ToolRunsIT.
    private Stream<Tool> tool(InstalledApp app, Manifest.Export export) {
        Optional<Tool> tool = AppTool.of(app, export, runs);
        if (tool.isEmpty()
                && told.size() < TOLD_MAX
                && told.add(app.id() + SEPARATOR + app.packageHash() + SEPARATOR + export.tool())) {
            LOG.warn(
                    "The tool {} of app {} in project {} is left out: its inputSchema cannot be applied, the app needs an update",
                    export.tool(),
                    app.slug(),
                    app.project());
        }
        return tool.stream();
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
