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
import java.util.concurrent.atomic.AtomicBoolean;

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
     * @param witness is told of a change before it is asked for and after it was made
     */
    public record Asked(
            Principal by,
            ProjectId project,
            String query,
            JsonNode params,
            Optional<DatasourceId> on,
            Effect most,
            Map<String, String> through,
            Witness witness) {

        /** Somebody who sees for themselves what became of it. */
        public Asked(
                Principal by,
                ProjectId project,
                String query,
                JsonNode params,
                Optional<DatasourceId> on,
                Effect most,
                Map<String, String> through) {
            this(by, project, query, params, on, most, through, Witness.NONE);
        }
    }

    /** Who has to know of each change, also of one that nobody knows the end of. */
    @FunctionalInterface
    public interface Witness {
        Witness NONE = () -> Announced.NONE;

        Announced announce();
    }

    /** A change that is about to be made. One that is told nothing more stays in doubt. */
    public interface Announced {
        Announced NONE = new Announced() {
            @Override
            public void happened() {}

            @Override
            public void didNotHappen() {}
        };

        void happened();

        void didNotHappen();
    }

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
        Map<String, JsonNode> values = wording.parameters().bound(asked.params(), limits);
        if (!wording.writes()) {
            ApprovedCall call =
                    new ApprovedCall(wording.sql(), values, Effect.READS, wording.rowLimit(), rowsChanged -> {});
            return access.execute(asked.project(), wording.datasource(), call, cancellation);
        }
        return change(asked, approved, values, cancellation);
    }

    private QueryResult change(
            Asked asked, Approved approved, Map<String, JsonNode> values, Cancellation cancellation) {
        QueryVersion.Wording wording = approved.version().wording();
        AtomicBoolean committing = new AtomicBoolean();
        ApprovedCall call = new ApprovedCall(wording.sql(), values, Effect.WRITES, wording.rowLimit(), rowsChanged -> {
            append(asked, approved, rowsChanged);
            committing.set(true);
        });
        Announced announced = asked.witness().announce();
        QueryResult result;
        try {
            result = access.execute(asked.project(), wording.datasource(), call, cancellation);
        } catch (Refusal refusal) {
            // What fails in its commit may have been committed all the same.
            if (!committing.get()) {
                announced.didNotHappen();
            }
            throw refusal;
        }
        announced.happened();
        return result;
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
