package ai.ekaya.identity;

import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Who a user is and may do today: never remembered, so that a removed role is gone at the next request. Thread-safe. */
@Singleton
public final class Principals {
    private final Store store;
    private final ConfiguredRoles configured;
    private final GroupRoles groupRoles;
    private final LocalAccounts local;

    @Inject
    Principals(Store store, ConfiguredRoles configured, GroupRoles groupRoles, LocalAccounts local) {
        this.store = store;
        this.configured = configured;
        this.groupRoles = groupRoles;
        this.local = local;
    }

    /** The user with the roles of today, for work that a schedule does; empty when the user is gone or disabled. */
    public Optional<Principal> of(UserId user) {
        return store.acrossProjects(transaction -> load(transaction, user, Principal.Kind.SCHEDULE));
    }

    Optional<Principal> load(Transaction transaction, UserId user, Principal.Kind kind) {
        UserRow row = transaction.entities().find(UserRow.class, user.value());
        if (row == null || row.disabled || (kind != Principal.Kind.SCHEDULE && !mayComeIn(row))) {
            return Optional.empty();
        }
        List<String> groups = row.groups();
        boolean platformAdmin = row.platformAdmin || configured.platformAdmin(groups);
        return Optional.of(new Principal(kind, user, row.name, platformAdmin, roles(transaction, user, groups)));
    }

    private boolean mayComeIn(UserRow row) {
        return local.on() || row.subject != null;
    }

    /** Whether the user has to choose another password before anything else. */
    boolean mustChangePassword(Transaction transaction, UserId user) {
        return transaction.entities().find(UserRow.class, user.value()).passwordGenerated;
    }

    private Map<ProjectId, Role> roles(Transaction transaction, UserId user, List<String> groups) {
        Map<ProjectId, Role> roles = new HashMap<>();
        transaction
                .entities()
                .createQuery("SELECT m FROM MemberRow m WHERE m.user = :user", MemberRow.class)
                .setParameter("user", user.value())
                .getResultList()
                .forEach(member -> roles.put(new ProjectId(member.project), member.role));
        groupRoles.of(transaction, groups).forEach((project, role) -> roles.merge(project, role, Role::larger));
        configured
                .roles(groups)
                .forEach((project, role) ->
                        ProjectNames.find(transaction, project).ifPresent(id -> roles.merge(id, role, Role::larger)));
        return roles;
    }

    /** What a token leaves of its owner: one project, at most one role, never the platform. */
    static Principal narrowed(Principal owner, UUID project, Role role) {
        ProjectId only = new ProjectId(project);
        Map<ProjectId, Role> roles = Access.roleOf(owner, only)
                .map(held -> Map.of(only, Role.smaller(held, role)))
                .orElse(Map.of());
        return new Principal(Principal.Kind.TOKEN, owner.user(), owner.name(), false, roles);
    }
}
