package ai.ekaya.store;

import jakarta.persistence.EntityManager;
import java.sql.Connection;

/** One open transaction on the platform's database. JPA and JDBC work of one change share it. Not thread-safe. */
public final class Transaction {
    private final EntityManager entities;

    Transaction(EntityManager entities) {
        this.entities = entities;
    }

    public EntityManager entities() {
        return entities;
    }

    /**
     * The connection under the entity manager, for statements where SQL is the point. Pending entity changes are flushed first.
     * Never close, commit or roll it back: {@link Store} does.
     */
    public Connection connection() {
        entities.flush();
        return entities.unwrap(Connection.class);
    }
}
