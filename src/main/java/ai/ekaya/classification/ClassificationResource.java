package ai.ekaya.classification;

import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.identity.Action;
import ai.ekaya.identity.Caller;
import ai.ekaya.identity.May;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.web.Cursor;
import ai.ekaya.web.Page;
import ai.ekaya.web.PageParams;
import ai.ekaya.web.PageQuery;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What the columns of a project's datasources hold. No value of a datasource is ever answered here. */
@Path("projects/{p}/datasources")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class ClassificationResource {
    private final Caller caller;
    private final Classifications classifications;
    private final Scanner scanner;
    private final Limits limits;

    @Inject
    public ClassificationResource(Caller caller, Classifications classifications, Scanner scanner, Limits limits) {
        this.caller = caller;
        this.classifications = classifications;
        this.scanner = scanner;
        this.limits = limits;
    }

    /** One column by name; in the body, as a name may have any character. */
    public record Column(
            @Nullable String schema,
            @Nullable String table,
            @Nullable String column) {
        ColumnKey key() {
            return new ColumnKey(
                    required("columns[].schema", schema),
                    required("columns[].table", table),
                    required("columns[].column", column));
        }
    }

    /** A decision on some columns. */
    public record Body(
            @Nullable List<Column> columns,
            @Nullable State state,
            @Nullable Category category,
            @Nullable String note) {}

    @POST
    @Path("{id}/classification/scans")
    @May(Action.CLASSIFY_COLUMN)
    @Operation(
            summary = "Classify the columns of a datasource by name, type and sampled values",
            description =
                    "Ends within a bounded time. unsampledColumns tells of how many columns no scan has seen a value yet; another scan"
                            + " begins with them. Values are counted in memory and neither kept nor answered. What people decided stays."
                            + " While another scan of the datasource runs, the problem has code CONFLICT.")
    public ScanReport scan(@PathParam("id") String id) {
        return scanner.scan(caller.principal(), caller.project(), DatasourceId.parse(id), new Cancellation());
    }

    @GET
    @Path("{id}/classification")
    @May(Action.SEE_PROJECT)
    @Operation(
            summary = "Columns with their features, and how sensitive they are",
            description =
                    "?state= is pending (found sensitive and not decided; it counts as sensitive), sensitive, allow or none; ?table= names a"
                            + " table, with its schema or without. stale tells that a decision may be about another column than the one that is there"
                            + " now, contradicted that there is more against an allow than when it was decided.")
    public Page<ClassifiedColumn> list(
            @PathParam("id") String id,
            @QueryParam("state") @Nullable String state,
            @QueryParam("table") @Nullable String table,
            @BeanParam PageParams params) {
        PageQuery query = params.query(limits);
        ColumnTable.Wanted wanted = new ColumnTable.Wanted(
                Optional.ofNullable(state).map(State::parse),
                Optional.ofNullable(table),
                query.cursor(3).map(Cursor::keys).map(keys -> new ColumnKey(keys.get(0), keys.get(1), keys.get(2))));
        List<ClassifiedColumn> found =
                classifications.list(caller.project(), DatasourceId.parse(id), wanted, query.size() + 1);
        return Page.of(found, query, column -> Cursor.at(column.schema(), column.table(), column.column()));
    }

    @PUT
    @Path("{id}/classification/columns")
    @May(Action.CLASSIFY_COLUMN)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Decide whether columns are sensitive",
            description =
                    "{\"columns\": [{\"schema\", \"table\", \"column\"}], \"state\": \"allow\" | \"sensitive\" | \"pending\", \"category\"?,"
                            + " \"note\"?}: all of them or none. pending takes a decision back. A later scan changes no decision.")
    public Page<ClassifiedColumn> decide(@PathParam("id") String id, Body body) {
        if (body.columns() == null || body.state() == null) {
            throw missing(body.columns() == null ? "columns" : "state");
        }
        Verdict verdict = Verdict.of(
                body.columns().stream().map(ClassificationResource::key).toList(),
                body.state(),
                Optional.ofNullable(body.category()),
                body.note() == null ? "" : body.note());
        return Page.whole(
                classifications.decide(caller.principal(), caller.project(), DatasourceId.parse(id), verdict));
    }

    private static ColumnKey key(@Nullable Column column) {
        if (column == null) {
            throw missing("columns[]");
        }
        return column.key();
    }

    private static String required(String key, @Nullable String value) {
        if (value == null) {
            throw missing(key);
        }
        return value;
    }

    private static Refusal missing(String key) {
        return new Refusal(RefusalCode.BAD_ARGUMENT, "'" + key + "' is missing in the body");
    }
}
