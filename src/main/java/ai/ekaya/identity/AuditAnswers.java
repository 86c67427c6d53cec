package ai.ekaya.identity;

import ai.ekaya.audit.AuditEntry;
import ai.ekaya.audit.AuditExport;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.audit.Chain;
import ai.ekaya.audit.ChainCheck;
import ai.ekaya.audit.Verification;
import ai.ekaya.limits.Limits;
import ai.ekaya.store.Store;
import ai.ekaya.web.Page;
import ai.ekaya.web.PageQuery;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import org.jspecify.annotations.Nullable;

/** What both audits answer, a project's and the platform's. Thread-safe. */
@Singleton
final class AuditAnswers {
    static final String LINES = "application/x-ndjson";

    private final Store store;
    private final Limits limits;
    private final AuditLog audit;
    private final ChainCheck check;
    private final AuditExport export;

    @Inject
    AuditAnswers(Store store, Limits limits, AuditLog audit, ChainCheck check, AuditExport export) {
        this.store = store;
        this.limits = limits;
        this.audit = audit;
        this.check = check;
        this.export = export;
    }

    Page<AuditEntry> list(Chain chain, AuditQuery query) {
        PageQuery page = query.page(limits);
        return AuditQuery.page(
                chain.inTransaction(
                        store,
                        transaction -> audit.list(transaction, chain, query.filter(limits, page), page.size() + 1)),
                page);
    }

    Verification verify(Chain chain) {
        return check.verify(chain);
    }

    Response export(Principal by, Chain chain, @Nullable Long after) {
        AuditExport.Lines lines = export.of(by.actor(), chain, after == null ? 0 : after);
        StreamingOutput body = lines::writeTo;
        return Response.ok(body, LINES)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"audit.ndjson\"")
                .build();
    }
}
