package ai.ekaya.identity;

import ai.ekaya.audit.AuditEntry;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Store;
import ai.ekaya.web.Cursor;
import ai.ekaya.web.Page;
import ai.ekaya.web.PageQuery;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What happened in a project, newest first. */
@Path("projects/{p}/audit")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class AuditResource {
    private final Caller caller;
    private final Limits limits;
    private final Store store;
    private final AuditLog audit;

    @Inject
    public AuditResource(Caller caller, Limits limits, Store store, AuditLog audit) {
        this.caller = caller;
        this.limits = limits;
        this.store = store;
        this.audit = audit;
    }

    @GET
    @Needs(Role.ADMIN)
    @Operation(summary = "Audit events of a project, newest first")
    public Page<AuditEntry> list(
            @QueryParam("after") @Nullable String after, @QueryParam("limit") @Nullable Integer limit) {
        PageQuery query = PageQuery.of(limits, after, limit);
        long before = query.cursor(1).map(AuditResource::id).orElse(Long.MAX_VALUE);
        List<AuditEntry> found = store.inProject(
                caller.project().value(),
                transaction -> audit.list(transaction, caller.project().value(), before, query.size() + 1));
        return Page.of(found, query, entry -> Cursor.at(Long.toString(entry.id())));
    }

    private static long id(Cursor cursor) {
        try {
            return Long.parseLong(cursor.keys().get(0));
        } catch (NumberFormatException e) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT, "The cursor in 'after' is not one that this list handed out", e);
        }
    }
}
