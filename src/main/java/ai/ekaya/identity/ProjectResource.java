package ai.ekaya.identity;

import ai.ekaya.limits.Limits;
import ai.ekaya.web.Page;
import ai.ekaya.web.PageParams;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Projects; {@code {p}} is a project's id or its name. */
@Path("projects")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class ProjectResource {
    private final Caller caller;
    private final Limits limits;
    private final Projects projects;

    @Inject
    public ProjectResource(Caller caller, Limits limits, Projects projects) {
        this.caller = caller;
        this.limits = limits;
        this.projects = projects;
    }

    /** What a client may say of a project. */
    public record ProjectBody(@Nullable String name) {}

    @GET
    @May(Action.LIST_PROJECTS)
    @Operation(summary = "Projects you have a role in")
    public Page<Project> list(@BeanParam PageParams params) {
        return projects.list(caller.principal(), params.query(limits));
    }

    @POST
    @May(Action.MAKE_PROJECT)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Make a project")
    public Response make(ProjectBody body) {
        Project project = projects.make(caller.principal(), body.name());
        return Response.created(URI.create("projects/" + project.id()))
                .entity(project)
                .build();
    }

    @GET
    @Path("{p}")
    @May(Action.SEE_PROJECT)
    @Operation(summary = "A project")
    public Project get() {
        return projects.get(caller.project());
    }

    @PATCH
    @Path("{p}")
    @May(Action.CHANGE_PROJECT)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Rename a project")
    public Project change(ProjectBody body) {
        return projects.rename(caller.principal(), caller.project(), body.name());
    }

    @DELETE
    @Path("{p}")
    @May(Action.REMOVE_PROJECT)
    @Operation(summary = "Remove an empty project; not with a token")
    public void remove() {
        projects.remove(caller.principal(), caller.project());
    }
}
