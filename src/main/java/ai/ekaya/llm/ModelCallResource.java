package ai.ekaya.llm;

import ai.ekaya.identity.Action;
import ai.ekaya.identity.Caller;
import ai.ekaya.identity.May;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.web.Page;
import ai.ekaya.web.PageQuery;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Calls of language models that the project's apps made. */
@Path("projects/{p}/llm/calls")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class ModelCallResource {
    private final Caller caller;
    private final ModelCalls calls;
    private final Limits limits;

    @Inject
    public ModelCallResource(Caller caller, ModelCalls calls, Limits limits) {
        this.caller = caller;
        this.calls = calls;
        this.limits = limits;
    }

    @GET
    @May(Action.SEE_PROJECT)
    @Operation(
            summary = "Calls of language models, the newest first",
            description = "app (its slug) and run choose some. What was said is not told; each call has it by itself.")
    public Page<ModelCallView> list(
            @QueryParam("app") @Nullable String app,
            @QueryParam("run") @Nullable String run,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable Integer limit) {
        return calls.list(
                caller.project(),
                Optional.ofNullable(app).filter(slug -> !slug.isEmpty()),
                Optional.ofNullable(run).filter(id -> !id.isEmpty()).map(id -> id("run", id)),
                PageQuery.of(limits, after, limit));
    }

    @GET
    @Path("{call}")
    @May(Action.READ_CONVERSATION)
    @Operation(
            summary = "One call of a language model, with what was said",
            description =
                    "conversation is absent once it was kept as long as conversations are. Reading it is an audit event.")
    public ModelConversationView get(@PathParam("call") String call) {
        return calls.read(caller.principal(), caller.project(), id("call", call));
    }

    private static UUID id(String name, String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "'" + name + "' is no id", e);
        }
    }
}
