package ai.ekaya.appdb;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Quantity;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.sql.CheckedStatement;
import ai.ekaya.sql.SqlFailures;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Second schemas of apps: one that an update's migrations run in before anybody sees it, and those that were live before. The name of
 * the live schema never changes, as all connections of all servers have it as their search path; a swap renames what is behind it.
 * Thread-safe.
 */
@Singleton
public final class AppCopies {
    private static final Logger LOG = Logger.getLogger(AppCopies.class.getName());

    private final PlatformOwner owner;
    private final AppDatabases databases;
    private final Limits limits;
    private final Clock clock;

    @Inject
    public AppCopies(Store store, AppDatabases databases, Limits limits, Clock clock) {
        this.owner = new PlatformOwner(store);
        this.databases = databases;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Copies the live schema with all that is in it, or nothing. It takes the place of a copy that is not finished. What the app
     * changes meanwhile is not in the copy, and the swap will say so.
     *
     * @param label for the caller, such as the hash of the package that the copy is for
     * @throws Refusal {@code CONFLICT} naming what could not be copied, or that another is just copying; {@code LIMIT} when it takes
     *     too long; {@code NOT_FOUND} when the app has no database
     */
    public AppCopy copy(AppId app, String label) {
        AppLogin live = owner.call(connection -> AppDatabases.markable(connection, app))
                .orElseThrow(() -> AppDatabases.noDatabase(app));
        owner.call(connection -> AppCopyRows.unfinished(connection, app)).forEach(this::drop);
        AppCopy begun = new AppCopy(app, AppLogin.newName(), label, clock.instant(), Optional.empty(), 0);
        try (Connection connection = owner.connect()) {
            try {
                return copy(connection, live, begun);
            } finally {
                rollback(connection);
            }
        } catch (SQLException e) {
            throw SqlFailures.connection(e);
        }
    }

    private AppCopy copy(Connection connection, AppLogin live, AppCopy begun) throws SQLException {
        connection.setAutoCommit(false);
        // All tables as they were at one time.
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        claim(connection, live, begun);
        new SchemaCopying(connection, live, live.in(begun.schema()), limits.durationOf(Limit.APPDB_COPY_MILLIS)).run();
        AppCopy made = new AppCopy(
                begun.app(),
                begun.schema(),
                begun.label(),
                begun.madeAt(),
                Optional.empty(),
                bytes(connection, begun.schema()));
        AppCopyRows.setBytes(connection, made);
        connection.commit();
        return made;
    }

    /** One copy of an app is made at a time; the other waits here, and is then told. */
    private void claim(Connection connection, AppLogin live, AppCopy begun) throws SQLException {
        try {
            AppRoles.run(connection, "SET LOCAL lock_timeout = " + limits.of(Limit.APPDB_SWAP_WAIT_MILLIS));
            AppCopyRows.insert(connection, live, begun);
        } catch (SQLException e) {
            if (List.of("23505", "40001", "55P03").contains(String.valueOf(e.getSQLState()))) {
                throw new Refusal(
                        RefusalCode.CONFLICT, "The app's schema is being copied already; try again in a while", e);
            }
            throw e;
        }
    }

    private static long bytes(Connection connection, String schema) throws SQLException {
        return Long.parseLong(AppRoles.names(
                        connection,
                        "SELECT coalesce(sum(pg_total_relation_size(oid)), 0) FROM pg_class WHERE relnamespace = '"
                                + schema + "'::regnamespace AND relkind IN ('r', 'm', 'S')")
                .get(0));
    }

    private static void rollback(Connection connection) throws SQLException {
        if (!connection.isClosed()) {
            connection.rollback();
        }
    }

    /** Which of these migrations the live schema has not had. @throws Refusal {@code BAD_ARGUMENT} when one was changed since */
    public List<AppMigration> pending(AppId app, List<AppMigration> migrations) {
        AppLogin live = find(app);
        Map<Integer, String> applied = owner.call(connection -> AppliedMigrations.read(connection, live));
        return migrations.stream()
                .filter(migration -> !AppliedMigrations.contains(applied, migration))
                .toList();
    }

    /** The numbers of those that the live schema has had and that are not among these, in their order. */
    public List<Integer> unknown(AppId app, List<AppMigration> migrations) {
        AppLogin live = find(app);
        Set<Integer> known = migrations.stream().map(AppMigration::number).collect(Collectors.toSet());
        return owner.call(connection -> AppliedMigrations.read(connection, live)).keySet().stream()
                .filter(number -> !known.contains(number))
                .sorted()
                .toList();
    }

    private AppLogin find(AppId app) {
        return owner.call(connection -> AppLogins.find(connection, app))
                .orElseThrow(() -> AppDatabases.noDatabase(app));
    }

    /**
     * Runs in the copy what it has not had, as the app's own login, all or nothing. The login has a right on the copy for this time.
     *
     * @throws Refusal as {@link AppDatabases#create} does; {@code NOT_FOUND} when the copy is no longer there
     */
    public void migrate(AppCopy copy, List<AppMigration> migrations) {
        Map<AppMigration, List<CheckedStatement>> checked = databases.check(migrations);
        AppLogin login = find(copy.app()).in(copy.schema());
        owner.call(connection -> {
            AppRoles.lock(connection);
            if (!AppCopyRows.lockNext(connection, copy)) {
                throw noCopy();
            }
            CopyAccess.open(connection, login);
            return copy;
        });
        try (Connection connection = databases.driver(login).getConnection()) {
            connection.setAutoCommit(false);
            databases.apply(connection, checked);
        } catch (SQLException e) {
            throw SqlFailures.connection(e);
        } finally {
            owner.call(connection -> {
                AppRoles.lock(connection);
                if (AppCopyRows.lockNext(connection, copy)) {
                    CopyAccess.close(connection, login);
                }
                return copy;
            });
        }
    }

    private static Refusal noCopy() {
        return new Refusal(RefusalCode.NOT_FOUND, "This copy of the app's schema is no longer there; make another");
    }

    /**
     * Puts a copy in the place of the live schema, and with one that was kept its state: when the transaction commits, at once, and
     * for all servers. What was live is kept.
     *
     * @param transaction in the app's project; it is to be committed soon, as the app's statements wait for it
     * @throws Refusal {@code CONFLICT} when the app has changed its tables since they were copied; {@code UNAVAILABLE} when statements
     *     of the app do not end; the transaction is to be rolled back then
     */
    public AppCopy swap(Transaction transaction, AppCopy copy, AppCopy.Keeping keeping) {
        Instant now = clock.instant();
        try (PreparedStatement swap = transaction
                .connection()
                .prepareStatement("SELECT kept, kept_bytes FROM ekaya.swap_app_schema(?, ?, ?, ?, ?, ?, ?)")) {
            swap.setObject(1, copy.app().value());
            swap.setString(2, copy.schema());
            swap.setString(3, keeping.label());
            swap.setTimestamp(4, Timestamp.from(keeping.until()));
            swap.setTimestamp(5, Timestamp.from(now));
            swap.setInt(6, limits.intOf(Limit.APPDB_SWAP_WAIT_MILLIS));
            swap.setInt(7, limits.intOf(Limit.APPDB_COPIES_COUNT));
            try (ResultSet row = swap.executeQuery()) {
                row.next();
                return new AppCopy(
                        copy.app(),
                        row.getString(1),
                        keeping.label(),
                        now,
                        Optional.of(keeping.until()),
                        row.getLong(2));
            }
        } catch (SQLException e) {
            throw refusal(e, copy);
        }
    }

    private RuntimeException refusal(SQLException failure, AppCopy copy) {
        return switch (String.valueOf(failure.getSQLState())) {
            case "EK404" -> noCopy();
            case "EK409" ->
                new Refusal(
                        RefusalCode.CONFLICT,
                        "The app has changed its tables since they were copied; copy them again",
                        failure);
            case "55P03" ->
                new Refusal(
                        RefusalCode.UNAVAILABLE,
                        "A statement of the app has been running for more than "
                                + Quantity.ofDuration(limits.durationOf(Limit.APPDB_SWAP_WAIT_MILLIS))
                                + ", so its tables were not swapped; try again when it has ended",
                        failure);
            default -> new IllegalStateException("Could not swap the schema of app " + copy.app(), failure);
        };
    }

    /** The schemas that were live once and can be swapped in again, the newest first. */
    public List<AppCopy> kept(AppId app) {
        return owner.call(connection -> AppCopyRows.kept(connection, app, clock.instant()));
    }

    /** Drops what was copied for an update that did not come to its end. */
    public void dropUnfinished(AppId app) {
        owner.call(connection -> AppCopyRows.unfinished(connection, app)).forEach(this::drop);
    }

    /** Does nothing when it is gone already. */
    public void drop(AppCopy copy) {
        owner.call(connection -> {
            AppRoles.dropCopy(connection, copy);
            return copy;
        });
    }

    /**
     * Drops what nobody will swap in any more: what is over its time, what was begun long ago and not finished, and what a limit
     * does not let an app keep. To be called by a timer, on one server.
     *
     * @return how many it dropped
     */
    public int sweep(Instant now) {
        Instant unfinished = now.minus(limits.durationOf(Limit.APPDB_COPY_REST_SECONDS));
        int dropped = 0;
        for (AppCopy copy : owner.call(connection -> AppCopyRows.over(connection, now, unfinished))) {
            try {
                drop(copy);
                dropped++;
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "A copy of app " + copy.app() + " was not dropped; it is tried again", e);
            }
        }
        return dropped;
    }
}
