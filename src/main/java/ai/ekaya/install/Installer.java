package ai.ekaya.install;

import ai.ekaya.appdb.AppDatabases;
import ai.ekaya.appdb.AppId;
import ai.ekaya.appdb.AppMigration;
import ai.ekaya.audit.Actor;
import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.datasource.Datasource;
import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.datasource.Datasources;
import ai.ekaya.identity.Access;
import ai.ekaya.identity.Action;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Quantity;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.Capabilities;
import ai.ekaya.pack.EffectiveLimits;
import ai.ekaya.pack.Manifest;
import ai.ekaya.pack.PackageReader;
import ai.ekaya.pack.ReadResult;
import ai.ekaya.sandbox.GuestCode;
import ai.ekaya.sandbox.Sandbox;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Installs and uninstalls. It alone calls, in this order: the package reader, the consent check, the sandbox (bad code is refused
 * before anything is made), the app's database, its own row with the audit event. A failure undoes in reverse. Thread-safe.
 */
@Singleton
public final class Installer {
    private static final Pattern SLUG = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    private final Store store;
    private final Limits limits;
    private final Clock clock;
    private final PackageReader reader;
    private final Sandbox sandbox;
    private final AppDatabases databases;
    private final Datasources datasources;
    private final PackageUses uses;
    private final PackageTriggers triggers;
    private final AuditLog audit;

