package ai.ekaya.datasource;

import ai.ekaya.identity.Action;
import ai.ekaya.identity.Caller;
import ai.ekaya.identity.May;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.web.Page;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** How the schemas of a project's datasources changed. */
@Path("projects/{p}/datasources")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class SchemaHistoryResource {
    private final Caller caller;
    private final SchemaHistory history;

    @Inject
    public SchemaHistoryResource(Caller caller, SchemaHistory history) {
        this.caller = caller;
        this.history = history;
    }

    @POST
    @Path("{id}/snapshots")
    @May(Action.READ_SCHEMA_ANEW)
    @Operation(
            summary = "Read the schema now and keep it, when it is not as it was",
            description = "changes are those since the state before; the first state has none.")
    public SchemaHistory.Refreshed refresh(@PathParam("id") String id) {
        return history.refresh(
                caller.principal().actor(), caller.project(), DatasourceId.parse(id), new Cancellation());
    }

    @GET
    @Path("{id}/snapshots")
    @May(Action.SEE_PROJECT)
    @Operation(summary = "The states that the schema was seen in, the latest first")
    public Page<SchemaHistory.Seen> list(@PathParam("id") String id) {
        return Page.whole(history.list(caller.project(), DatasourceId.parse(id)));
    }

    @GET
    @Path("{id}/changes")
    @May(Action.SEE_PROJECT)
    @Operation(
            summary = "What changed between two states of the schema",
            description = "?from= and ?to= are numbers of states; the last two when nothing is said.")
    public Page<JsonNode> changes(
            @PathParam("id") String id,
            @QueryParam("from") @Nullable Integer from,
            @QueryParam("to") @Nullable Integer to) {
        List<JsonNode> changes = new ArrayList<>();
        history.changes(caller.project(), DatasourceId.parse(id), Optional.ofNullable(from), Optional.ofNullable(to))
                .forEach(changes::add);
        return Page.whole(changes);
    }
}
