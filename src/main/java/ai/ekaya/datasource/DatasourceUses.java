package ai.ekaya.datasource;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.store.Transaction;
import java.util.List;

/** Who still needs a datasource. The room that knows apps answers; this one may not look into it. */
@FunctionalInterface
public interface DatasourceUses {
    /** The slugs of the project's apps that are bound to the datasource, ordered. */
    List<String> apps(Transaction transaction, ProjectId project, DatasourceId datasource);
}
