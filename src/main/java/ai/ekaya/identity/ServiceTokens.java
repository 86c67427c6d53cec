package ai.ekaya.identity;

import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of a project for what is no person, such as a pipeline: they outlive who made them. Behind each stands a user of its own, a
 * member of the project, so that all that knows users knows them. Thread-safe.
 */
@Singleton
final class ServiceTokens {
    private static final int ID_SHOWN_COUNT = 8;

    private final Store store;
    private final Limits limits;
    private final Users users;
    private final Tokens tokens;
    private final AuditLog audit;

    @Inject
    ServiceTokens(Store store, Limits limits, Users users, Tokens tokens, AuditLog audit) {
        this.store = store;
        this.limits = limits;
        this.users = users;
        this.tokens = tokens;
        this.audit = audit;
    }

    /** @throws Refusal {@code NOT_PERMITTED} for a token that asks for another, {@code LIMIT} for too many or too long */
    Tokens.Made make(Principal by, ProjectId project, @Nullable String name, Role role, Optional<Instant> expiresAt) {
        Access.require(by, Action.MANAGE_MEMBERS, project);
        Access.requireToGive(by, project, role);
        Tokens.Fresh fresh = tokens.fresh(name, project, role, expiresAt);
        store.transactIn(project.value(), transaction -> {
            int count = rows(transaction, project).size();
            if (count >= limits.of(Limit.IDENTITY_SERVICE_TOKENS_PER_PROJECT_COUNT)) {
                throw new Refusal(
                        RefusalCode.LIMIT,
                        "The project has " + count + " service tokens, the most it takes; revoke one");
            }
            TokenRow row = fresh.row();
            UserRow service = users.addService(
                    transaction, row.name + " (service " + row.id.toString().substring(0, ID_SHOWN_COUNT) + ")");
            transaction.entities().flush();
            // By hand: EclipseLink reads no uuid that may be absent.
            Sql.update(
                    transaction, "UPDATE ekaya.app_user SET service_of = ? WHERE id = ?", project.value(), service.id);
            row.user = service.id;
            transaction.entities().persist(new MemberRow(project, service.userId(), role));
            transaction.entities().persist(row);
            append(transaction, AuditEvent.Type.TOKEN_MADE, by, row);
        });
        return fresh.made();
    }

    /** Of the project, newest first; expired ones stay until they are revoked, as their user does. */
    List<ApiToken> list(ProjectId project) {
        return store.inProject(
                project.value(),
                transaction ->
                        rows(transaction, project).stream().map(TokenRow::token).toList());
    }

    /**
     * Ends the token, and its user with it.
     *
     * @throws Refusal {@code NOT_FOUND}, also for another project's
     */
    void revoke(Principal by, ProjectId project, UUID id) {
        store.transactIn(project.value(), transaction -> {
            TokenRow row = rows(transaction, project).stream()
                    .filter(token -> token.id.equals(id))
                    .findFirst()
                    .orElseThrow(() -> new Refusal(RefusalCode.NOT_FOUND, "The project has no such service token"));
            UserRow service = transaction.entities().find(UserRow.class, row.user);
            MemberRow member =
                    transaction.entities().find(MemberRow.class, new MemberRow.Key(project, service.userId()));
            if (member != null) {
                transaction.entities().remove(member);
            }
            transaction.entities().remove(row);
            // After what refers to it. A kept one would be for ever, and a project's admin can make as many as they
            // like.
            transaction.entities().flush();
            transaction.entities().remove(service);
            append(transaction, AuditEvent.Type.TOKEN_REVOKED, by, row);
        });
    }

    private static List<TokenRow> rows(Transaction transaction, ProjectId project) {
        return transaction
                .entities()
                .createQuery(
                        "SELECT t FROM TokenRow t, UserRow u WHERE t.user = u.id AND t.project = :project"
                                + " AND u.service = TRUE ORDER BY t.createdAt DESC",
                        TokenRow.class)
                .setParameter("project", project.value())
                .getResultList();
    }

    private void append(Transaction transaction, AuditEvent.Type type, Principal by, TokenRow row) {
        audit.append(
                transaction,
                new AuditEvent(
                        type,
                        by.actor(),
                        Optional.of(row.project),
                        "token:" + row.id,
                        Map.of("name", row.name, "role", row.role.text(), "service", "true")));
    }
}
