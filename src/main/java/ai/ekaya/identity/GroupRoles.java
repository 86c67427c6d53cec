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
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which groups of the identity provider have which role in a project, as its admins say. Takes effect at once. Thread-safe. */
@Singleton
final class GroupRoles {
    private static final String UNIQUE_VIOLATION = "23505";

    private final Store store;
    private final Limits limits;
    private final AuditLog audit;

    @Inject
    GroupRoles(Store store, Limits limits, AuditLog audit) {
        this.store = store;
        this.limits = limits;
        this.audit = audit;
    }

    /** All of the project, by group. */
    List<GroupRole> list(ProjectId project) {
        return store.inProject(project.value(), transaction -> rows(transaction, project));
    }

    /** @throws Refusal {@code CONFLICT} when the group has a role already, {@code LIMIT} for too many, {@code NOT_PERMITTED} for a token */
    GroupRole make(Principal by, ProjectId project, @Nullable String group, Role role) {
        Access.require(by, Action.GIVE_RIGHT, project);
        GroupRole made = new GroupRole(UUID.randomUUID(), checked(group), role);
        store.transactIn(project.value(), transaction -> {
            refuseTooMany(transaction, project);
            try (PreparedStatement insert = transaction
                    .connection()
                    .prepareStatement(
                            "INSERT INTO ekaya.group_role (id, project_id, group_name, role) VALUES (?, ?, ?, ?)")) {
                insert.setObject(1, made.id());
                insert.setObject(2, project.value());
                insert.setString(3, made.group());
                insert.setString(4, role.name());
                insert.executeUpdate();
            } catch (SQLException e) {
                if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
                    throw new Refusal(
                            RefusalCode.CONFLICT, "Group " + made.group() + " has a role already; change that one", e);
                }
                throw new IllegalStateException("Could not give a group a role", e);
            }
            append(transaction, by, project, made.group(), Optional.empty(), Optional.of(role));
        });
        return made;
    }

    /** @throws Refusal {@code NOT_FOUND}, {@code NOT_PERMITTED} for a token */
    GroupRole change(Principal by, ProjectId project, UUID id, Role role) {
        Access.require(by, Action.GIVE_RIGHT, project);
        return store.inProject(project.value(), transaction -> {
            GroupRole before = require(transaction, project, id);
            run(transaction, "UPDATE ekaya.group_role SET role = '" + role.name() + "'", project, id);
            append(transaction, by, project, before.group(), Optional.of(before.role()), Optional.of(role));
            return new GroupRole(id, before.group(), role);
        });
    }

    /** @throws Refusal {@code NOT_FOUND} */
    void remove(Principal by, ProjectId project, UUID id) {
        store.transactIn(project.value(), transaction -> {
            GroupRole before = require(transaction, project, id);
            run(transaction, "DELETE FROM ekaya.group_role", project, id);
            append(transaction, by, project, before.group(), Optional.of(before.role()), Optional.empty());
        });
    }

    /** The largest role that one of the groups gives, for each project. */
    Map<ProjectId, Role> of(Transaction transaction, List<String> groups) {
        if (groups.isEmpty()) {
            return Map.of();
        }
        String sql = "SELECT project_id, role FROM ekaya.group_role WHERE group_name = ANY (?)";
        try (PreparedStatement query = transaction.connection().prepareStatement(sql)) {
            query.setArray(1, transaction.connection().createArrayOf("text", groups.toArray()));
            Map<ProjectId, Role> roles = new HashMap<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    roles.merge(
                            new ProjectId(rows.getObject(1, UUID.class)),
                            Role.valueOf(rows.getString(2)),
                            Role::larger);
                }
            }
            return roles;
        } catch (SQLException e) {
            throw new IllegalStateException("Could not read the roles of groups", e);
        }
    }

    private static List<GroupRole> rows(Transaction transaction, ProjectId project) {
        String sql = "SELECT id, group_name, role FROM ekaya.group_role WHERE project_id = ? ORDER BY group_name";
        try (PreparedStatement query = transaction.connection().prepareStatement(sql)) {
            query.setObject(1, project.value());
            List<GroupRole> found = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(new GroupRole(
                            rows.getObject(1, UUID.class), rows.getString(2), Role.valueOf(rows.getString(3))));
                }
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException("Could not read the roles of groups of project " + project, e);
        }
    }

    private static GroupRole require(Transaction transaction, ProjectId project, UUID id) {
        return rows(transaction, project).stream()
                .filter(role -> role.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new Refusal(RefusalCode.NOT_FOUND, "There is no group role " + id));
    }

    private static void run(Transaction transaction, String what, ProjectId project, UUID id) {
        try (PreparedStatement statement =
                transaction.connection().prepareStatement(what + " WHERE project_id = ? AND id = ?")) {
            statement.setObject(1, project.value());
            statement.setObject(2, id);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("Could not change the role of a group", e);
        }
    }

    private void refuseTooMany(Transaction transaction, ProjectId project) {
        int count = rows(transaction, project).size();
        if (count >= limits.of(Limit.IDENTITY_GROUP_ROLES_PER_PROJECT_COUNT)) {
            throw new Refusal(RefusalCode.LIMIT, "The project has " + count + " groups with a role, the most it takes");
        }
    }

    /** As the provider writes it; of a path, as Keycloak's, without the slash at the start. */
    private String checked(@Nullable String group) {
        String name = group == null ? "" : group.strip();
        String plain = name.startsWith("/") ? name.substring(1) : name;
        int lengthMax = limits.intOf(Limit.IDENTITY_GROUP_COUNT);
        if (plain.isEmpty() || plain.length() > lengthMax || plain.chars().anyMatch(Character::isISOControl)) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    "'group' is missing, longer than " + lengthMax + " or has control characters; expected a group as"
                            + " the identity provider writes it in its tokens");
        }
        return plain;
    }

    private void append(
            Transaction transaction,
            Principal by,
            ProjectId project,
            String group,
            Optional<Role> before,
            Optional<Role> after) {
        audit.append(
                transaction,
                new AuditEvent(
                                AuditEvent.Type.GROUP_ROLE_CHANGED,
                                by.actor(),
                                Optional.of(project.value()),
                                "group:" + group,
                                Map.of())
                        .changing(Changes.NONE.and("role", before.map(Role::text), after.map(Role::text))));
    }
}
