package ai.ekaya.identity;

import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.audit.Changes;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import ai.ekaya.web.Cursor;
import ai.ekaya.web.Page;
import ai.ekaya.web.PageQuery;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tenants. Thread-safe. */
@Singleton
public final class Projects {
    private static final String FOREIGN_KEY_VIOLATION = "23503";
    /** As the table says. */
    private static final int WEIGHT_MAX = 100;

    private final Store store;
    private final Limits limits;
    private final Clock clock;
    private final AuditLog audit;
    private final ConfiguredRoles configured;

    @Inject
    Projects(Store store, Limits limits, Clock clock, AuditLog audit, ConfiguredRoles configured) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
        this.audit = audit;
        this.configured = configured;
    }

    /**
     * The project that a client means by an id or a name.
     *
     * @throws Refusal {@code NOT_FOUND} for who is no member, the same as when there is none
     */
    public ProjectId resolve(Principal principal, String idOrName) {
        return store.acrossProjects(transaction -> ProjectNames.find(transaction, idOrName))
                .filter(project -> Access.roleOf(principal, project).isPresent())
                .orElseThrow(() -> new Refusal(RefusalCode.NOT_FOUND, "There is no such project for you"));
    }

    /** For what is asked in nobody's name: the server's own start, and an address that others deliver to. */
    public Optional<ProjectId> named(String name) {
        return store.acrossProjects(transaction -> ProjectNames.find(transaction, name));
    }

    /** The name of a project that the transaction is in. */
    public static String name(Transaction transaction, ProjectId project) {
        return Optional.ofNullable(transaction.entities().find(ProjectRow.class, project.value()))
                .map(row -> row.name)
                .orElseThrow(() -> new IllegalStateException("The transaction is in no project " + project));
    }

    /** @throws Refusal {@code BAD_ARGUMENT}, or {@code CONFLICT} when the name is taken */
    public Project make(Principal by, @Nullable String name) {
        String checked = checked(name);
        return store.acrossProjects(transaction -> {
            refuseTaken(transaction, checked, Optional.empty());
            refuseTooMany(transaction);
            ProjectRow row = new ProjectRow(checked, clock.instant());
            transaction.enter(row.id);
            transaction.entities().persist(row);
            append(transaction, AuditEvent.Type.PROJECT_MADE, by, row);
            return row.project();
        });
    }

    Project get(ProjectId id) {
        return store.inProject(id.value(), transaction -> row(transaction, id).project());
    }

    /** @throws Refusal {@code BAD_ARGUMENT}, {@code CONFLICT} when the name is taken, {@code NOT_PERMITTED} when rights hang on it */
    Project rename(Principal by, ProjectId id, @Nullable String name) {
        String checked = checked(name);
        return store.acrossProjects(transaction -> {
            refuseTaken(transaction, checked, Optional.of(id));
            transaction.enter(id.value());
            ProjectRow row = row(transaction, id);
            refuseMovedRights(by, row.name, checked);
            Changes changes = Changes.NONE.and("name", row.name, checked);
            row.name = checked;
            audit.append(
                    transaction, event(AuditEvent.Type.PROJECT_CHANGED, by, row).changing(changes));
            return row.project();
        });
    }

    /** @throws Refusal {@code BAD_ARGUMENT} for less than 1 or more than {@link #WEIGHT_MAX}, {@code NOT_FOUND} */
    Project weigh(Principal by, String idOrName, @Nullable Integer weight) {
        if (weight == null || weight < 1 || weight > WEIGHT_MAX) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT, "'weight' is " + weight + ", expected a number from 1 to " + WEIGHT_MAX);
        }
        ProjectId id = resolve(by, idOrName);
        return store.inProject(id.value(), transaction -> {
            ProjectRow row = row(transaction, id);
            Changes changes = Changes.NONE.and("weight", row.weight, weight);
            row.weight = weight;
            if (!changes.isEmpty()) {
                audit.append(
                        transaction,
                        event(AuditEvent.Type.PROJECT_CHANGED, by, row).changing(changes));
            }
            return row.project();
        });
    }

    /** @throws Refusal {@code CONFLICT} while other rooms keep something in it, {@code NOT_PERMITTED} for a token */
    void remove(Principal by, ProjectId id) {
        Access.require(by, Action.REMOVE_PROJECT, id);
        try {
            store.transactIn(id.value(), transaction -> {
                ProjectRow row = row(transaction, id);
                append(transaction, AuditEvent.Type.PROJECT_REMOVED, by, row);
                transaction.entities().remove(row);
                transaction.entities().flush();
            });
        } catch (PersistenceException e) {
            if (isForeignKey(e)) {
                throw new Refusal(
                        RefusalCode.CONFLICT,
                        "The project still has apps, queries or datasources, remove those first",
                        e);
            }
            throw e;
        }
    }

    /** The projects that the principal has a role in, by name. */
    Page<Project> list(Principal principal, PageQuery query) {
        String after = query.cursor(1).map(cursor -> cursor.keys().get(0)).orElse("");
        Set<UUID> own = new HashSet<>();
        principal.roles().keySet().forEach(id -> own.add(id.value()));
        if (own.isEmpty()) {
            // JPQL has no empty list.
            own.add(new UUID(0, 0));
        }
        String jpql =
                "SELECT p FROM ProjectRow p WHERE p.name > :after AND (:all = TRUE OR p.id IN :own) ORDER BY p.name";
        return store.acrossProjects(transaction -> {
            List<Project> found = transaction
                    .entities()
                    .createQuery(jpql, ProjectRow.class)
                    .setParameter("after", after)
                    .setParameter("all", principal.platformAdmin())
                    .setParameter("own", own)
                    .setMaxResults(query.size() + 1)
                    .getResultStream()
                    .map(ProjectRow::project)
                    .toList();
            return Page.of(found, query, project -> Cursor.at(project.name()));
        });
    }

    private String checked(@Nullable String name) {
        String checked = Names.checked(limits, "name", name);
        if (ProjectNames.isId(checked)) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "'name' has the form of an id, expected another name");
        }
        return checked;
    }

    private void refuseTaken(Transaction transaction, String name, Optional<ProjectId> except) {
        if (ProjectNames.find(transaction, name)
                .filter(id -> !except.equals(Optional.of(id)))
                .isPresent()) {
            throw new Refusal(RefusalCode.CONFLICT, "There is a project of this name already");
        }
    }

    /**
     * SECURITY: the operator's rules name projects; who renames one would give these rights to another, or take them away. Guarded by
     * ProjectsIT.a_project_admin_moves_no_right_of_the_configuration_by_renaming.
     */
    private void refuseMovedRights(Principal by, String before, String after) {
        boolean moves = !before.equalsIgnoreCase(after) && (configured.names(before) || configured.names(after));
        if (moves && !by.platformAdmin()) {
            throw new Refusal(
                    RefusalCode.NOT_PERMITTED,
                    "The old or the new name stands in " + ConfiguredRoles.KEY + ", so this needs a platform admin");
        }
    }

    private void refuseTooMany(Transaction transaction) {
        long count = transaction
                .entities()
                .createQuery("SELECT COUNT(p) FROM ProjectRow p", Long.class)
                .getSingleResult();
        if (count >= limits.of(Limit.IDENTITY_PROJECTS_COUNT)) {
            throw new Refusal(RefusalCode.LIMIT, "There are " + count + " projects, the most this server takes");
        }
    }

    private static ProjectRow row(Transaction transaction, ProjectId id) {
        ProjectRow row = transaction.entities().find(ProjectRow.class, id.value());
        if (row == null) {
            throw new Refusal(RefusalCode.NOT_FOUND, "There is no such project for you");
        }
        return row;
    }

    private void append(Transaction transaction, AuditEvent.Type type, Principal by, ProjectRow row) {
        audit.append(transaction, event(type, by, row));
    }

    private static AuditEvent event(AuditEvent.Type type, Principal by, ProjectRow row) {
        return new AuditEvent(type, by.actor(), Optional.of(row.id), "project:" + row.id, Map.of("name", row.name));
    }

    private static boolean isForeignKey(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && FOREIGN_KEY_VIOLATION.equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }
}
