package ai.ekaya.query;

import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.identity.Access;
import ai.ekaya.identity.Action;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.regex.Pattern;

/** What authors suggest: a query, another wording as a new version, or that one goes. Thread-safe. */
@Singleton
final class Suggestions {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,62}");

    private final Store store;
    private final Queries queries;
    private final Wordings wordings;
    private final QueryReferences references;
    private final QueryRows rows;
    private final QueryUses uses;
    private final Limits limits;
    private final Clock clock;
    private final AuditLog audit;
    private final Descriptions descriptions;

    @Inject
    Suggestions(
            Store store,
            Queries queries,
            Wordings wordings,
            QueryReferences references,
            QueryUses uses,
            Limits limits,
            Clock clock,
            AuditLog audit) {
        this.store = store;
        this.queries = queries;
        this.wordings = wordings;
        this.references = references;
        this.rows = new QueryRows(limits);
        this.uses = uses;
        this.limits = limits;
        this.clock = clock;
        this.audit = audit;
        this.descriptions = new Descriptions(audit);
    }

    /** A new query, whose first version waits for approval. */
    QueryView suggest(Principal by, ProjectId project, Suggestion asked) {
        String name = asked.name().orElseThrow(() -> refused("'name' is missing in the body"));
        if (!NAME.matcher(name).matches()) {
            throw refused("'name' is '" + Shown.of(name)
                    + "', expected letters, digits, dashes and underscores, starting with a letter, at most 63");
        }
        if (QueryRows.isId(name)) {
            throw refused(
                    "'name' is '" + Shown.of(name) + "', which reads as an id; choose a name that says what it asks");
        }
        String description = text("description", asked.description().orElse(""));
        Wordings.Checked checked = wordings.checked(project, asked, Optional.empty());
        QueryReferences.Read refs = references.read(project, checked);
        return store.inProject(project.value(), transaction -> {
            rows.lockProject(transaction, project);
            int count = rows.count(transaction, project);
            if (count >= limits.of(Limit.QUERY_PER_PROJECT_COUNT)) {
                throw new Refusal(RefusalCode.LIMIT, "The project has " + count + " queries, the most; remove some");
            }
            if (rows.find(transaction, project, name).isPresent()) {
                throw new Refusal(RefusalCode.CONFLICT, "The project has a query of this name already");
            }
            Query query = new Query(
                    new QueryId(UUID.randomUUID()),
                    project,
                    name,
                    description,
                    QueryState.DRAFT,
                    Optional.empty(),
                    1,
                    decision(by));
            rows.insert(transaction, query);
            rows.insert(transaction, query, version(1, checked, by, refs));
            append(transaction, AuditEvent.Type.QUERY_SUGGESTED, by, query, 1);
            return queries.view(transaction, query);
        });
    }

    /**
     * Another wording as a new version, while the approved one keeps running. Another description of a query that waits, too: an
     * approval is of what was read. Of one that was approved only administrators change it, and at once.
     *
     * @throws Refusal {@code NOT_PERMITTED} for another description of what was approved, from an author
     */
    QueryView change(Principal by, ProjectId project, String idOrName, Suggestion asked) {
        Query before = store.inProject(project.value(), transaction -> queries.require(transaction, project, idOrName));
        if (asked.name().filter(name -> !name.equals(before.name())).isPresent()) {
            throw refused("'name' cannot be changed, as apps' grants hold it; suggest another query");
        }
        String description = text("description", asked.description().orElse(before.description()));
        QueryVersion latest = store.inProject(
                project.value(), transaction -> rows.version(transaction, before, before.latestVersion()));
        Optional<Wordings.Checked> checked = asked.changesWording()
                ? Optional.of(wordings.checked(project, asked, Optional.of(latest.wording())))
                : Optional.empty();
        Optional<QueryReferences.Read> refs = checked.map(wording -> references.read(project, wording));
        return store.inProject(project.value(), transaction -> {
            Query query = locked(transaction, project, before);
            boolean describes = asked.description().isPresent() && !description.equals(query.description());
            if (describes) {
                descriptions.change(transaction, by, query, description);
            }
            Query described = described(query, describes ? description : query.description(), query.latestVersion());
            if (checked.isPresent() && refs.isPresent() && !checked.get().hash().equals(latest.hash())) {
                return queries.view(transaction, next(transaction, by, described, latest, checked.get(), refs.get()));
            }
            if (describes && latest.state() == VersionState.DRAFT && query.state() == QueryState.DRAFT) {
                return queries.view(transaction, again(transaction, by, described, latest));
            }
            rows.update(transaction, described);
            return queries.view(transaction, described);
        });
    }

    /** The same wording as a version of its own, so that nobody approves it with a description that they have not read. */
    private Query again(Transaction transaction, Principal by, Query query, QueryVersion latest) {
        return next(
                transaction,
                query,
                latest,
                number -> new QueryVersion(
                        number,
                        VersionState.DRAFT,
                        latest.wording(),
                        latest.dialect(),
                        latest.hash(),
                        latest.unread(),
                        decision(by),
                        Optional.empty(),
                        Optional.empty(),
                        latest.refs(),
                        latest.refsSchema()),
                by);
    }

    private Query next(
            Transaction transaction,
            Principal by,
            Query query,
            QueryVersion latest,
            Wordings.Checked checked,
            QueryReferences.Read refs) {
        return next(transaction, query, latest, number -> version(number, checked, by, refs), by);
    }

    private Query next(
            Transaction transaction,
            Query query,
            QueryVersion latest,
            IntFunction<QueryVersion> version,
            Principal by) {
        if (query.latestVersion() != latest.number()) {
            throw new Refusal(
                    RefusalCode.CONFLICT,
                    "The query is at version " + query.latestVersion() + " by now, yours is a change of "
                            + latest.number() + "; read it again");
        }
        int number = latest.number() + 1;
        if (number > limits.of(Limit.QUERY_VERSIONS_COUNT)) {
            throw new Refusal(
                    RefusalCode.LIMIT,
                    "The query has " + latest.number() + " versions, the most; suggest another query");
        }
        if (latest.state() == VersionState.DRAFT) {
            rows.replace(transaction, query, latest.number());
        }
        Query changed = described(query, query.description(), number);
        rows.update(transaction, changed);
        rows.insert(transaction, changed, version.apply(number));
        append(transaction, AuditEvent.Type.QUERY_SUGGESTED, by, changed, number);
        return changed;
    }

    /**
     * Removes it with its versions. Authors remove what was never approved; the rest needs an administrator.
     *
     * @throws Refusal {@code CONFLICT} naming the apps that may run it
     */
    void remove(Principal by, ProjectId project, String idOrName) {
        store.transactIn(project.value(), transaction -> {
            Query query = locked(transaction, project, queries.require(transaction, project, idOrName));
            if (query.state() != QueryState.DRAFT) {
                Access.require(by, Action.APPROVE_QUERY, project);
            }
            List<String> apps = uses.apps(transaction, project, query.name());
            if (!apps.isEmpty()) {
                throw new Refusal(
                        RefusalCode.CONFLICT,
                        "Query " + query.name() + " is granted to " + (apps.size() == 1 ? "app " : "apps ")
                                + String.join(", ", apps) + "; remove those first, or disable the query");
            }
            append(transaction, AuditEvent.Type.QUERY_REMOVED, by, query, query.latestVersion());
            rows.remove(transaction, query);
        });
    }

    private Query locked(Transaction transaction, ProjectId project, Query query) {
        rows.lock(transaction, query);
        return queries.require(transaction, project, query.id().toString());
    }

    private QueryVersion version(int number, Wordings.Checked checked, Principal by, QueryReferences.Read refs) {
        return new QueryVersion(
                number,
                VersionState.DRAFT,
                checked.wording(),
                checked.dialect(),
                checked.hash(),
                checked.statement().unread(),
                decision(by),
                Optional.empty(),
                Optional.empty(),
                refs.json(),
                refs.schemaHash());
    }

    private Query.Decision decision(Principal by) {
        return new Query.Decision(by.user().toString(), by.name(), clock.instant());
    }

    private static Query described(Query query, String description, int latest) {
        return new Query(
                query.id(),
                query.project(),
                query.name(),
                description,
                query.state(),
                query.approvedVersion(),
                latest,
                query.madeBy());
    }

    private String text(String key, String text) {
        if (text.length() > limits.of(Limit.QUERY_TEXT_COUNT)) {
            throw new Refusal(
                    RefusalCode.LIMIT,
                    "'" + key + "' has " + text.length() + " characters, at most " + limits.of(Limit.QUERY_TEXT_COUNT));
        }
        return text;
    }

    private void append(Transaction transaction, AuditEvent.Type type, Principal by, Query query, int version) {
        audit.append(
                transaction,
                new AuditEvent(
                        type,
                        by.actor(),
                        Optional.of(query.project().value()),
                        "query:" + query.id(),
                        Map.of("name", query.name(), "version", String.valueOf(version))));
    }

    private static Refusal refused(String message) {
        return new Refusal(RefusalCode.BAD_ARGUMENT, message);
    }
}
