package ai.ekaya.query;

import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.datasource.ApprovedCall;
import ai.ekaya.datasource.DatasourceAccess;
import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.sql.Effect;
import ai.ekaya.sql.QueryResult;
import ai.ekaya.store.Store;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Runs approved queries. Thread-safe. */
@Singleton
public final class QueryExecution {
    private final Store store;
    private final DatasourceAccess access;
    private final QueryRows rows;
    private final Limits limits;
    private final AuditLog audit;

    @Inject
    QueryExecution(Store store, DatasourceAccess access, Limits limits, AuditLog audit) {
        this.store = store;
        this.access = access;
        this.rows = new QueryRows(limits);
        this.limits = limits;
        this.audit = audit;
    }

    /**
     * What is asked.
     *
     * @param query an id or a name
     * @param params an object by name
     * @param on the datasource that the asker takes it to run on, if they say
     * @param most what the query may do: a preview only reads
     * @param through what goes into the audit beside the asker, such as the run
     */
    public record Asked(
            Principal by,
            ProjectId project,
            String query,
            JsonNode params,
            Optional<DatasourceId> on,
            Effect most,
            Map<String, String> through) {}

    private record Approved(Query query, QueryVersion version) {}

    /**
     * The approved version, with its parameters bound.
     *
     * @throws Refusal {@code NOT_FOUND}, {@code NOT_PERMITTED} for a query that is not approved, {@code BAD_ARGUMENT} naming a
     *     parameter, {@code LIMIT} when it would change more rows than were approved
     */
    public QueryResult execute(Asked asked, Cancellation cancellation) {
        Approved approved = approved(asked);
        QueryVersion.Wording wording = approved.version().wording();
        if (asked.on().filter(id -> !id.equals(wording.datasource())).isPresent()) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    "Query " + approved.query().name()
                            + " runs on another datasource than the one that is named; leave the datasource out");
        }
        if (wording.writes() && asked.most() == Effect.READS) {
            throw new Refusal(
                    RefusalCode.NOT_PERMITTED,
                    "Query " + approved.query().name()
                            + " changes data, and a preview keeps nothing; install the app to run it");
        }
        ApprovedCall call = new ApprovedCall(
                wording.sql(),
                wording.parameters().bound(asked.params(), limits),
                wording.writes() ? Effect.WRITES : Effect.READS,
                wording.rowLimit(),
                rowsChanged -> append(asked, approved, rowsChanged));
        return access.execute(asked.project(), wording.datasource(), call, cancellation);
    }

    private Approved approved(Asked asked) {
        return store.inProject(asked.project().value(), transaction -> {
            Query query = rows.find(transaction, asked.project(), asked.query())
                    .orElseThrow(() -> Queries.missing(asked.query()));
            if (query.state() != QueryState.APPROVED) {
                throw new Refusal(
                        RefusalCode.NOT_PERMITTED,
                        "Query " + query.name()
                                + (query.state() == QueryState.DRAFT ? " is not approved yet" : " is disabled")
                                + "; an administrator approves it under the project's queries");
            }
            return new Approved(
                    query,
                    rows.version(transaction, query, query.approvedVersion().orElseThrow()));
        });
    }

    /** Before the commit: rather an audit of a change that failed in its last step than a change without one. */
    private void append(Asked asked, Approved approved, long rowsChanged) {
        Map<String, String> details = new TreeMap<>(asked.through());
        details.put("name", approved.query().name());
        details.put("version", String.valueOf(approved.version().number()));
        details.put("rows", String.valueOf(rowsChanged));
        details.put("datasource", approved.version().wording().datasource().toString());
        AuditEvent event = new AuditEvent(
                AuditEvent.Type.QUERY_WROTE,
                asked.by().actor(),
                Optional.of(asked.project().value()),
                "query:" + approved.query().id(),
                details);
        String run = asked.through().get("run");
        AuditEvent told = run == null ? event : event.through(asked.through().getOrDefault("app", ""), run);
        store.transactIn(asked.project().value(), transaction -> audit.append(transaction, told));
    }
}
