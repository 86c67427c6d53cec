package ai.ekaya.identity;

import ai.ekaya.audit.AuditEntry;
import ai.ekaya.audit.Chain;
import ai.ekaya.audit.Verification;
import ai.ekaya.web.Page;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What happened in a project (docs/audit.md). */
@Path("projects/{p}/audit")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class AuditResource {
    private final Caller caller;
    private final AuditAnswers answers;

    @Inject
    public AuditResource(Caller caller, AuditAnswers answers) {
        this.caller = caller;
        this.answers = answers;
    }

    private Chain chain() {
        return Chain.of(caller.project().value());
    }

    @GET
    @May(Action.SEE_PROJECT_AUDIT)
    @Operation(summary = "Audit events of a project, newest first")
    public Page<AuditEntry> list(@BeanParam AuditQuery query) {
        return answers.list(chain(), query);
    }

    @GET
    @Path("verify")
    @May(Action.SEE_PROJECT_AUDIT)
    @Operation(summary = "Whether the project's audit is as it was written; if not, the first wrong place")
    public Verification verify() {
        return answers.verify(chain());
    }

    @GET
    @Path("export")
    @May(Action.SEE_PROJECT_AUDIT)
    @Produces(AuditAnswers.LINES)
    @Operation(
            summary = "The project's audit as lines of JSON with hashes, the last a signed head",
            description =
                    "?after=<sequence of an earlier export's head> for what came since. ./ekaya verify-audit checks it.")
    public Response export(@QueryParam("after") @Nullable Long after) {
        return answers.export(caller.principal(), chain(), after);
    }
}
