package ai.ekaya.install;

import ai.ekaya.appdb.AppCopies;
import ai.ekaya.appdb.AppDatabases;
import ai.ekaya.appdb.AppId;
import ai.ekaya.audit.Actor;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.store.Store;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Ends what nobody needs any more: the data of removed apps after its time, tables that updates left, and databases that a killed install or preview left.
 * Called at start and now and then; one server at a time is enough. Thread-safe.
 */
@Singleton
public final class KeptData {
    private static final Logger LOG = Logger.getLogger(KeptData.class.getName());
    private static final int AT_ONCE = 100;

    private final Store store;
    private final Limits limits;
    private final Clock clock;
    private final AppDatabases databases;
    private final AppCopies copies;
    private final Uninstaller uninstaller;

    @Inject
    public KeptData(
            Store store,
            Limits limits,
            Clock clock,
            AppDatabases databases,
            AppCopies copies,
            Uninstaller uninstaller) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
        this.databases = databases;
        this.copies = copies;
        this.uninstaller = uninstaller;
    }

    /** @return how many apps and databases it ended */
    public int sweep() {
        int ended = 0;
        for (Due due : due()) {
            ended += end(() -> uninstaller.purgeDue(due.project(), due.app(), Actor.SYSTEM), due.app());
        }
        for (AppId app : orphans()) {
            LOG.log(Level.INFO, "Database {0} belongs to no app and is dropped", app);
            ended += end(() -> databases.drop(app), app);
        }
        return ended + copies.sweep(clock.instant());
    }

    /** One that fails is tried again next time and holds up no other. */
    private static int end(Runnable work, AppId app) {
        try {
            work.run();
            return 1;
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "The data of app " + app + " could not be purged; it is tried again", e);
            return 0;
        }
    }

    private record Due(ProjectId project, AppId app) {}

    private List<Due> due() {
        return store.acrossProjects(transaction -> transaction
                .entities()
                .createQuery(
                        "SELECT a.project, a.id FROM AppRow a WHERE a.state IN :gone"
                                + " AND (a.dataKeptUntil IS NULL OR a.dataKeptUntil <= :now) ORDER BY a.dataKeptUntil",
                        Object[].class)
                .setParameter("gone", List.of(AppStatus.REMOVED, AppStatus.UNINSTALLING))
                .setParameter("now", Timestamp.from(clock.instant()))
                .setMaxResults(AT_ONCE)
                .getResultList()
                .stream()
                .map(row -> new Due(new ProjectId((UUID) row[0]), new AppId((UUID) row[1])))
                .toList());
    }

    private List<AppId> orphans() {
        Instant before = clock.instant().minus(limits.durationOf(Limit.APPDB_ORPHAN_SECONDS));
        List<AppId> old = databases.madeBefore(before);
        Set<UUID> installed = store.acrossProjects(transaction -> new HashSet<>(transaction
                .entities()
                .createQuery("SELECT a.id FROM AppRow a", UUID.class)
                .getResultList()));
        return old.stream()
                .filter(app -> !installed.contains(app.value()))
                .limit(AT_ONCE)
                .toList();
    }
}
