package ai.ekaya.store;

import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** One open transaction on the platform's database. JPA and JDBC work of one change share it. Not thread-safe. */
public final class Transaction {
    private final EntityManager entities;
    private final Scope scope;
    private final List<Runnable> hints = new ArrayList<>();

    /** Which rows of projects a transaction sees. */
    enum Scope {
        NO_PROJECT,
        ONE_PROJECT,
        ACROSS_PROJECTS
    }

    Transaction(EntityManager entities, Scope scope) {
        this.entities = entities;
        this.scope = scope;
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

    /**
     * From here on, work in one project only. For work that spans projects and has found out which one it is about; it may enter
     * one after the other, and does not come back out.
     *
     * @throws IllegalStateException in a transaction that was not begun {@link Store#acrossProjects}
     */
    public void enter(UUID project) {
        if (scope != Scope.ACROSS_PROJECTS) {
            throw new IllegalStateException("Only a transaction across projects enters one, this is " + scope);
        }
        set("SELECT set_config('role', 'none', true), set_config('ekaya.project', ?, true)", project.toString());
    }

    /**
     * Done once this transaction has committed, and never when it is rolled back. Only for hints, as {@link Signals} are: nobody does it
     * again where the server ends in between.
     */
    public void afterCommit(Runnable hint) {
        hints.add(hint);
    }

    void committed() {
        hints.forEach(Runnable::run);
    }

    /**
     * SECURITY: first of all in a transaction. It takes the transaction's connection; until then entities are read outside of it.
     * Guarded by TenantsIT.entities_are_read_in_the_transaction_that_knows_the_project.
     */
    void set(String sql, String value) {
        try (PreparedStatement statement = connection().prepareStatement(sql)) {
            statement.setString(1, value);
            statement.execute();
        } catch (SQLException e) {
            throw new IllegalStateException("Could not set which projects a transaction sees", e);
        }
    }
}
