package ai.ekaya.query;

import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.identity.Action;
import ai.ekaya.identity.Caller;
import ai.ekaya.identity.May;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.sql.Effect;
import ai.ekaya.web.Page;
import ai.ekaya.web.PageParams;
import ai.ekaya.web.PageQuery;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The project's queries: suggested by authors, approved by administrators, run by name. */
@Path("projects/{p}/queries")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class QueryResource {
    private final Caller caller;
    private final Queries queries;
    private final Suggestions suggestions;
    private final Approvals approvals;
    private final QueryExecution execution;
    private final QueryCheck check;
    private final Limits limits;

    @Inject
    public QueryResource(
            Caller caller,
            Queries queries,
            Suggestions suggestions,
            Approvals approvals,
            QueryExecution execution,
            QueryCheck check,
            Limits limits) {
        this.caller = caller;
        this.queries = queries;
        this.suggestions = suggestions;
        this.approvals = approvals;
        this.execution = execution;
        this.check = check;
        this.limits = limits;
    }

    /** A query to suggest, or the keys of one to change. */
    public record Body(
            @Nullable String name,
            @Nullable String description,
            @Nullable String datasource,
            @Nullable String sql,
            @Nullable JsonNode parameters,
            @Nullable Boolean writes,
            @Nullable Integer rowLimit) {
        Suggestion suggestion() {
            return new Suggestion(
                    Optional.ofNullable(name),
                    Optional.ofNullable(description),
                    Optional.ofNullable(datasource).map(DatasourceId::parse),
                    Optional.ofNullable(sql),
                    Optional.ofNullable(parameters).filter(json -> !json.isNull()),
                    Optional.ofNullable(writes),
                    Optional.ofNullable(rowLimit));
        }
    }

    /** What an administrator decides, about one version. */
    public record Decision(
            @Nullable Integer version,
            @Nullable Boolean writes,
            @Nullable String reason) {
        int number() {
            if (version == null) {
                throw new Refusal(
                        RefusalCode.BAD_ARGUMENT, "'version' is missing in the body: the number of what was read");
            }
            return version;
        }
    }

    /** Values of the parameters, by name. */
    public record ExecuteBody(@Nullable JsonNode params) {}

    @GET
    @May(Action.SEE_PROJECT)
    @Operation(
            summary = "Queries of a project, by name",
            description =
                    "?table=public.orders, with &column=total or without, gives those that read it, or may: a query that could not be"
                            + " read is always in that list. What no schema and no query has is a problem with code NOT_FOUND."
                            + " ?datasource= narrows any list to one.")
    public Page<QueryView> list(
            @QueryParam("table") @Nullable String table,
            @QueryParam("column") @Nullable String column,
            @QueryParam("datasource") @Nullable String datasource,
            @BeanParam PageParams params) {
        Optional<DatasourceId> asked = Optional.ofNullable(datasource).map(DatasourceId::parse);
        if (table != null) {
            return queries.listReading(
                    caller.project(), new QueryReferences.Asked(table, Optional.ofNullable(column), asked));
        }
        if (column != null) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "'column' goes with 'table'");
        }
        PageQuery page = params.query(limits);
        return asked.map(id -> queries.listAsking(caller.project(), id, page))
                .orElseGet(() -> queries.list(caller.project(), page));
    }

    @POST
    @May(Action.SUGGEST_QUERY)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Suggest a query",
            description =
                    "It is a draft until an administrator approves it. Parameters stand as {{name}} in sql and are bound,"
                            + " never pasted; each is declared in parameters.")
    public Response suggest(Body body, @Context UriInfo uri) {
        QueryView made = suggestions.suggest(caller.principal(), caller.project(), body.suggestion());
        return Response.created(
                        uri.getAbsolutePathBuilder().path(made.id().toString()).build())
                .entity(made)
                .build();
    }

    @POST
    @Path("check")
    @May(Action.SUGGEST_QUERY)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "What would be said of a query, without saving it",
            description =
                    "Its parameters, the tables and columns it reads, what the login needs, or why it is refused.")
    public ObjectNode check(Body body) {
        return check.of(caller.project(), body.suggestion());
    }

    @GET
    @Path("{query}")
    @May(Action.SEE_PROJECT)
    @Operation(summary = "One query, by id or name, with the apps that may run it")
    public QueryView get(@PathParam("query") String query) {
        return queries.get(caller.project(), query);
    }

    @PATCH
    @Path("{query}")
    @May(Action.SUGGEST_QUERY)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Suggest a change",
            description =
                    "Keys that are missing stay. Another wording is a new version, which waits for approval; the approved one"
                            + " runs until then.")
    public QueryView change(@PathParam("query") String query, Body body) {
        return suggestions.change(caller.principal(), caller.project(), query, body.suggestion());
    }

    @DELETE
    @Path("{query}")
    @May(Action.SUGGEST_QUERY)
    @Operation(
            summary = "Remove a query",
            description =
                    "What was approved once is removed by administrators only. While apps' grants name it, it stays; the problem"
                            + " has code CONFLICT and names them.")
    public void remove(@PathParam("query") String query) {
        suggestions.remove(caller.principal(), caller.project(), query);
    }

    @GET
    @Path("{query}/versions")
    @May(Action.SEE_PROJECT)
    @Operation(summary = "All versions, the latest first")
    public Page<VersionView> versions(@PathParam("query") String query, @BeanParam PageParams params) {
        return queries.versions(caller.project(), query, params.query(limits));
    }

    @POST
    @Path("{query}/approve")
    @May(Action.APPROVE_QUERY)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Approve the version that waits, or let a disabled query run again",
            description =
                    "version is what was read; another one by now is a problem with code CONFLICT. A query that changes data is"
                            + " approved with writes true.")
    public QueryView approve(@PathParam("query") String query, Decision body) {
        approvals.approve(
                caller.principal(),
                caller.project(),
                query,
                new Approvals.Approval(
                        body.number(), Boolean.TRUE.equals(body.writes()), Optional.ofNullable(body.reason())));
        return queries.get(caller.project(), query);
    }

    @POST
    @Path("{query}/reject")
    @May(Action.APPROVE_QUERY)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Reject the version that waits, with a reason")
    public QueryView reject(@PathParam("query") String query, Decision body) {
        String reason = body.reason();
        approvals.reject(caller.principal(), caller.project(), query, body.number(), reason == null ? "" : reason);
        return queries.get(caller.project(), query);
    }

    @POST
    @Path("{query}/disable")
    @May(Action.APPROVE_QUERY)
    @Operation(summary = "Let a query run no more, until it is approved again")
    public QueryView disable(@PathParam("query") String query) {
        approvals.disable(caller.principal(), caller.project(), query);
        return queries.get(caller.project(), query);
    }

    @POST
    @Path("{query}/execute")
    @May(Action.RUN_QUERY)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Run the approved version",
            description =
                    "params has a value for each parameter's name. The answer is that of a query of an app; changed tells how many"
                            + " rows a writing query changed.")
    public ObjectNode execute(@PathParam("query") String query, ExecuteBody body) {
        JsonNode params = body.params();
        return execution
                .execute(
                        new QueryExecution.Asked(
                                caller.principal(),
                                caller.project(),
                                query,
                                params == null || params.isNull() ? JsonNodeFactory.instance.objectNode() : params,
                                Optional.empty(),
                                Effect.WRITES,
                                Map.of()),
                        new Cancellation())
                .json();
    }
}
