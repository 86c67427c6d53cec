package ai.ekaya.boot;

import ai.ekaya.catalog.TrustLevel;
import ai.ekaya.datasource.Datasource;
import ai.ekaya.datasource.DatasourceChange;
import ai.ekaya.datasource.Datasources;
import ai.ekaya.datasource.NewDatasource;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.identity.Projects;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.install.InstalledApps;
import ai.ekaya.install.Installer;
import ai.ekaya.install.NewInstall;
import ai.ekaya.install.Origin;
import ai.ekaya.keys.Secret;
import ai.ekaya.run.NewRun;
import ai.ekaya.run.Runs;
import ai.ekaya.run.Trigger;
import ai.ekaya.store.DatabaseUrl;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a new user of {@code ./ekaya start} finds: project {@code demo} with datasource {@code shop} and app {@code schema-report},
 * run once. Made by the same calls that people's requests make. Each step looks first, so that a killed start goes on; what the
 * user removed later stays removed.
 */
@Singleton
public final class DemoProject {
    private static final String PROJECT = "demo";
    private static final String DATASOURCE = "shop";
    private static final String APP = "schema-report";

    /** The same as the server's own catalog has it. */
    private static final Origin OURS = Origin.of(TrustLevel.FIRST_PARTY, "bundled");

    private final StartMarks marks;
    private final Projects projects;
    private final Datasources datasources;
    private final InstalledApps apps;
    private final Installer installer;
    private final Runs runs;

    @Inject
    DemoProject(
            StartMarks marks,
            Projects projects,
            Datasources datasources,
            InstalledApps apps,
            Installer installer,
            Runs runs) {
        this.marks = marks;
        this.projects = projects;
        this.datasources = datasources;
        this.apps = apps;
        this.installer = installer;
        this.runs = runs;
    }

    /** @param packages the folder with {@code schema-report-<version>.ekapp} */
    void ensure(Principal admin, String shopUrl, Path packages) {
        DatabaseUrl shop = DatabaseUrl.parse(shopUrl);
        if (marks.has(PROJECT)) {
            followPort(admin, shop);
            return;
        }
        ProjectId project = projects.named(PROJECT)
                .orElseGet(() -> projects.make(admin, PROJECT).id());
        if (shop(project).isEmpty()) {
            datasources.add(admin, project, asked(shop));
        }
        if (apps.find(project, APP).isEmpty()) {
            InstalledApp app = installer.install(
                    admin, project, NewInstall.of(bytes(packages)).from(OURS));
            runs.submit(new NewRun(app, admin, Trigger.manual(), "{}", Optional.empty()));
        }
        marks.set(PROJECT);
    }

    /** The embedded PostgreSQL takes another port when its last one is in use. */
    private void followPort(Principal admin, DatabaseUrl shop) {
        projects.named(PROJECT)
                .flatMap(this::shop)
                .filter(known -> known.port() != shop.port() && known.database().equals(shop.database()))
                .ifPresent(known -> datasources.update(admin, known.project(), known.id(), at(shop)));
    }

    /** A new address needs the password again, for the demo's as for every other. */
    private static DatasourceChange at(DatabaseUrl shop) {
        return new DatasourceChange(
                Optional.empty(),
                Optional.empty(),
                Optional.of(shop.port()),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Secret(shop.password())),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private Optional<Datasource> shop(ProjectId project) {
        return datasources.list(project).stream()
                .filter(datasource -> datasource.name().equals(DATASOURCE))
                .findFirst();
    }

    private static NewDatasource asked(DatabaseUrl shop) {
        return new NewDatasource(
                DATASOURCE,
                "postgresql",
                shop.host(),
                shop.port(),
                shop.database(),
                shop.user(),
                new Secret(shop.password()),
                "disable");
    }

    private static byte[] bytes(Path packages) {
        try (Stream<Path> files = Files.list(packages)) {
            Path newest = files.filter(file -> file.getFileName().toString().startsWith(APP + "-"))
                    .max(Comparator.naturalOrder())
                    .orElseThrow(() -> new IllegalStateException("No " + APP + " package in " + packages));
            return Files.readAllBytes(newest);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read the packages in " + packages, e);
        }
    }
}
