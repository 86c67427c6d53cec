package ai.ekaya.datasource;

import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.audit.Changes;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import ai.ekaya.tools.ToolCall;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The datasources of projects, as their administrators keep them; what apps may ask them is {@link DatasourceAccess}'s. Thread-safe. */
@Singleton
public final class Datasources {
    private static final int NAME_LENGTH_MAX = 100;

    private final Store store;
    private final DatasourceRows rows;
    private final DatasourcePasswords passwords;
    private final DatasourceConnections connections;
    private final Limits limits;
    private final Clock clock;
    private final AuditLog audit;
    private final DatasourceUses uses;
    private final DatasourceQueries queries;

    @Inject
    Datasources(
            Store store,
            DatasourceRows rows,
            DatasourcePasswords passwords,
            DatasourceConnections connections,
            Limits limits,
            Clock clock,
            AuditLog audit,
            DatasourceUses uses,
            DatasourceQueries queries) {
        this.store = store;
        this.rows = rows;
        this.passwords = passwords;
        this.connections = connections;
        this.limits = limits;
        this.clock = clock;
        this.audit = audit;
        this.uses = uses;
        this.queries = queries;
    }

    /** All of the project, by name; {@link Limit#DATASOURCE_PER_PROJECT_COUNT} bounds them. */
    public List<Datasource> list(ProjectId project) {
        return store.inProject(
                project.value(),
                transaction -> DatasourceRows.of(transaction, project).stream()
                        .map(DatasourceRow::datasource)
                        .toList());
    }

