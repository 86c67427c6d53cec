package ai.ekaya.install;

import ai.ekaya.appdb.AppId;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.PackageHash;
import ai.ekaya.pack.PackageReader;
import ai.ekaya.pack.ReadResult;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** The apps of projects: to look at, and to load for a run. Thread-safe. */
@Singleton
public final class InstalledApps {
    private static final UUID NO_ID = new UUID(0, 0);

    private final Store store;
    private final PackageReader reader;
    private final VerifiedPackages packages;

    @Inject
    public InstalledApps(Store store, PackageReader reader, Limits limits) {
        this.store = store;
        this.reader = reader;
        this.packages = new VerifiedPackages(limits.of(Limit.RUN_PACKAGES_CACHED_BYTES));
    }

    /** All that are not removed, by slug. */
    public List<InstalledApp> list(ProjectId project) {
        return store.inProject(
                project.value(),
                transaction -> rows(transaction, project).stream()
                        .filter(row -> !row.state.isGone())
                        .map(AppRow::app)
                        .toList());
    }

    /** Those that are removed and whose data is kept, by slug. */
    public List<InstalledApp> removed(ProjectId project) {
        return store.inProject(
                project.value(),
                transaction -> rows(transaction, project).stream()
                        .filter(row -> row.state.isGone())
                        .map(AppRow::app)
                        .toList());
    }

    /** By slug or by id. */
    public Optional<InstalledApp> find(ProjectId project, String app) {
        return store.inProject(project.value(), transaction -> row(transaction, project, app))
                .map(AppRow::app)
                .filter(found -> !found.state().isGone());
    }

    /** As {@link #find}; who is asking already has rights in the project, so it is said that there is none. */
    public InstalledApp require(ProjectId project, String app) {
        return find(project, app).orElseThrow(() -> missing(app));
    }

    /** As {@link #require(ProjectId, String)}, in a transaction of the project. */
    public InstalledApp require(Transaction transaction, ProjectId project, String app) {
        return row(transaction, project, app)
                .map(AppRow::app)
                .filter(found -> !found.state().isGone())
                .orElseThrow(() -> missing(app));
    }

    public Optional<InstalledApp> find(ProjectId project, AppId app) {
        return store.inProject(project.value(), transaction -> find(transaction, app));
    }

    public Optional<InstalledApp> find(Transaction transaction, AppId app) {
        return Optional.ofNullable(transaction.entities().find(AppRow.class, app.value()))
                .map(AppRow::app);
    }

    /** Of one project, those that there are. */
    public Map<AppId, InstalledApp> find(Transaction transaction, List<AppId> apps) {
        return transaction
                .entities()
                .createQuery("SELECT a FROM AppRow a WHERE a.id IN :ids", AppRow.class)
                .setParameter("ids", apps.stream().map(AppId::value).toList())
                .getResultList()
                .stream()
                .map(AppRow::app)
                .collect(Collectors.toMap(InstalledApp::id, app -> app));
    }

    /**
     * The app's package, read and verified; once while this server runs, as long as there is room to remember it.
     *
     * @throws Refusal {@code NOT_PERMITTED} when the stored bytes are no longer the package that was installed
     */
    public AppPackage load(InstalledApp app) {
        return packages.find(app.project(), app.packageHash()).orElseGet(() -> {
            AppPackage read = load(app.project(), app.packageHash())
                    .orElseThrow(() -> new Refusal(
                            RefusalCode.NOT_PERMITTED, "The package " + app.packageHash() + " is no longer stored"));
            packages.put(app.project(), read);
            return read;
        });
    }

    /** How the package wants its outputs shown; empty where it says nothing of it, or is no longer stored as it was. */
    public Optional<String> ui(ProjectId project, PackageHash hash) {
        Optional<AppPackage> known = packages.find(project, hash);
        try {
            return known.or(() -> load(project, hash)).flatMap(AppPackage::ui);
        } catch (Refusal damaged) {
            // What a run gave is shown, whatever became of the package since.
            return Optional.empty();
        }
    }

    /** As {@link #load(InstalledApp)}; empty when what is stored is not what was installed. */
    Optional<AppPackage> good(InstalledApp app) {
        try {
            return Optional.of(load(app));
        } catch (Refusal damaged) {
            return Optional.empty();
        }
    }

    /**
     * A package that an app of the project is or was made of, read and verified again; empty when it is not stored.
     *
     * @throws Refusal {@code NOT_PERMITTED} when the stored bytes are another package or none
     */
    public Optional<AppPackage> load(ProjectId project, PackageHash hash) {
        return bytes(project, hash).map(stored -> verified(hash, stored));
    }

    /** As they were uploaded; nobody has looked at them since. */
    Optional<byte[]> bytes(ProjectId project, PackageHash hash) {
        PackageRow row = store.inProject(
                project.value(),
                transaction ->
                        transaction.entities().find(PackageRow.class, new PackageRow.Key(project.value(), hash.hex())));
        return Optional.ofNullable(row).map(stored -> stored.bytes);
    }

    private AppPackage verified(PackageHash hash, byte[] bytes) {
        return switch (reader.readStored(bytes)) {
            case ReadResult.Verified(AppPackage read) when read.hash().equals(hash) -> read;
            case ReadResult.Verified(AppPackage read) ->
                throw changed(hash, read.hash().toString());
            case ReadResult.Rejected rejected -> throw changed(hash, "no readable package");
        };
    }

    private static Refusal changed(PackageHash hash, String found) {
        return new Refusal(
                RefusalCode.NOT_PERMITTED,
                "The stored package was changed after it was installed: expected " + hash + ", found " + found);
    }

    static List<AppRow> rows(Transaction transaction, ProjectId project) {
        return transaction
                .entities()
                .createQuery("SELECT a FROM AppRow a WHERE a.project = :project ORDER BY a.slug", AppRow.class)
                .setParameter("project", project.value())
                .getResultList();
    }

    static Optional<AppRow> row(Transaction transaction, ProjectId project, String app) {
        return transaction
                .entities()
                .createQuery(
                        "SELECT a FROM AppRow a WHERE a.project = :project AND (a.slug = :app OR a.id = :id)"
                                + " ORDER BY a.slug",
                        AppRow.class)
                .setParameter("project", project.value())
                .setParameter("app", app)
                .setParameter("id", id(app))
                .getResultList()
                .stream()
                .findFirst();
    }

    static Refusal missing(String app) {
        String shown = app.length() > 70 ? app.substring(0, 70) + "…" : app;
        return new Refusal(RefusalCode.NOT_FOUND, "There is no app '" + shown + "' in this project");
    }

    /** The nil UUID, which no app has, for what is none. */
    private static UUID id(String text) {
        try {
            UUID id = UUID.fromString(text);
            return id.toString().equals(text) ? id : NO_ID;
        } catch (IllegalArgumentException e) {
            return NO_ID;
        }
    }
}
