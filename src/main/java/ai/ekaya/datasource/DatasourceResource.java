package ai.ekaya.datasource;

import ai.ekaya.identity.Action;
import ai.ekaya.identity.Caller;
import ai.ekaya.identity.May;
import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.web.Page;
import ai.ekaya.web.PageParams;
import ai.ekaya.web.PageQuery;
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
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Databases that the project's apps may read. A password goes in and never comes out. */
@Path("projects/{p}/datasources")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class DatasourceResource {
    private final Caller caller;
    private final Datasources datasources;
    private final DatasourceAccess access;
    private final Limits limits;

    @Inject
    public DatasourceResource(Caller caller, Datasources datasources, DatasourceAccess access, Limits limits) {
        this.caller = caller;
        this.datasources = datasources;
        this.access = access;
        this.limits = limits;
    }

    /** A datasource to make, or the keys of one to change. */
    public record Body(
            @Nullable String name,
            @Nullable String type,
            @Nullable String host,
            @Nullable Integer port,
            @Nullable String database,
            @Nullable String user,
            @Nullable String password,
            @Nullable String sslMode,
            @Nullable String authentication,
            @Nullable WritableLogin writableLogin) {
        @Override
        public String toString() {
            return "Body[" + name + "]";
        }
    }

    /** A datasource as clients see it. */
    public record View(
            UUID id,
            String name,
            String type,
            String host,
            int port,
            String database,
            String user,
            String sslMode,
            String authentication,
            boolean canWrite,
            WritableLogin writableLogin) {
        static View of(Datasource d) {
            return new View(
                    d.id().value(),
                    d.name(),
                    d.type(),
                    d.host(),
                    d.port(),
                    d.database(),
                    d.user(),
                    d.sslMode(),
                    d.authentication(),
                    d.canWrite(),
                    d.writableLogin());
        }
    }

    @GET
    @May(Action.SEE_PROJECT)
    @Operation(summary = "Datasources of a project")
    public Page<View> list() {
        return Page.whole(
                datasources.list(caller.project()).stream().map(View::of).toList());
    }

    @POST
    @May(Action.MANAGE_DATASOURCE)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Add a datasource",
            description =
                    "type is postgresql or sqlserver. The connection is tried first. canWrite tells that the login could change"
                            + " data; apps are refused then. authentication is password, or for SQL Server"
                            + " entra-service-principal with a client id as user and its secret as password.")
    public Response add(Body body, @Context UriInfo uri) {
        if (body.writableLogin() != null) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    "'writableLogin' is set by PATCH, once it is known whether the login can change data");
        }
        Datasource made =
                datasources.add(caller.principal(), caller.project(), asked(body, required("name", body.name())));
        return Response.created(
                        uri.getAbsolutePathBuilder().path(made.id().toString()).build())
                .entity(View.of(made))
                .build();
    }

    private static NewDatasource asked(Body body, String name) {
        DatasourceType type = body.type() == null ? DatasourceType.POSTGRESQL : DatasourceType.of(body.type());
        return new NewDatasource(
                name,
                type.text(),
                required("host", body.host()),
                body.port() == null ? type.port() : body.port(),
                required("database", body.database()),
                required("user", body.user()),
                new Secret(required("password", body.password())),
                body.sslMode() == null ? type.sslMode() : body.sslMode(),
                body.authentication() == null ? Target.BY_PASSWORD : body.authentication());
    }

    @POST
    @Path("test")
    @May(Action.MANAGE_DATASOURCE)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Try a connection that is not saved",
            description =
                    "Takes what POST of a datasource takes, name left out, and keeps nothing. Why it fails is a problem"
                            + " with code UPSTREAM, or NOT_PERMITTED for a host that is not allowed.")
    public ConnectionTest tryOut(Body body) {
        return datasources.tryOut(asked(body, ""));
    }

    @GET
    @Path("{id}")
    @May(Action.SEE_PROJECT)
    @Operation(summary = "One datasource")
    public View get(@PathParam("id") String id) {
        return datasources
                .find(caller.project(), DatasourceId.parse(id))
                .map(View::of)
                .orElseThrow(() -> notFound());
    }

    @PATCH
    @Path("{id}")
    @May(Action.MANAGE_DATASOURCE)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Change a datasource",
            description =
                    "Keys that are missing stay. Another host, port or authentication, or a weaker sslMode, needs the password again."
                            + " writableLogin is refuse"
                            + " or allow: whether apps may use a login that can change data; they read in read-only transactions all"
                            + " the same.")
    public View change(@PathParam("id") String id, Body body) {
        if (body.type() != null) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "'type' cannot be changed; add another datasource");
        }
        DatasourceChange change = new DatasourceChange(
                Optional.ofNullable(body.name()),
                Optional.ofNullable(body.host()),
                Optional.ofNullable(body.port()),
                Optional.ofNullable(body.database()),
                Optional.ofNullable(body.user()),
                Optional.ofNullable(body.password()).map(Secret::new),
                Optional.ofNullable(body.sslMode()),
                Optional.ofNullable(body.authentication()),
                Optional.ofNullable(body.writableLogin()));
        return View.of(datasources.update(caller.principal(), caller.project(), DatasourceId.parse(id), change));
    }

    @DELETE
    @Path("{id}")
    @May(Action.MANAGE_DATASOURCE)
    @Operation(
            summary = "Remove a datasource",
            description =
                    "While an app is bound to it or a query asks it, it stays; the problem has code CONFLICT and names them.")
    public void remove(@PathParam("id") String id) {
        datasources.remove(caller.principal(), caller.project(), DatasourceId.parse(id));
    }

    @POST
    @Path("{id}/test")
    @May(Action.MANAGE_DATASOURCE)
    @Operation(summary = "Try the connection", description = "Why it fails is a problem with code UPSTREAM.")
    public ConnectionTest test(@PathParam("id") String id) {
        return datasources.test(caller.project(), DatasourceId.parse(id));
    }

    @GET
    @Path("{id}/schema")
    @May(Action.SEE_PROJECT)
    @Operation(
            summary = "Schemas, types, and tables and views with columns, keys and indexes, read afresh",
            description =
                    "?tables=a,public.b names some of them; ?after= takes next of the page before. hash is over the whole schema.")
    public ObjectNode schema(
            @PathParam("id") String id, @QueryParam("tables") @Nullable String tables, @BeanParam PageParams params) {
        Set<String> wanted = tables == null
                ? Set.of()
                : Arrays.stream(tables.split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .collect(Collectors.toSet());
        PageQuery query = params.query(limits);
        return SchemaSnapshot.page(
                access.schema(caller.project(), DatasourceId.parse(id), new Cancellation()), wanted, query);
    }

    private static Refusal notFound() {
        return new Refusal(RefusalCode.NOT_FOUND, "There is no such datasource in this project");
    }

    private static String required(String key, @Nullable String value) {
        if (value == null) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "'" + key + "' is missing in the body");
        }
        return value;
    }
}
