package ai.ekaya.query;

import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.audit.Changes;
import ai.ekaya.identity.Access;
import ai.ekaya.identity.Action;
import ai.ekaya.identity.Principal;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Transaction;
import java.util.Map;
import java.util.Optional;

/** Who may say what a query is for: it is what people read when they grant it. Thread-safe. */
final class Descriptions {
    private final AuditLog audit;

    Descriptions(AuditLog audit) {
        this.audit = audit;
    }

    /** @throws Refusal {@code NOT_PERMITTED} for what an administrator has approved, to others */
    void change(Transaction transaction, Principal by, Query query, String description) {
        if (query.state() != QueryState.DRAFT && !Access.may(by, Action.APPROVE_QUERY, query.project())) {
            throw new Refusal(
                    RefusalCode.NOT_PERMITTED,
                    "The description of query " + query.name()
                            + " is part of what was approved, so administrators change it; suggest another wording without"
                            + " 'description'");
        }
        audit.append(
                transaction,
                new AuditEvent(
                                AuditEvent.Type.QUERY_DESCRIBED,
                                by.actor(),
                                Optional.of(query.project().value()),
                                "query:" + query.id(),
                                Map.of("name", query.name()))
                        .changing(Changes.NONE.and("description", query.description(), description)));
    }
}
