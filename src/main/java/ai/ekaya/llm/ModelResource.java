package ai.ekaya.llm;

import ai.ekaya.identity.Access;
import ai.ekaya.identity.Action;
import ai.ekaya.identity.Caller;
import ai.ekaya.identity.May;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The language model of a project. Keys are secrets of the project; none goes in or comes out here. */
@Path("projects/{p}/llm")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class ModelResource {
    private final Caller caller;
    private final ProjectModels models;

    @Inject
    public ModelResource(Caller caller, ProjectModels models) {
        this.caller = caller;
        this.models = models;
    }

    @GET
    @May(Action.SEE_PROJECT)
    @Operation(
            summary = "The language model of the project's apps",
            description = "Names of secrets are shown to who may see the project's secrets.")
    public ModelSettingsView get() {
        ModelSettingsView seen = models.get(caller.project());
        return Access.may(caller.principal(), Action.SEE_SECRETS, caller.project()) ? seen : seen.withoutSecrets();
    }

    @PUT
    @May(Action.MANAGE_MODEL)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Choose the language model of the project's apps",
            description = "The whole of it: what is left out is not there afterwards. Mode none takes it away.")
    public ModelSettingsView write(NewModelSettings body) {
        return models.write(caller.principal(), caller.project(), body);
    }

    @POST
    @Path("test")
    @May(Action.MANAGE_MODEL)
    @Operation(summary = "Ask the model one short question, and tell what became of it")
    public ModelTestView test() {
        return models.test(caller.project());
    }
}
