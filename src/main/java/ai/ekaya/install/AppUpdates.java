package ai.ekaya.install;

import ai.ekaya.appdb.AppDatabases;
import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.audit.Changes;
import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.datasource.Datasources;
import ai.ekaya.identity.Access;
import ai.ekaya.identity.Action;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.Capabilities;
import ai.ekaya.pack.Manifest;
import ai.ekaya.pack.PackageReader;
import ai.ekaya.sandbox.Sandbox;
import ai.ekaya.store.Store;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Puts another package of the same id into an installed app: same data, same schedule, settings and bindings as far as the new
 * package still has them. The order is the installer's: read, consent, sandbox, database, then the row with its audit event. Runs
 * that have begun end on the package that they began with. Thread-safe.
 */
@Singleton
public final class AppUpdates {
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
    public AppUpdates(
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

    /**
     * @param asked its slug is not looked at; settings and datasources change what the app has
     * @throws Refusal with the reason; the app is as it was then, and an audit event tells of it
     */
    public InstalledApp update(Principal by, ProjectId project, String app, NewInstall asked) {
        Access.require(by, Action.INSTALL_APP, project);
        List<InstalledApp> apps =
                store.inProject(project.value(), transaction -> InstalledApps.rows(transaction, project)).stream()
                        .map(AppRow::app)
                        .toList();
        InstalledApp found = apps.stream()
                .filter(one -> one.slug().equals(app) || one.id().toString().equals(app))
                .filter(one -> one.state() != AppStatus.REMOVED)
                .findFirst()
                .orElseThrow(() -> InstalledApps.missing(app));
        Map<String, String> known = new TreeMap<>(Map.of("slug", found.slug()));
        try {
            AppPackage read = Installer.verified(reader.read(asked.packageBytes()));
            known.putAll(Installer.facts(read));
            return change(by, found, apps, read, asked);
        } catch (Refusal refusal) {
            store.transactIn(
                    project.value(),
                    transaction -> audit.append(
                            transaction, Installer.refused(by, project, "app:" + found.id(), refusal, known)));
            throw refusal;
        }
    }

    private InstalledApp change(
            Principal by, InstalledApp found, List<InstalledApp> apps, AppPackage read, NewInstall asked) {
        Manifest manifest = read.manifest();
        if (!manifest.id().equals(found.packageId())) {
            throw new Refusal(
                    RefusalCode.CONFLICT,
                    "App '" + found.slug() + "' is of package '" + found.packageId() + "' and the upload is '"
                            + manifest.id() + "'; install that under a slug of its own");
        }
        Capabilities grants = Consent.decide(
                by, found.project(), read.capabilities(), asked.grant(), Installer.standing(apps, manifest.id()));
        ObjectNode settings = Settings.checked(manifest, settings(found, manifest, asked));
        Map<String, DatasourceId> bound = Bindings.of(
                manifest.datasources(), datasources.list(found.project()), bindings(found, manifest, asked));
        Installer.check(read, sandbox, limits);
        Installer.makeDatabase(databases, found.project(), found.id(), read);
        return store.inProject(found.project().value(), transaction -> {
            AppRow row = transaction.entities().find(AppRow.class, found.id().value(), LockModeType.PESSIMISTIC_WRITE);
            if (row == null || row.state == AppStatus.REMOVED) {
                throw InstalledApps.missing(found.slug());
            }
            Map<String, String> details = Installer.details(read, row.slug, grants);
            Changes changes = Changes.NONE
                    .and("version", row.version, manifest.version())
                    .and("packageHash", "blake3:" + row.packageHash, read.hash().toString())
                    .and("grants", row.grants, Columns.write(grants.toJson()));
            details.put("fromVersion", row.version);
            details.put("fromPackageHash", "blake3:" + row.packageHash);
            String before = row.packageHash;
            Optional<String> versionBefore = Optional.of(row.version);
            PackageRow.keep(transaction, found.project(), read, asked.packageBytes(), clock.instant());
            row.name = manifest.name();
            row.version = manifest.version();
            row.packageHash = read.hash().hex();
            row.grants = Columns.write(grants.toJson());
            row.settings = Columns.write(settings);
            row.bind(bound);
            row.changedAt = Timestamp.from(clock.instant());
            audit.append(
                    transaction,
                    new AuditEvent(
                                    AuditEvent.Type.APP_UPDATED,
                                    by.actor(),
                                    Optional.of(row.project),
                                    "app:" + row.id,
                                    details)
                            .changing(changes));
            // The package before stays stored until the next update: a run that is about to begin may still load it.
            Set<String> needed = new HashSet<>(uses.needed(transaction, found.project()));
            needed.add(before);
            PackageRow.forget(transaction, found.project(), needed);
            InstalledApp updated = row.app();
            triggers.installed(transaction, by, updated, manifest.execution().triggers(), versionBefore);
            return updated;
        });
    }

    /** Of the app's settings those that the new package knows, changed by those that came. */
    private static ObjectNode settings(InstalledApp found, Manifest manifest, NewInstall asked) {
        ObjectNode settings = Columns.object();
        found.settings().properties().forEach(one -> {
            if (manifest.settings().path("properties").has(one.getKey())) {
                settings.set(one.getKey(), one.getValue());
            }
        });
        settings.setAll(asked.settings());
        return settings;
    }

    private static Map<String, String> bindings(InstalledApp found, Manifest manifest, NewInstall asked) {
        Map<String, String> bindings = new LinkedHashMap<>();
        manifest.datasources()
                .forEach(slot -> Optional.ofNullable(found.datasources().get(slot.alias()))
                        .ifPresent(id -> bindings.put(slot.alias(), id.toString())));
        bindings.putAll(asked.datasources());
        return bindings;
    }
}
