package ai.ekaya.identity;

import ai.ekaya.store.Transaction;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Finds a project by what people write for it: its id, or its name in any case. */
final class ProjectNames {
    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private ProjectNames() {}

    static Optional<ProjectId> find(Transaction transaction, String idOrName) {
        if (isId(idOrName)) {
            return Optional.ofNullable(transaction.entities().find(ProjectRow.class, UUID.fromString(idOrName)))
                    .map(row -> new ProjectId(row.id));
        }
        return transaction
                .entities()
                .createQuery("SELECT p FROM ProjectRow p WHERE LOWER(p.name) = LOWER(:name)", ProjectRow.class)
                .setParameter("name", Names.canonical(idOrName))
                .getResultStream()
                .findFirst()
                .map(row -> new ProjectId(row.id));
    }

    /** A name of this form is refused, so that a name is never taken for an id. */
    static boolean isId(String text) {
        return UUID_FORM.matcher(text).matches();
    }
}
