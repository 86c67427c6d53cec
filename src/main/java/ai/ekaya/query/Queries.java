package ai.ekaya.query;

import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import ai.ekaya.web.Cursor;
import ai.ekaya.web.Page;
import ai.ekaya.web.PageQuery;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * The queries of projects, and what they read. Authors suggest them ({@link Suggestions}), administrators decide ({@link Approvals}).
 * Thread-safe.
 */
@Singleton
public final class Queries {
    private final Store store;
    private final QueryReferences references;
    private final QueryRows rows;
    private final QueryUses uses;
    private final Limits limits;

    @Inject
    Queries(Store store, QueryReferences references, QueryUses uses, Limits limits) {
        this.store = store;
        this.references = references;
        this.rows = new QueryRows(limits);
        this.uses = uses;
        this.limits = limits;
    }

    /** By name. */
    Page<QueryView> list(ProjectId project, PageQuery page) {
        return list(project, page, (transaction, after) -> rows.list(transaction, project, after, page.size() + 1));
    }

    /** Those that ask a datasource, by name. */
    Page<QueryView> listAsking(ProjectId project, DatasourceId datasource, PageQuery page) {
        references.requireDatasource(project, datasource);
        return list(
                project,
                page,
                (transaction, after) -> rows.listAsking(transaction, project, datasource, after, page.size() + 1));
    }

    private Page<QueryView> list(
            ProjectId project, PageQuery page, BiFunction<Transaction, String, List<Query>> rowsAfter) {
        String after = page.cursor(1).map(cursor -> cursor.keys().get(0)).orElse("");
        return store.inProject(project.value(), transaction -> {
            List<Query> found = rowsAfter.apply(transaction, after);
            Page<Query> queries = Page.of(found, page, query -> Cursor.at(query.name()));
            return new Page<>(
                    queries.items().stream()
                            .map(query -> view(transaction, query))
                            .toList(),
                    queries.next());
        });
    }

    /**
     * What reads a table or column, or may; {@link Limit#QUERY_PER_PROJECT_COUNT} bounds it.
     *
     * @param asked a table as {@code orders} or {@code public.orders}, and a column or any
     */
    public List<QueryReference> reading(ProjectId project, QueryReferences.Asked asked) {
        return references.reading(project, asked);
    }

    /** Those of {@link #reading}, as a list has them. */
    Page<QueryView> listReading(ProjectId project, QueryReferences.Asked asked) {
        Set<String> reading = references.reading(project, asked).stream()
                .map(QueryReference::id)
                .collect(Collectors.toSet());
        return store.inProject(
                project.value(),
                transaction -> Page.whole(
                        rows.list(transaction, project, "", limits.intOf(Limit.QUERY_PER_PROJECT_COUNT)).stream()
                                .filter(query -> reading.contains(query.id().toString()))
                                .map(query -> view(transaction, query))
                                .toList()));
    }

    /** @param idOrName of a query in the project */
    public Optional<Query> find(ProjectId project, String idOrName) {
        return store.inProject(project.value(), transaction -> rows.find(transaction, project, idOrName));
    }

    QueryView get(ProjectId project, String idOrName) {
        return store.inProject(
                project.value(), transaction -> view(transaction, require(transaction, project, idOrName)));
    }

    /** The latest first. */
    Page<VersionView> versions(ProjectId project, String idOrName, PageQuery page) {
        int before = page.cursor(1)
                .map(cursor -> cursor.keys().get(0))
                .filter(key -> key.matches("[0-9]{1,9}"))
                .map(Integer::parseInt)
                .orElse(Integer.MAX_VALUE);
        return store.inProject(project.value(), transaction -> {
            Query query = require(transaction, project, idOrName);
            List<VersionView> found = rows.versions(transaction, query, before, page.size() + 1).stream()
                    .map(VersionView::of)
                    .toList();
            return Page.of(found, page, version -> Cursor.at(String.valueOf(version.number())));
        });
    }

    Query require(Transaction transaction, ProjectId project, String idOrName) {
        return rows.find(transaction, project, idOrName).orElseThrow(() -> missing(idOrName));
    }

    static Refusal missing(String idOrName) {
        return new Refusal(
                RefusalCode.NOT_FOUND,
                "There is no query '" + Shown.of(idOrName)
                        + "' in this project; an author suggests one and an administrator approves it");
    }

    QueryView view(Transaction transaction, Query query) {
        return QueryView.of(
                query,
                rows.version(transaction, query, query.latestVersion()),
                query.approvedVersion().map(number -> rows.version(transaction, query, number)),
                uses.apps(transaction, query.project(), query.name()));
    }
}
