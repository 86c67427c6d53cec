package ai.ekaya.secrets;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.store.Transaction;
import java.util.List;
import java.util.Map;

/** Who needs which secret. The room that knows apps answers; this one may not look into it. */
@FunctionalInterface
public interface SecretUses {
    /** The slugs of the project's apps, ordered, by each secret that their grants name; names are in lower case. */
    Map<String, List<String>> apps(Transaction transaction, ProjectId project);
}
