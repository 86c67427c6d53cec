package ai.ekaya.identity;

import ai.ekaya.audit.AuditEntry;
import ai.ekaya.audit.Chain;
import ai.ekaya.audit.Signer;
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
import java.util.Base64;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What happened in no project, such as sign-ins; and the key that vouches for all audits (docs/audit.md). */
@Path("audit")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class PlatformAuditResource {
    private final Caller caller;
    private final AuditAnswers answers;
    private final Signer signer;

    @Inject
    public PlatformAuditResource(Caller caller, AuditAnswers answers, Signer signer) {
        this.caller = caller;
        this.answers = answers;
        this.signer = signer;
    }

    /** @param publicKey X.509 in DER, in base64 */
    public record Key(String keyId, String algorithm, String publicKey) {}

    @GET
    @May(Action.SEE_PLATFORM_AUDIT)
    @Operation(summary = "Audit events of no project, newest first")
    public Page<AuditEntry> list(@BeanParam AuditQuery query) {
        return answers.list(Chain.PLATFORM, query);
    }

    @GET
    @Path("verify")
    @May(Action.SEE_PLATFORM_AUDIT)
    @Operation(summary = "Whether the platform's audit is as it was written; if not, the first wrong place")
    public Verification verify() {
        return answers.verify(Chain.PLATFORM);
    }

    @GET
    @Path("export")
    @May(Action.SEE_PLATFORM_AUDIT)
    @Produces(AuditAnswers.LINES)
    @Operation(summary = "The platform's audit as lines of JSON with hashes, the last a signed head")
    public Response export(@QueryParam("after") @Nullable Long after) {
        return answers.export(caller.principal(), Chain.PLATFORM, after);
    }

    @GET
    @Path("key")
    @May(Action.SEE_AUDIT_KEY)
    @Operation(summary = "The public key that exports are signed with")
    public Key key() {
        byte[] open = signer.publicKey(signer.keyId()).orElseThrow();
        return new Key(signer.keyId(), "Ed25519", Base64.getEncoder().encodeToString(open));
    }
}
