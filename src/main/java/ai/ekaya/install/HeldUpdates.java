package ai.ekaya.install;

import ai.ekaya.appdb.AppId;
import ai.ekaya.audit.Actor;
import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.catalog.TrustLevel;
import ai.ekaya.identity.Access;
import ai.ekaya.identity.Action;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.notify.NewNotification;
import ai.ekaya.notify.Notifications;
import ai.ekaya.notify.Severity;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.Capabilities;
import ai.ekaya.pack.PackageHash;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Updates that ask for more than stands: kept until an admin agrees to that very package, or somebody drops them. Thread-safe. */
@Singleton
public final class HeldUpdates {
    private final Store store;
    private final Clock clock;
    private final InstalledApps apps;
    private final KeptPackages packages;
    private final Notifications notifications;
    private final AuditLog audit;

    @Inject
    public HeldUpdates(
            Store store,
            Clock clock,
            InstalledApps apps,
            KeptPackages packages,
            Notifications notifications,
            AuditLog audit) {
        this.store = store;
        this.clock = clock;
        this.apps = apps;
        this.packages = packages;
        this.notifications = notifications;
        this.audit = audit;
    }

    private record Row(
            PackageHash hash,
            Optional<Capabilities> grant,
            String settings,
            String datasources,
            Origin origin,
            String by,
            Instant at) {}

    /** In place of one that waits already. */
    HeldUpdateView hold(Actor who, InstalledApp app, AppPackage read, NewInstall asked) {
        store.transactIn(app.project().value(), transaction -> {
            PackageRow.keep(transaction, app.project(), read, asked.packageBytes(), clock.instant());
            Sql.update(
                    transaction,
                    """
                    INSERT INTO ekaya.app_held_update (app_id, project_id, package_hash, version, grants, settings, datasources, trust, catalog,
                        by_kind, by_id, by_name, at)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (app_id) DO UPDATE SET package_hash = excluded.package_hash, version = excluded.version,
                        grants = excluded.grants, settings = excluded.settings, datasources = excluded.datasources,
                        trust = excluded.trust, catalog = excluded.catalog, by_kind = excluded.by_kind, by_id = excluded.by_id, by_name = excluded.by_name, at = excluded.at
                    """,
                    app.id().value(),
                    app.project().value(),
                    read.hash().hex(),
                    read.manifest().version(),
                    asked.grant().map(Capabilities::toJson).map(Columns::write),
                    Columns.write(asked.settings()),
                    Columns.write(bindings(asked)),
                    asked.origin().trust().text(),
                    asked.origin().catalog(),
                    who.kind(),
                    who.id(),
                    who.name(),
                    clock.instant());
            packages.forgetOthers(transaction, app.project());
            audit.append(transaction, event(AuditEvent.Type.APP_UPDATE_HELD, who, app, read));
            notifications.tell(
                    transaction,
                    new NewNotification(
                            app.project(),
                            Severity.WARNING,
                            "An update of " + app.slug() + " waits for an admin",
                            "Version " + read.manifest().version()
                                    + " asks for more than version " + app.version()
                                    + " was granted; an admin agrees to it or"
                                    + " drops it on the app's page",
                            app.slug(),
                            Optional.empty(),
                            "held-update:" + app.id()));
        });
        return require(app);
    }

    private static ObjectNode bindings(NewInstall asked) {
        ObjectNode json = Columns.object();
        asked.datasources().forEach(json::put);
        return json;
    }

    private static AuditEvent event(AuditEvent.Type type, Actor by, InstalledApp app, AppPackage read) {
        return new AuditEvent(type, by, Optional.of(app.project().value()), "app:" + app.id(), PackageFacts.of(read));
    }

    /** @throws Refusal {@code NOT_FOUND} when none waits */
    HeldUpdateView require(InstalledApp app) {
        return view(app, row(app));
    }

    /** Empty when none waits. */
    Optional<HeldUpdateView> find(InstalledApp app) {
        return found(app).map(row -> view(app, row));
    }

    private HeldUpdateView view(InstalledApp app, Row row) {
        AppPackage read = read(app, row.hash());
        Capabilities grants = Consent.grants(read.capabilities(), row.grant());
        return new HeldUpdateView(app.slug(), ConsentView.of(read, Optional.of(app), grants, true), row.by(), row.at());
    }

    private Optional<Row> found(InstalledApp app) {
        return store.inProject(
                app.project().value(),
                transaction -> Sql.first(
                        transaction,
                        "SELECT package_hash, grants, settings, datasources, trust, catalog, by_name, at FROM ekaya.app_held_update"
                                + " WHERE app_id = ?",
                        HeldUpdates::read,
                        app.id().value()));
    }

    private Row row(InstalledApp app) {
        return found(app)
                .orElseThrow(() ->
                        new Refusal(RefusalCode.NOT_FOUND, "No update of app '" + app.slug() + "' waits for an admin"));
    }

    private static Row read(ResultSet row) throws SQLException {
        return new Row(
                new PackageHash(row.getString("package_hash")),
                Optional.ofNullable(row.getString("grants")).map(Columns::read).map(Capabilities::fromJson),
                row.getString("settings"),
                row.getString("datasources"),
                new Origin(TrustLevel.of(row.getString("trust")), Optional.ofNullable(row.getString("catalog"))),
                row.getString("by_name"),
                row.getTimestamp("at").toInstant());
    }

    private AppPackage read(InstalledApp app, PackageHash hash) {
        return apps.load(app.project(), hash)
                .orElseThrow(() -> new IllegalStateException("The package of a held update is not stored: " + hash));
    }

    /**
     * What was asked for, to be done now.
     *
     * @param agreed the package that was agreed to
     * @throws Refusal {@code CONFLICT} when another one waits by now
     */
    NewInstall agreed(InstalledApp app, PackageHash agreed) {
        Row row = row(app);
        if (!row.hash().equals(agreed)) {
            throw new Refusal(
                    RefusalCode.CONFLICT,
                    "You agreed to " + agreed + ", and by now " + row.hash() + " waits; look at that one first");
        }
        byte[] bytes = apps.bytes(app.project(), agreed)
                .orElseThrow(() -> new IllegalStateException("The package of a held update is not stored: " + agreed));
        Map<String, String> datasources = new LinkedHashMap<>();
        Columns.read(row.datasources())
                .properties()
                .forEach(entry ->
                        datasources.put(entry.getKey(), entry.getValue().textValue()));
        return new NewInstall(
                bytes, Optional.empty(), row.grant(), datasources, Columns.read(row.settings()), row.origin());
    }

    /** Forgets it; the app stays as it is. */
    public void drop(Principal by, ProjectId project, String app) {
        Access.require(by, Action.INSTALL_APP, project);
        InstalledApp found = apps.require(project, app);
        AppPackage read = read(found, row(found).hash());
        store.transactIn(project.value(), transaction -> {
            if (forget(transaction, found.id(), read.hash())) {
                audit.append(transaction, event(AuditEvent.Type.APP_UPDATE_DROPPED, by.actor(), found, read));
                packages.forgetOthers(transaction, project);
            }
        });
    }

    /** False when this one does not wait any more. */
    static boolean forget(Transaction transaction, AppId app, PackageHash hash) {
        return Sql.update(
                        transaction,
                        "DELETE FROM ekaya.app_held_update WHERE app_id = ? AND package_hash = ?",
                        app.value(),
                        hash.hex())
                == 1;
    }
}
