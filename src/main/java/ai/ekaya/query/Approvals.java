package ai.ekaya.query;

import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.audit.Changes;
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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What administrators decide about queries. A decision is about one version: about what was read, not what is there by now. Thread-safe. */
@Singleton
final class Approvals {
    private final Store store;
    private final Wordings wordings;
    private final QueryRows rows;
    private final Limits limits;
    private final Clock clock;
    private final AuditLog audit;

    @Inject
    Approvals(Store store, Wordings wordings, Limits limits, Clock clock, AuditLog audit) {
        this.store = store;
        this.wordings = wordings;
        this.rows = new QueryRows(limits);
        this.limits = limits;
        this.clock = clock;
        this.audit = audit;
    }

    /**
     * @param version what the administrator has read
     * @param writes that it may change data; must be said for a version that does
     */
    record Approval(int version, boolean writes, Optional<String> reason) {}

    /**
     * The version that waits runs from now on; one that was disabled runs again.
     *
     * @throws Refusal {@code CONFLICT} when the version is not the one that waits
     */
    void approve(Principal by, ProjectId project, String idOrName, Approval approval) {
        Optional<String> reason = approval.reason().map(this::checkedReason);
        // By today's rules: those of the day it was suggested may have been looser. Its wording never changes.
        store.inProject(
                        project.value(),
                        transaction -> rows.find(transaction, project, idOrName)
                                .filter(query -> approval.version() >= 1 && approval.version() <= query.latestVersion())
                                .map(query -> rows.version(transaction, query, approval.version())))
                .ifPresent(version -> wordings.checked(project, version.wording()));
        store.transactIn(project.value(), transaction -> {
            Query query = locked(transaction, project, idOrName);
            QueryVersion version = decidable(transaction, query, approval.version());
            if (version.wording().writes() != approval.writes()) {
                throw new Refusal(
                        RefusalCode.BAD_ARGUMENT,
                        version.wording().writes()
                                ? "Version " + version.number() + " changes data, at most "
                                        + version.wording().rowLimit()
                                        + " rows; who approves that says so with \"writes\": true"
                                : "Version " + version.number() + " only reads; approve it without 'writes'");
            }
            query.approvedVersion()
                    .filter(number -> number != version.number())
                    .ifPresent(number -> rows.replace(transaction, query, number));
            rows.decide(transaction, query, version.number(), VersionState.APPROVED, by, clock.instant(), reason);
            rows.update(transaction, in(query, QueryState.APPROVED, Optional.of(version.number())));
            append(transaction, AuditEvent.Type.QUERY_APPROVED, by, query, version, reason);
        });
    }

    /** A version that waits, or the one that was disabled. */
    private QueryVersion decidable(Transaction transaction, Query query, int number) {
        QueryVersion latest = rows.version(transaction, query, query.latestVersion());
        if (number == latest.number() && latest.state() == VersionState.DRAFT) {
            return latest;
        }
        if (query.state() == QueryState.DISABLED && query.approvedVersion().equals(Optional.of(number))) {
            return rows.version(transaction, query, number);
        }
        throw new Refusal(
                RefusalCode.CONFLICT,
                "Version " + number + " of query " + query.name() + " does not wait for a decision; "
                        + (latest.state() == VersionState.DRAFT
                                ? "version " + latest.number() + " does, read it first"
                                : "the latest is " + latest.number() + ", "
                                        + latest.state().text()
                                        + latest.decided()
                                                .map(who -> " by " + who.name())
                                                .orElse("")));
    }

    /** The version that waits is not wanted; what was approved before goes on. */
    void reject(Principal by, ProjectId project, String idOrName, int number, String reason) {
        String checked = checkedReason(reason);
        store.transactIn(project.value(), transaction -> {
            Query query = locked(transaction, project, idOrName);
            QueryVersion version = decidable(transaction, query, number);
            if (version.state() != VersionState.DRAFT) {
                throw new Refusal(
                        RefusalCode.CONFLICT, "Version " + number + " was approved already; disable the query instead");
            }
            rows.decide(transaction, query, number, VersionState.REJECTED, by, clock.instant(), Optional.of(checked));
            append(transaction, AuditEvent.Type.QUERY_REJECTED, by, query, version, Optional.of(checked));
        });
    }

    /** It no longer runs, until it is approved again. */
    void disable(Principal by, ProjectId project, String idOrName) {
        store.transactIn(project.value(), transaction -> {
            Query query = locked(transaction, project, idOrName);
            if (query.state() != QueryState.APPROVED) {
                throw new Refusal(
                        RefusalCode.CONFLICT,
                        "Query " + query.name() + " does not run, its state is "
                                + query.state().text());
            }
            rows.update(transaction, in(query, QueryState.DISABLED, query.approvedVersion()));
            QueryVersion version =
                    rows.version(transaction, query, query.approvedVersion().orElseThrow());
            append(transaction, AuditEvent.Type.QUERY_DISABLED, by, query, version, Optional.empty());
        });
    }

    private Query locked(Transaction transaction, ProjectId project, String idOrName) {
        Query query = rows.find(transaction, project, idOrName).orElseThrow(() -> Queries.missing(idOrName));
        rows.lock(transaction, query);
        return rows.find(transaction, project, query.id().toString()).orElseThrow(() -> Queries.missing(idOrName));
    }

    private static Query in(Query query, QueryState state, Optional<Integer> approved) {
        return new Query(
                query.id(),
                query.project(),
                query.name(),
                query.description(),
                state,
                approved,
                query.latestVersion(),
                query.madeBy());
    }

    private String checkedReason(String reason) {
        if (reason.isBlank() || reason.length() > limits.of(Limit.QUERY_TEXT_COUNT)) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    "'reason' is empty or longer than " + limits.of(Limit.QUERY_TEXT_COUNT) + " characters");
        }
        return reason;
    }

    private void append(
            Transaction transaction,
            AuditEvent.Type type,
            Principal by,
            Query query,
            QueryVersion version,
            Optional<String> reason) {
        Map<String, String> details = new TreeMap<>(Map.of(
                "name",
                query.name(),
                "version",
                String.valueOf(version.number()),
                "hash",
                version.hash(),
                "writes",
                String.valueOf(version.wording().writes()),
                "suggestedBy",
                version.suggested().name()));
        reason.ifPresent(text -> details.put("reason", text));
        if (version.suggested().user().equals(by.user().toString())) {
            details.put("ownSuggestion", "true");
        }
        Query after =
                rows.find(transaction, query.project(), query.id().toString()).orElse(query);
        Changes changes = Changes.NONE
                .and("state", query.state().text(), after.state().text())
                .and("approvedVersion", query.approvedVersion(), after.approvedVersion());
        audit.append(
                transaction,
                new AuditEvent(type, by.actor(), Optional.of(query.project().value()), "query:" + query.id(), details)
                        .changing(changes));
    }
}