    @Inject
    public Installer(
            Store store,
            Limits limits,
            Clock clock,
            PackageReader reader,
            Sandbox sandbox,
            AppDatabases databases,
            Datasources datasources,
            PackageUses uses,
            PackageTriggers triggers,
            AuditLog audit) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
        this.reader = reader;
        this.sandbox = sandbox;
        this.databases = databases;
        this.datasources = datasources;
        this.uses = uses;
        this.triggers = triggers;
        this.audit = audit;
    }

    /** @throws Refusal with the reason; nothing has been made then, and an audit event tells of it */
    public InstalledApp install(Principal by, ProjectId project, NewInstall asked) {
        Access.require(by, Action.INSTALL_APP, project);
        Map<String, String> known = new TreeMap<>();
        asked.slug().ifPresent(slug -> known.put("slug", slug));
        try {
            return make(by, project, asked, known);
        } catch (Refusal refusal) {
            store.transactIn(
                    project.value(),
                    transaction -> audit.append(transaction, refused(by, project, "package", refusal, known)));
            throw refusal;
        }
    }

    /** @param known what was known of the package when it was refused */
    static AuditEvent refused(
            Principal by, ProjectId project, String subject, Refusal refusal, Map<String, String> known) {
        Map<String, String> details = new TreeMap<>(known);
        details.put("code", refusal.code().name());
        details.put("reason", refusal.reason());
        return new AuditEvent(
                AuditEvent.Type.APP_INSTALL_REFUSED, by.actor(), Optional.of(project.value()), subject, details);
    }

    private InstalledApp make(Principal by, ProjectId project, NewInstall asked, Map<String, String> known) {
        AppPackage read = verified(reader.read(asked.packageBytes()));
        known.putAll(facts(read));
        String slug = slug(asked.slug(), read.manifest());
        known.put("slug", slug);
        List<InstalledApp> others =
                store.inProject(project.value(), transaction -> InstalledApps.rows(transaction, project)).stream()
                        .map(AppRow::app)
                        .toList();
        Optional<AppId> kept = keptData(others, slug, read.manifest().id());
        Capabilities grants = Consent.decide(
                by,
                project,
                read.capabilities(),
                asked.grant(),
                standing(others, read.manifest().id()));
        ObjectNode settings = Settings.checked(read.manifest(), asked.settings());
        Map<String, DatasourceId> bound =
                Bindings.of(read.manifest().datasources(), available(project, read), asked.datasources());
        Optional<Schedule> schedule = schedule(read.manifest().execution());
        check(read, sandbox, limits);

        AppId id = kept.orElseGet(() -> new AppId(UUID.randomUUID()));
        makeDatabase(databases, project, id, read);
        try {
            return store.inProject(project.value(), transaction -> {
                // First: the row of an app that was removed is there already, and must not name a package that is not.
                PackageRow.keep(transaction, project, read, asked.packageBytes(), clock.instant());
                AppRow row = row(transaction, id, project, slug);
                row.packageId = read.manifest().id();
                row.name = read.manifest().name();
                row.version = read.manifest().version();
                row.packageHash = read.hash().hex();
                row.grants = Columns.write(grants.toJson());
                row.settings = Columns.write(settings);
                row.bind(bound);
                row.schedule =
                        schedule.map(ScheduleJson::write).map(Columns::write).orElse(null);
                row.owner = by.user().value();
                row.schedulePaused = null;
                transaction.entities().persist(row);
                audit.append(
                        transaction,
                        new AuditEvent(
                                AuditEvent.Type.APP_INSTALLED,
                                by.actor(),
                                Optional.of(project.value()),
                                "app:" + id,
                                details(read, slug, grants)));
                InstalledApp made = row.app();
                triggers.installed(
                        transaction, by, made, read.manifest().execution().triggers(), Optional.empty());
                return made;
            });
        } catch (RuntimeException e) {
            if (kept.isEmpty()) {
                databases.drop(id);
            }
            throw Conflicts.unique(e) ? taken(slug) : e;
        }
    }

    /** @throws Refusal {@code BAD_ARGUMENT} with what is wrong and where */
    public static AppPackage verified(ReadResult result) {
        return switch (result) {
            case ReadResult.Verified(AppPackage read) -> read;
            case ReadResult.Rejected(List<ReadResult.Finding> findings) ->
                throw new Refusal(
                        RefusalCode.BAD_ARGUMENT,
                        "The package is refused: " + Settings.sentence(findings),
                        Settings.details(findings));
        };
    }

    private static String slug(Optional<String> asked, Manifest manifest) {
        String slug = asked.orElse(manifest.id());
        if (!SLUG.matcher(slug).matches()) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    "A slug is 1 to 63 lower-case letters, digits and dashes and starts with a letter");
        }
        return slug;
    }

    /** The id of a removed app whose data was kept and that this install continues. */
    private Optional<AppId> keptData(List<InstalledApp> others, String slug, String packageId) {
        Optional<InstalledApp> same =
                others.stream().filter(app -> app.slug().equals(slug)).findFirst();
        if (same.isPresent()) {
            InstalledApp app = same.get();
            if (app.state() != AppStatus.REMOVED) {
                throw taken(slug);
            }
            if (app.dataKeptUntil().isEmpty()) {
                throw purging(slug);
            }
            if (!app.packageId().equals(packageId)) {
                throw new Refusal(
                        RefusalCode.CONFLICT,
                        "The data of a removed app of package '" + app.packageId() + "' is kept under '" + slug
                                + "'; add ?slug=<other name>, or DELETE …/apps/" + slug + "?data=purge first");
            }
        } else if (others.size() >= limits.of(Limit.INSTALL_APPS_PER_PROJECT_COUNT)) {
            throw new Refusal(
                    RefusalCode.LIMIT,
                    "The project has " + others.size() + " apps, at most "
                            + limits.of(Limit.INSTALL_APPS_PER_PROJECT_COUNT));
        }
        return same.map(InstalledApp::id);
    }

    private static Refusal purging(String slug) {
        return new Refusal(
                RefusalCode.CONFLICT,
                "The data of the removed app '" + slug + "' is being purged; try again in a moment");
    }

    private static Refusal taken(String slug) {
        return new Refusal(
                RefusalCode.CONFLICT,
                "An app '" + slug + "' is already installed in this project; add ?slug=<other name> to install the"
                        + " package a second time, or DELETE …/apps/" + slug + " first (its data is kept)");
    }

    static Map<String, String> details(AppPackage read, String slug, Capabilities grants) {
        Map<String, String> details = new TreeMap<>(facts(read));
        details.put("slug", slug);
        details.put("hostFunctions", grants.hostFunctions().stream().sorted().collect(Collectors.joining(" ")));
        if (!grants.queries().isEmpty()) {
            details.put("queries", grants.queries().stream().sorted().collect(Collectors.joining(" ")));
        }
        if (!grants.secrets().isEmpty()) {
            details.put("secrets", grants.secrets().stream().sorted().collect(Collectors.joining(" ")));
        }
        return details;
    }

    /** What audit events say of a package. */
    static Map<String, String> facts(AppPackage read) {
        return Map.of(
                "package",
                read.manifest().id(),
                "version",
                read.manifest().version(),
                "packageHash",
                read.hash().toString());
    }

    static List<Capabilities> standing(List<InstalledApp> others, String packageId) {
        return others.stream()
                .filter(app ->
                        app.state() != AppStatus.REMOVED && app.packageId().equals(packageId))
                .map(InstalledApp::grants)
                .toList();
    }

    private List<Datasource> available(ProjectId project, AppPackage read) {
        return read.manifest().datasources().isEmpty() ? List.of() : datasources.list(project);
    }

    /**
     * Whether the package's code can run at all, with the memory that the package asks for.
     *
     * @throws Refusal naming what in the code is not accepted and where
     */
    public static void check(AppPackage read, Sandbox sandbox, Limits limits) {
        long bytes = sandbox.prepare(code(read)).memoryBytesAtStart();
        long bytesMax = EffectiveLimits.of(read.capabilities(), limits).memoryBytes();
        if (bytes > bytesMax) {
            throw new Refusal(
                    RefusalCode.LIMIT,
                    "app.wasm starts with " + Quantity.ofBytes(bytes) + " of memory and tables, the package has "
                            + Quantity.ofBytes(bytesMax)
                            + "; ask for more as limits.memory in capabilities.json, at most "
                            + Quantity.ofBytes(limits.of(Limit.SANDBOX_MEMORY_CEILING_BYTES))
                            + ", or compile the app with less");
        }
    }

    /** What the sandbox prepares of a package. */
    public static GuestCode code(AppPackage read) {
        return switch (read.code()) {
            case AppPackage.Code.JavaScript(SortedMap<String, String> files) -> new GuestCode.JavaScript(files);
            case AppPackage.Code.WebAssembly(byte[] module) -> new GuestCode.WebAssembly(module);
        };
    }

    /** Makes or updates what of a database the package uses; a package without tables needs none. */
    public static void makeDatabase(AppDatabases databases, ProjectId project, AppId app, AppPackage read) {
        if (!read.migrations().isEmpty() || read.capabilities().hostFunctions().contains("db_query")) {
            databases.create(project.value(), app, migrations(read));
        }
    }

    private Optional<Schedule> schedule(Manifest.Execution execution) {
        if (execution.defaultSchedule().isEmpty() || !execution.modes().contains(Manifest.Mode.SCHEDULED)) {
            return Optional.empty();
        }
        ObjectNode asked =
                Columns.object().put("cron", execution.defaultSchedule().get());
        execution.overlap().ifPresent(overlap -> asked.put("overlap", overlap));
        execution.catchUp().ifPresent(catchUp -> asked.put("catchUp", catchUp));
        return Optional.of(ScheduleJson.asked(asked, limits, clock.instant()));
    }

    /** What the app's database runs of a package. */
    private static List<AppMigration> migrations(AppPackage read) {
        return read.migrations().stream()
                .map(migration -> new AppMigration(migration.number(), migration.name(), migration.sql()))
                .toList();
    }

    private AppRow row(Transaction transaction, AppId id, ProjectId project, String slug) {
        AppRow row = transaction.entities().find(AppRow.class, id.value(), LockModeType.PESSIMISTIC_WRITE);
        if (row == null) {
            row = new AppRow();
            row.id = id.value();
            row.project = project.value();
            row.slug = slug;
        }
        if (row.state == AppStatus.REMOVED && row.dataKeptUntil == null) {
            throw purging(slug);
        }
        row.state = AppStatus.ENABLED;
        row.dataKeptUntil = null;
        row.installedAt = Timestamp.from(clock.instant());
        row.changedAt = row.installedAt;
        return row;
    }

    /** Takes the app away and keeps its schema, state and runs, until it is installed again or purged. */
    public void uninstall(Principal by, ProjectId project, String app) {
        Access.require(by, Action.REMOVE_APP, project);
        store.transactIn(project.value(), transaction -> {
            AppRow row = InstalledApps.row(transaction, project, app)
                    .filter(found -> found.state != AppStatus.REMOVED)
                    .orElseThrow(() -> InstalledApps.missing(app));
            row.state = AppStatus.REMOVED;
            row.schedule = null;
            row.changedAt = Timestamp.from(clock.instant());
            row.dataKeptUntil =
                    Timestamp.from(clock.instant().plus(limits.durationOf(Limit.INSTALL_DATA_KEPT_SECONDS)));
            triggers.removed(transaction, row.app());
            audit.append(transaction, removed(by.actor(), row, "keep"));
        });
    }

    /** Takes the app away with its schema, role, state, runs and package. */
    public void purge(Principal by, ProjectId project, String app) {
        Access.require(by, Action.REMOVE_APP, project);
        AppId id = store.inProject(project.value(), transaction -> {
            AppRow row = InstalledApps.row(transaction, project, app).orElseThrow(() -> InstalledApps.missing(app));
            triggers.removed(transaction, row.app());
            return claimed(row);
        });
        end(project, id, by.actor());
    }

    /** Purges what is kept of a removed app when its time is over; does nothing when it was installed again meanwhile. */
    void purgeDue(ProjectId project, AppId app, Actor by) {
        boolean due = store.inProject(project.value(), transaction -> {
            AppRow row = transaction.entities().find(AppRow.class, app.value(), LockModeType.PESSIMISTIC_WRITE);
            boolean over = row != null
                    && row.state == AppStatus.REMOVED
                    && (row.dataKeptUntil == null
                            || !row.dataKeptUntil.toInstant().isAfter(clock.instant()));
            if (over) {
                claimed(row);
            }
            return over;
        });
        if (due) {
            end(project, app, by);
        }
    }

    /** No run starts while the schema goes away, and nobody installs over it; when dropping fails, purging again finishes it. */
    private static AppId claimed(AppRow row) {
        row.state = AppStatus.REMOVED;
        row.schedule = null;
        row.dataKeptUntil = null;
        return new AppId(row.id);
    }

    private void end(ProjectId project, AppId id, Actor by) {
        databases.drop(id);
        store.transactIn(project.value(), transaction -> {
            AppRow row = transaction.entities().find(AppRow.class, id.value());
            if (row == null) {
                return;
            }
            transaction.entities().remove(row);
            audit.append(transaction, removed(by, row, "purge"));
            transaction.entities().flush();
            PackageRow.forget(transaction, project, uses.needed(transaction, project));
        });
    }

    private static AuditEvent removed(Actor by, AppRow row, String data) {
        return new AuditEvent(
                AuditEvent.Type.APP_UNINSTALLED,
                by,
                Optional.of(row.project),
                "app:" + row.id,
                Map.of("slug", row.slug, "packageHash", "blake3:" + row.packageHash, "data", data));
    }
}
