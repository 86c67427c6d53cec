package ai.ekaya.datasource;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.store.Transaction;
import java.util.List;

/** Which of the project's queries need a datasource. The room that knows queries answers; this one may not look into it. */
@FunctionalInterface
public interface DatasourceQueries {
    /** Their names, ordered. */
    List<String> on(Transaction transaction, ProjectId project, DatasourceId datasource);
}
