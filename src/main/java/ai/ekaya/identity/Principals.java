package ai.ekaya.identity;

import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Who a user is and may do today: never remembered, so that a removed role is gone at the next request. Thread-safe. */
@Singleton
public final class Principals {
    private final Clock clock;
    private final ConfiguredRoles configured;
    private final GroupRoles groupRoles;
    private final LocalAccounts local;

    @Inject
    Principals(Clock clock, ConfiguredRoles configured, GroupRoles groupRoles, LocalAccounts local) {
        this.clock = clock;
        this.configured = configured;
        this.groupRoles = groupRoles;
        this.local = local;
    }

    /**
     * The user with the roles of today, for work that a schedule does; empty when the user is gone or disabled, or is a service whose
     * token has expired.
     *
     * @param transaction across projects
     */
    public Optional<Principal> of(Transaction transaction, UserId user) {
        return load(transaction, user, Principal.Kind.SCHEDULE);
    }

    Optional<Principal> load(Transaction transaction, UserId user, Principal.Kind kind) {
        // Both at once: this is asked for each request.
        List<Object[]> found = transaction
                .entities()
                .createQuery(
                        "SELECT u, m FROM UserRow u LEFT JOIN MemberRow m ON m.user = u.id WHERE u.id = :user",
                        Object[].class)
                .setParameter("user", user.value())
                .getResultList();
        if (found.isEmpty() || !(found.getFirst()[0] instanceof UserRow row) || row.disabled) {
            return Optional.empty();
        }
        List<MemberRow> members = found.stream()
                .map(pair -> pair[1])
                .filter(MemberRow.class::isInstance)
                .map(MemberRow.class::cast)
                .toList();
        // Who comes with a service's token has shown it; its schedules go on only as long as it would be taken.
        boolean counts = kind != Principal.Kind.SCHEDULE ? mayComeIn(row) : !row.service || hasToken(transaction, user);
        if (!counts) {
            return Optional.empty();
        }
        List<String> groups = row.groups();
        boolean platformAdmin = row.platformAdmin || configured.platformAdmin(groups);
        return Optional.of(new Principal(kind, user, row.name, platformAdmin, roles(transaction, members, groups)));
    }

    private boolean hasToken(Transaction transaction, UserId user) {
        return transaction
                        .entities()
                        .createQuery(
                                "SELECT COUNT(t) FROM TokenRow t WHERE t.user = :user AND t.expiresAt > :now",
                                Long.class)
                        .setParameter("user", user.value())
                        .setParameter("now", Timestamp.from(clock.instant()))
                        .getSingleResult()
                > 0;
    }

    private boolean mayComeIn(UserRow row) {
        return local.on() || row.subject != null || row.service;
    }

    /** Whether the user has to choose another password before anything else. */
    boolean mustChangePassword(Transaction transaction, UserId user) {
        return transaction.entities().find(UserRow.class, user.value()).passwordGenerated;
    }

    private Map<ProjectId, Role> roles(Transaction transaction, List<MemberRow> members, List<String> groups) {
        Map<ProjectId, Role> roles = new HashMap<>();
        members.forEach(member -> roles.put(new ProjectId(member.project), member.role));
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
