package ai.ekaya.tools;

import ai.ekaya.audit.AuditEntry;
import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditFilter;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.audit.Chain;
import ai.ekaya.identity.Action;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Store;
import ai.ekaya.web.Cursor;
import ai.ekaya.web.Json;
import ai.ekaya.web.Page;
import ai.ekaya.web.PageQuery;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** {@code get_audit_events}: what happened in the project, newest first. It stands here as the room of the audit is above this one. */
@Singleton
final class AuditEventsTool implements Tool {
    private final Store store;
    private final AuditLog audit;
    private final Limits limits;
    private final ToolSpec spec = ToolSpec.of(
            "get_audit_events",
            "Audit events",
            "What happened in the project, newest first: who did what, when, and how it ended.",
            Nature.READS,
            Action.SEE_PROJECT_AUDIT,
            ToolSpec.Shapes.of("""
                    {"types": {"type": "array", "maxItems": 60, "items": {"type": "string", "maxLength": 40},
                      "description": "as APP_INSTALLED; all when none is named"},
                     "actor": {"type": "string", "maxLength": 200, "description": "an id or a name"},
                     "subject": {"type": "string", "maxLength": 200, "description": "its beginning, as app: or run:"},
                     "outcome": {"enum": ["DONE", "REFUSED", "FAILED"]},
                     "severity": {"enum": ["INFO", "NOTICE", "WARNING"]},
                     "from": {"type": "string", "maxLength": 40, "description": "ISO 8601, as 2026-01-31T08:00:00Z"},
                     "to": {"type": "string", "maxLength": 40, "description": "ISO 8601; events before it"},
                     "after": {"type": "string", "maxLength": 2048, "description": "next of the answer before"},
                     "limit": {"type": "integer", "minimum": 1, "maximum": 200, "description": "events in the answer"}}
                    """, """
                    {"items": {"type": "array", "items": {"type": "object"}}, "next": {"type": "string"}}
                    """));

    @Inject
    AuditEventsTool(Store store, AuditLog audit, Limits limits) {
        this.store = store;
        this.audit = audit;
        this.limits = limits;
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public ObjectNode call(ToolCall call) {
        PageQuery page = call.page(limits);
        AuditFilter filter = new AuditFilter(
                call.after("after", Long.MAX_VALUE),
                call.texts("types").stream().map(AuditEventsTool::type).toList(),
                call.optional("actor"),
                call.optional("subject"),
                call.optional("outcome").map(AuditEvent.Outcome::valueOf),
                call.optional("severity").map(AuditEvent.Severity::valueOf),
                call.optional("from").map(time -> instant("from", time)),
                call.optional("to").map(time -> instant("to", time)),
                Optional.empty(),
                limits.of(Limit.AUDIT_SEARCH_MILLIS));
        Chain chain = Chain.of(call.project().value());
        Page<AuditEntry> found = Page.of(
                chain.inTransaction(store, transaction -> audit.list(transaction, chain, filter, page.size() + 1)),
                page,
                entry -> Cursor.at(Long.toString(entry.id())));
        return Json.mapper().valueToTree(found);
    }

    private static AuditEvent.Type type(String name) {
        try {
            return AuditEvent.Type.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "'types' holds a name that no audit event has", e);
        }
    }

    private static Instant instant(String key, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "'" + key + "' is no time as 2026-01-31T08:00:00Z", e);
        }
    }
}
