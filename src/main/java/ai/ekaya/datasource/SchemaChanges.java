package ai.ekaya.datasource;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.store.Transaction;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Optional;
import java.util.function.IntFunction;

/** Is told that a datasource's schema is in another state, in the transaction that keeps it; a room below tells apps. */
public interface SchemaChanges {
    void changed(Transaction transaction, Change change);

    /**
     * A state that was not seen last.
     *
     * @param before the state before; empty for the first one
     * @param since what changed since the state of this number, or since the oldest that is kept
     */
    record Change(
            ProjectId project,
            DatasourceId datasource,
            Optional<SchemaHistory.Seen> before,
            SchemaHistory.Seen now,
            IntFunction<ArrayNode> since) {}
}