    /**
     * The one that a tool's call means by an id or a name as {@code datasource}, or by saying nothing where there is only one.
     *
     * @throws Refusal {@code NOT_FOUND}, or {@code BAD_ARGUMENT} where it must be said
     */
    public Datasource meant(ToolCall call) {
        Optional<String> named = call.optional("datasource");
        List<Datasource> all = list(call.project());
        List<String> names = all.stream().map(Datasource::name).toList();
        if (named.isEmpty() && all.size() != 1) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    all.isEmpty() ? "The project has no datasource yet" : "Say which 'datasource', one of " + names);
        }
        return all.stream()
                .filter(each -> named.isEmpty()
                        || each.name().equals(named.get())
                        || each.id().toString().equals(named.get()))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        RefusalCode.NOT_FOUND, "There is no such datasource in this project, it has " + names));
    }

    public Optional<Datasource> find(ProjectId project, DatasourceId id) {
        return store.inProject(
                project.value(),
                transaction -> DatasourceRows.find(transaction, project, id).map(DatasourceRow::datasource));
    }

    /** Tries the connection and keeps nothing. */
    public ConnectionTest tryOut(NewDatasource asked) {
        return connections.test(Target.of(asked));
    }

    /** Tries the connection, probes whether the login can write, then saves. */
    public Datasource add(Principal by, ProjectId project, NewDatasource asked) {
        DatasourceId id = new DatasourceId(UUID.randomUUID());
        requireName(asked.name());
        Target target = Target.of(asked);
        ConnectionTest tested = connections.test(target);
        return store.inProject(project.value(), transaction -> {
            refuseTooMany(transaction, project);
            refuseTaken(transaction, project, asked.name(), id);
            DatasourceRow row = new DatasourceRow(id, project, clock.instant());
            row.take(target, asked.name(), passwords.seal(id, asked.password()), tested.canWrite());
            transaction.entities().persist(row);
            audit.append(transaction, event(AuditEvent.Type.DATASOURCE_MADE, by, row, facts(row)));
            return row.datasource();
        });
    }

    /** Tries the connection with the changes, probes it again, then saves. */
    public Datasource update(Principal by, ProjectId project, DatasourceId id, DatasourceChange change) {
        DatasourceRow before =
                store.inProject(project.value(), transaction -> DatasourceRows.require(transaction, project, id));
        boolean moves = change.host().filter(host -> !host.equals(before.host)).isPresent()
                || change.port().filter(port -> port != before.port).isPresent()
                || change.authentication()
                        .filter(other -> !other.equals(before.authentication))
                        .isPresent()
                || change.sslMode()
                        .filter(mode -> DatasourceType.of(before.type).weakens(before.sslMode, mode))
                        .isPresent();
        // SECURITY: else an admin could have a password, which nobody may read, sent to a server of their own.
        if (moves && change.password().isEmpty()) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    "'password' is missing; a change of host, port or authentication, or to a weaker sslMode, needs it again");
        }
        String name = change.name().orElse(before.name);
        requireName(name);
        Secret password = change.password().orElseGet(() -> passwords.open(before));
        Target target = new Target(
                before.type,
                change.host().orElse(before.host),
                change.port().orElse(before.port),
                change.database().orElse(before.database),
                change.user().orElse(before.user),
                password,
                change.sslMode().orElse(before.sslMode),
                change.authentication().orElse(before.authentication));
        ConnectionTest tested = connections.test(target);
        Datasource changed = store.inProject(project.value(), transaction -> {
            refuseTaken(transaction, project, name, id);
            DatasourceRow row = DatasourceRows.require(transaction, project, id);
            Map<String, String> facts = facts(row);
            row.take(target, name, passwords.seal(id, password), tested.canWrite());
            change.writableLogin().ifPresent(row::take);
            Changes changes = Changes.between(facts, facts(row));
            if (change.password().isPresent()) {
                changes = changes.and("password", "***", "*** (another)");
            }
            audit.append(
                    transaction,
                    event(AuditEvent.Type.DATASOURCE_CHANGED, by, row, facts(row))
                            .changing(changes));
            return row.datasource();
        });
        rows.changed(project, id);
        return changed;
    }

    /**
     * Removes it.
     *
     * @throws Refusal {@code CONFLICT} naming the apps that are bound to it, or the queries that ask it
     */
    public void remove(Principal by, ProjectId project, DatasourceId id) {
        DatasourceRow removed = store.inProject(project.value(), transaction -> {
            DatasourceRow row = DatasourceRows.require(transaction, project, id);
            refuseUsed(row, uses.apps(transaction, project, id));
            refuseAsked(row, queries.on(transaction, project, id));
            audit.append(transaction, event(AuditEvent.Type.DATASOURCE_REMOVED, by, row, facts(row)));
            transaction.entities().remove(row);
            return row;
        });
        rows.changed(project, id);
        connections.close(removed);
    }

    /**
     * Tries the connection as it is saved and remembers what the login can do now.
     *
     * @throws Refusal {@code UPSTREAM} saying why it could not connect
     */
    public ConnectionTest test(ProjectId project, DatasourceId id) {
        DatasourceRow row =
                store.inProject(project.value(), transaction -> DatasourceRows.require(transaction, project, id));
        ConnectionTest tested = connections.test(passwords.target(row));
        // What waited after failures need not wait longer.
        connections.close(row);
        store.transactIn(
                project.value(),
                transaction -> DatasourceRows.require(transaction, project, id).canWrite = tested.canWrite());
        rows.changed(project, id);
        return tested;
    }

    /** @throws Refusal {@code NOT_FOUND} when the project has no such datasource */
    public void require(ProjectId project, DatasourceId id) {
        store.transactIn(project.value(), transaction -> DatasourceRows.require(transaction, project, id));
    }

    private static void requireName(String name) {
        if (name.isBlank() || name.length() > NAME_LENGTH_MAX || name.chars().anyMatch(c -> c < ' ')) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    "'name' is empty, longer than " + NAME_LENGTH_MAX + " or has control characters");
        }
    }

    private void refuseTooMany(Transaction transaction, ProjectId project) {
        long most = limits.of(Limit.DATASOURCE_PER_PROJECT_COUNT);
        int count = DatasourceRows.of(transaction, project).size();
        if (count >= most) {
            throw new Refusal(RefusalCode.LIMIT, "The project has " + count + " datasources, at most " + most);
        }
    }

    private static void refuseTaken(Transaction transaction, ProjectId project, String name, DatasourceId except) {
        boolean taken = DatasourceRows.of(transaction, project).stream()
                .anyMatch(row -> row.name.equalsIgnoreCase(name) && !row.id.equals(except.value()));
        if (taken) {
            throw new Refusal(RefusalCode.CONFLICT, "The project has a datasource of this name already");
        }
    }

    private static void refuseUsed(DatasourceRow row, List<String> apps) {
        if (!apps.isEmpty()) {
            throw new Refusal(
                    RefusalCode.CONFLICT,
                    "Datasource " + row.name + " is read by " + (apps.size() == 1 ? "app " : "apps ")
                            + String.join(", ", apps) + "; bind to another datasource or remove the app first");
        }
    }

    private static void refuseAsked(DatasourceRow row, List<String> queries) {
        if (!queries.isEmpty()) {
            throw new Refusal(
                    RefusalCode.CONFLICT,
                    "Datasource " + row.name + " is read by " + (queries.size() == 1 ? "query " : "queries ")
                            + String.join(", ", queries) + "; give them another datasource or remove them first");
        }
    }

    private static AuditEvent event(
            AuditEvent.Type type, Principal by, DatasourceRow row, Map<String, String> details) {
        return new AuditEvent(type, by.actor(), Optional.of(row.project), "datasource:" + row.id, details);
    }

    /** What the audit says of a datasource. */
    private static Map<String, String> facts(DatasourceRow row) {
        return Map.of(
                "name",
                row.name,
                "host",
                row.host + ":" + row.port,
                "database",
                row.database,
                "user",
                row.user,
                "canWrite",
                String.valueOf(row.canWrite),
                "writableLogin",
                row.writableLogin().text());
    }
}
