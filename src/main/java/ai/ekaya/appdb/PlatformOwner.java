package ai.ekaya.appdb;

import ai.ekaya.store.Store;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.ds.PGSimpleDataSource;

/** Work as the owner of the platform's database, which alone may make roles and schemas. Thread-safe. */
final class PlatformOwner {
    private final Store store;

    PlatformOwner(Store store) {
        this.store = store;
    }

    /** Work that may throw SQLException. */
    interface Work<T> {
        T apply(Connection owner) throws SQLException;
    }

    /** In one transaction, committed when the work returns. */
    <T> T call(Work<T> work) {
        try (Connection owner = store.owner().getConnection()) {
            owner.setAutoCommit(false);
            try {
                T result = work.apply(owner);
                owner.commit();
                return result;
            } finally {
                owner.rollback();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Could not change the roles or schemas of apps", e);
        }
    }

    /** A connection beside the pool's few, for work that takes long. Close it. */
    Connection connect() throws SQLException {
        return store.owner().unwrap(PGSimpleDataSource.class).getConnection();
    }

    /** Where the database is; to be given another login. */
    PGSimpleDataSource driver() {
        try {
            PGSimpleDataSource driver = new PGSimpleDataSource();
            driver.setUrl(store.owner().unwrap(PGSimpleDataSource.class).getUrl());
            return driver;
        } catch (SQLException e) {
            throw new IllegalStateException("The store's pool has no PostgreSQL driver", e);
        }
    }
}
