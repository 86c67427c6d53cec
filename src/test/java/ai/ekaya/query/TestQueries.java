package ai.ekaya.query;

import ai.ekaya.audit.AuditLog;
import ai.ekaya.datasource.DatasourceAccess;
import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.datasource.Datasources;
import ai.ekaya.datasource.SchemaHistory;
import ai.ekaya.datasource.TestDatasources;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.keys.Sealer;
import ai.ekaya.limits.Limits;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import ai.ekaya.tools.Tool;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Queries and their datasources without a container. */
public final class TestQueries {
    /** What apps are granted; every query, whatever its name. */
    final List<String> users = new ArrayList<>();

    final Approvals approvals;
    final Suggestions suggestions;
    final QueryCheck check;
    final SchemaHistory history;
    private final TestDatasources datasources;
    private final Queries queries;
    private final QueryExecution execution;

    private TestQueries(Store store, Sealer sealer, Limits limits, Clock clock) {
        AuditLog audit = new AuditLog(clock);
        datasources = TestDatasources.on(
                store, sealer, limits, clock, (transaction, project, id) -> List.of(), new QueriedDatasources());
        history = datasources.history(store, limits, clock);
        Wordings wordings = new Wordings(datasources.datasources(), datasources.access(), limits);
        QueryReferences references =
                new QueryReferences(store, datasources.access(), datasources.datasources(), history, limits);
        queries = new Queries(store, references, this::usersOf, limits);
        suggestions = new Suggestions(store, queries, wordings, references, this::usersOf, limits, clock, audit);
        approvals = new Approvals(store, wordings, limits, clock, audit);
        check = new QueryCheck(wordings, references);
        execution = new QueryExecution(store, datasources.access(), limits, audit);
    }

    private List<String> usersOf(Transaction transaction, ProjectId project, String query) {
        return List.copyOf(users);
    }

    public static TestQueries on(Store store, Sealer sealer, Limits limits, Clock clock) {
        return new TestQueries(store, sealer, limits, clock);
    }

    /** A query without parameters that changes rows, approved. */
    public void approveChange(
            Principal author, Principal admin, ProjectId project, DatasourceId datasource, String name, String sql) {
        approve(author, admin, project, datasource, name, sql, Optional.of(100));
    }

    /** A query without parameters that reads, approved. */
    public void approveRead(
            Principal author, Principal admin, ProjectId project, DatasourceId datasource, String name, String sql) {
        approve(author, admin, project, datasource, name, sql, Optional.empty());
    }

    /** @param rowLimit of one that changes rows */
    private void approve(
            Principal author,
            Principal admin,
            ProjectId project,
            DatasourceId datasource,
            String name,
            String sql,
            Optional<Integer> rowLimit) {
        suggestions.suggest(
                author,
                project,
                new Suggestion(
                        Optional.of(name),
                        Optional.empty(),
                        Optional.of(datasource),
                        Optional.of(sql),
                        Optional.empty(),
                        Optional.of(rowLimit.isPresent()),
                        rowLimit));
        approvals.approve(admin, project, name, new Approvals.Approval(1, rowLimit.isPresent(), Optional.empty()));
    }

    public Datasources datasources() {
        return datasources.datasources();
    }

    public DatasourceAccess access() {
        return datasources.access();
    }

    public Queries queries() {
        return queries;
    }

    public Tool executing() {
        return new ExecuteQueryTool(execution);
    }

    public QueryExecution execution() {
        return execution;
    }
}
