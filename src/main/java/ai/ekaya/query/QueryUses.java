package ai.ekaya.query;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.store.Transaction;
import java.util.List;

/** Who may run a query. The room that knows apps answers; this one may not look into it. */
@FunctionalInterface
public interface QueryUses {
    /** The slugs of the project's apps whose grants hold the query's name, ordered. */
    List<String> apps(Transaction transaction, ProjectId project, String query);
}
