package ai.ekaya.install;

import ai.ekaya.appdb.AppCopy;
import ai.ekaya.appdb.AppId;
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
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.Capabilities;
import ai.ekaya.pack.Manifest;
import ai.ekaya.pack.PackageReader;
import ai.ekaya.sandbox.Guest;
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
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Installs. It alone calls, in this order: the package reader, the consent check, the row of an app that is being installed, the
 * sandbox, the package's tests, the app's database, the row with the audit event. A failure undoes all of it, and so does the next start when this server
 * dies. Thread-safe.
 */
@Singleton
public final class Installer {
    private static final Pattern SLUG = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    private final Store store;
    private final Limits limits;
    private final Clock clock;
    private final PackageReader reader;
    private final Sandbox sandbox;
    private final PackageTests tests;
    private final KeptTables tables;
    private final Datasources datasources;
    private final PackageTriggers triggers;
    private final AppOperations operations;
    private final HalfDone halfDone;
    private final AuditLog audit;
    private final Trials trials;

    @Inject
    public Installer(
            Store store,
            Limits limits,
            Clock clock,
            PackageReader reader,
            Sandbox sandbox,
            PackageTests tests,
            KeptTables tables,
            Datasources datasources,
            PackageTriggers triggers,
            AppOperations operations,
            HalfDone halfDone,
            AuditLog audit,
            Trials trials) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
        this.reader = reader;
        this.sandbox = sandbox;
        this.tests = tests;
        this.tables = tables;
        this.datasources = datasources;
        this.triggers = triggers;
        this.operations = operations;
        this.halfDone = halfDone;
        this.audit = audit;
        this.trials = trials;
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
                    transaction -> audit.append(
                            transaction, PackageFacts.refused(by.actor(), project, "package", refusal, known)));
            throw refusal;
        }
    }

    private InstalledApp make(Principal by, ProjectId project, NewInstall asked, Map<String, String> known) {
        AppPackage read = PackageSteps.verified(reader.read(asked.packageBytes()));
        known.putAll(PackageFacts.of(read));
        String slug = slug(asked.slug(), read.manifest());
        known.put("slug", slug);
        List<InstalledApp> others = store.inProject(project.value(), transaction -> {
            PackageSteps.requireWithinCeiling(transaction, read, asked.origin().trust());
            return InstalledApps.rows(transaction, project).stream()
                    .map(AppRow::app)
                    .toList();
        });
        Optional<AppId> kept = keptData(others, slug, read.manifest().id());
        others.stream()
                .filter(other -> kept.filter(other.id()::equals).isPresent())
                .forEach(removed -> tables.require(removed, read));
        Capabilities grants = Consent.decide(
                by,
                project,
                read.capabilities(),
                asked.grant(),
                Consent.standing(others, read.manifest().id()));
        ObjectNode settings = Settings.checked(read.manifest(), asked.settings());
        Map<String, DatasourceId> bound =
                Bindings.of(read.manifest().datasources(), available(project, read), asked.datasources());
        Optional<Schedule> schedule = schedule(read.manifest().execution());
        return carryOut(
                by,
                project,
                new Plan(read, asked.packageBytes(), slug, kept, grants, settings, bound, schedule, asked.origin()));
    }

    /** All that was asked and found right, before anything is made. */
    private record Plan(
            AppPackage read,
            byte[] bytes,
            String slug,
            Optional<AppId> kept,
            Capabilities grants,
            ObjectNode settings,
            Map<String, DatasourceId> bound,
            Optional<Schedule> schedule,
            Origin origin) {}

    private InstalledApp carryOut(Principal by, ProjectId project, Plan plan) {
        AppOperation operation = begin(by, project, plan);
        try {
            operations.begun();
            Guest guest = PackageSteps.check(plan.read(), sandbox, limits);
            operations.did(operation, AppOperation.Step.CODE_PREPARED);
            tests.require(plan.read(), guest);
            operations.did(operation, AppOperation.Step.TESTED);
            Optional<AppCopy> aside = tables.make(operation, plan.read());
            operations.did(operation, AppOperation.Step.TABLES_MADE);
            return finish(by, operation, plan, aside);
        } catch (RuntimeException e) {
            halfDone.undo(operation, e);
            throw e;
        }
    }

    /** From here on the slug is taken, and people see the app. */
    private AppOperation begin(Principal by, ProjectId project, Plan plan) {
        try {
            return store.inProject(project.value(), transaction -> {
                PackageSteps.requireNotRevoked(transaction, plan.read());
                AppRow row = plan.kept()
                        .map(id -> removed(transaction, id, plan.slug()))
                        .orElseGet(() -> fresh(transaction, by, project, plan));
                row.state = AppStatus.INSTALLING;
                transaction.entities().persist(row);
                return operations.begin(
                        transaction, row, AppOperation.Kind.INSTALL, plan.kept().isPresent());
            });
        } catch (RuntimeException e) {
            throw Conflicts.unique(e) ? taken(plan.slug()) : e;
        }
    }

    private AppRow fresh(Transaction transaction, Principal by, ProjectId project, Plan plan) {
        AppRow row = new AppRow();
        row.id = UUID.randomUUID();
        row.project = project.value();
        row.slug = plan.slug();
        fill(transaction, row, by, plan);
        return row;
    }

    /** What is kept stays as it is until all is made. */
    private static AppRow removed(Transaction transaction, AppId id, String slug) {
        AppRow row = transaction.entities().find(AppRow.class, id.value(), LockModeType.PESSIMISTIC_WRITE);
        if (row == null || row.state == AppStatus.UNINSTALLING) {
            throw purging(slug);
        }
        if (row.state != AppStatus.REMOVED) {
            throw taken(slug);
        }
        return row;
    }

    private void fill(Transaction transaction, AppRow row, Principal by, Plan plan) {
        Manifest manifest = plan.read().manifest();
        // First: the row must not name a package that is not there.
        PackageRow.keep(transaction, new ProjectId(row.project), plan.read(), plan.bytes(), clock.instant());
        row.packageId = manifest.id();
        row.name = manifest.name();
        row.version = manifest.version();
        row.packageHash = plan.read().hash().hex();
        row.catalog = plan.origin().catalog().orElse(null);
        row.grants = Columns.write(plan.grants().toJson());
        row.set(plan.settings());
        row.bind(plan.bound());
        row.owner = by.user().value();
        row.schedulePaused = null;
        row.installedAt = Timestamp.from(clock.instant());
        row.changedAt = row.installedAt;
    }

    private InstalledApp finish(Principal by, AppOperation operation, Plan plan, Optional<AppCopy> aside) {
        return store.inProject(operation.project().value(), transaction -> {
            AppRow row =
                    transaction.entities().find(AppRow.class, operation.app().value(), LockModeType.PESSIMISTIC_WRITE);
            operations.end(transaction, operation);
            aside.ifPresent(copy -> tables.swap(transaction, copy));
            fill(transaction, row, by, plan);
            row.enabled = true;
            row.settle();
            trials.hold(transaction, row, by.actor());
            row.dataKeptUntil = null;
            row.schedule =
                    plan.schedule().map(ScheduleJson::write).map(Columns::write).orElse(null);
            AppVersions.replaced(transaction, row, clock.instant());
            AppVersions.add(transaction, row, AppVersions.How.INSTALLED, by.actor(), clock.instant());
            audit.append(
                    transaction,
                    new AuditEvent(
                            AuditEvent.Type.APP_INSTALLED,
                            by.actor(),
                            Optional.of(row.project),
                            "app:" + row.id,
                            PackageFacts.of(plan.read(), plan.slug(), plan.grants())));
            InstalledApp made = row.app();
            triggers.installed(
                    transaction, by, made, plan.read().manifest().execution().triggers(), Optional.empty());
            return made;
        });
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
            if (!app.state().isGone()) {
                throw taken(slug);
            }
            if (app.state() == AppStatus.UNINSTALLING) {
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

    private List<Datasource> available(ProjectId project, AppPackage read) {
        return read.manifest().datasources().isEmpty() ? List.of() : datasources.list(project);
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
}
