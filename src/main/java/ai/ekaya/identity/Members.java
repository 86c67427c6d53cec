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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Who has which role in a project. Thread-safe. */
@Singleton
public final class Members {
    private final Store store;
    private final Limits limits;
    private final Users users;
    private final AuditLog audit;

    @Inject
    Members(Store store, Limits limits, Users users, AuditLog audit) {
        this.store = store;
        this.limits = limits;
        this.users = users;
        this.audit = audit;
    }

    /**
     * Gives a user a role in place of any before.
     *
     * @param user by id or name
     * @throws Refusal {@code NOT_FOUND} for an unknown user, {@code NOT_PERMITTED} for a token
     */
    void put(Principal by, ProjectId project, String user, Role role) {
        Access.require(by, Action.MANAGE_MEMBERS, project);
        store.transactIn(project.value(), transaction -> {
            UserRow row = known(transaction, user);
            MemberRow member = transaction.entities().find(MemberRow.class, new MemberRow.Key(project, row.userId()));
            Optional<Role> before = Optional.ofNullable(member).map(known -> known.role);
            if (member == null) {
                refuseTooMany(transaction, project);
                transaction.entities().persist(new MemberRow(project, row.userId(), role));
            } else {
                member.role = role;
            }
            append(transaction, by, project, row, before, Optional.of(role));
        });
    }

    /** @throws Refusal {@code NOT_FOUND} for who is no member */
    void remove(Principal by, ProjectId project, String user) {
        store.transactIn(project.value(), transaction -> {
            UserRow row = known(transaction, user);
            MemberRow member = transaction.entities().find(MemberRow.class, new MemberRow.Key(project, row.userId()));
            if (member == null) {
                throw new Refusal(RefusalCode.NOT_FOUND, "This user is no member of the project");
            }
            transaction.entities().remove(member);
            append(transaction, by, project, row, Optional.of(member.role), Optional.empty());
        });
    }

    Page<Member> list(ProjectId project, PageQuery query) {
        String after = query.cursor(1).map(cursor -> cursor.keys().get(0)).orElse("");
        String jpql = """
                SELECT u.id, u.name, m.role FROM MemberRow m, UserRow u
                WHERE m.user = u.id AND m.project = :project AND u.name > :after
                ORDER BY u.name
                """;
        return store.inProject(project.value(), transaction -> {
            List<Member> found = transaction
                    .entities()
                    .createQuery(jpql, Object[].class)
                    .setParameter("project", project.value())
                    .setParameter("after", after)
                    .setMaxResults(query.size() + 1)
                    .getResultStream()
                    .map(row -> new Member(new UserId((UUID) row[0]), (String) row[1], (Role) row[2]))
                    .toList();
            return Page.of(found, query, member -> Cursor.at(member.name()));
        });
    }

    private UserRow known(Transaction transaction, String user) {
        return users.find(transaction, user)
                .orElseThrow(() -> new Refusal(RefusalCode.NOT_FOUND, "There is no such user"));
    }

    private void refuseTooMany(Transaction transaction, ProjectId project) {
        long count = transaction
                .entities()
                .createQuery("SELECT COUNT(m) FROM MemberRow m WHERE m.project = :project", Long.class)
                .setParameter("project", project.value())
                .getSingleResult();
        if (count >= limits.of(Limit.IDENTITY_MEMBERS_PER_PROJECT_COUNT)) {
            throw new Refusal(RefusalCode.LIMIT, "The project has " + count + " members, the most it takes");
        }
    }

    private void append(
            Transaction transaction,
            Principal by,
            ProjectId project,
            UserRow user,
            Optional<Role> before,
            Optional<Role> after) {
        audit.append(
                transaction,
                new AuditEvent(
                                AuditEvent.Type.MEMBER_CHANGED,
                                by.actor(),
                                Optional.of(project.value()),
                                "user:" + user.id,
                                Map.of(
                                        "user",
                                        user.name,
                                        "role",
                                        after.map(Role::text).orElse("none")))
                        .changing(Changes.NONE.and("role", before.map(Role::text), after.map(Role::text))));
    }
}
