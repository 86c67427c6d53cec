package ai.ekaya.identity;

import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.audit.Changes;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.oidc.ExternalUser;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** People of the identity provider, as this server knows them. Thread-safe. */
@Singleton
final class ExternalUsers {
    private static final Logger LOG = LoggerFactory.getLogger(ExternalUsers.class);

    private final Limits limits;
    private final Users users;
    private final AuditLog audit;

    @Inject
    ExternalUsers(Limits limits, Users users, AuditLog audit) {
        this.limits = limits;
        this.users = users;
        this.audit = audit;
    }

    /** Writes down what the identity provider says of the person today. A local user of the same name stays another person. */
    UserRow seen(Transaction transaction, ExternalUser external) {
        UserRow user = transaction
                .entities()
                .createQuery("SELECT u FROM UserRow u WHERE u.subject = :subject", UserRow.class)
                .setParameter("subject", external.key())
                .getResultStream()
                .findFirst()
                .orElseGet(() -> {
                    UserRow added = users.add(transaction, freeName(transaction, external));
                    added.subject = external.key();
                    audit.append(
                            transaction,
                            new AuditEvent(
                                    AuditEvent.Type.USER_MADE,
                                    added.actor(),
                                    Optional.empty(),
                                    "user:" + added.id,
                                    Map.of("by", "identity provider")));
                    return added;
                });
        List<String> before = user.groups();
        user.groups(
                external.groups().stream()
                        .filter(group -> !group.isBlank()
                                && group.chars().noneMatch(Character::isISOControl)
                                && group.length() <= limits.intOf(Limit.IDENTITY_GROUP_COUNT))
                        .limit(limits.of(Limit.IDENTITY_GROUPS_PER_USER_COUNT))
                        .toList(),
                external.saidAt());
        if (!before.equals(user.groups())) {
            audit.append(
                    transaction,
                    new AuditEvent(
                                    AuditEvent.Type.USER_CHANGED,
                                    user.actor(),
                                    Optional.empty(),
                                    "user:" + user.id,
                                    Map.of("groups", String.join(", ", user.groups())))
                            .changing(Changes.NONE.and(
                                    "groups", String.join(", ", before), String.join(", ", user.groups()))));
        }
        return user;
    }

    private String freeName(Transaction transaction, ExternalUser external) {
        String name = name(external);
        if (users.byName(transaction, name).isEmpty()) {
            return name;
        }
        String further = Names.canonical(name + " (" + external.subject() + ")");
        // Who chooses their own name there may have taken this one, to keep the other person out.
        return users.byName(transaction, further).isEmpty() ? further : name + " (" + UUID.randomUUID() + ")";
    }

    /** What the provider calls somebody need not be a name here, and is no reason to keep them out. */
    private String name(ExternalUser external) {
        for (String name : List.of(external.name(), "user " + external.subject())) {
            try {
                return Names.checked(limits, "name", name);
            } catch (Refusal unfit) {
                LOG.debug("The identity provider's name of a person does not do here: {}", unfit.getMessage());
            }
        }
        return "user " + UUID.randomUUID();
    }
}
