package ai.ekaya.classification;

import ai.ekaya.audit.AuditCounts;
import ai.ekaya.datasource.Datasource;
import ai.ekaya.datasource.Datasources;
import ai.ekaya.identity.AccessReview;
import ai.ekaya.identity.Action;
import ai.ekaya.identity.Member;
import ai.ekaya.limits.Limits;
import ai.ekaya.store.Store;
import ai.ekaya.tools.Nature;
import ai.ekaya.tools.Tool;
import ai.ekaya.tools.ToolCall;
import ai.ekaya.tools.ToolSpec;
import ai.ekaya.web.Json;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/**
 * {@code get_compliance_summary}: figures for who reviews a project: events of the last days, people by role, and columns by state. It
 * stands here as the lowest room that sees audit, rights and classification.
 */
@Singleton
final class ComplianceSummaryTool implements Tool {
    private static final int DAYS_DEFAULT = 30;

    private final Store store;
    private final AccessReview review;
    private final Datasources datasources;
    private final Limits limits;
    private final Clock clock;
    private final ToolSpec spec = ToolSpec.of(
            "get_compliance_summary",
            "Compliance in figures",
            "Counts of audit events by type, outcome and severity over some days, of people by role, of service tokens, and of each"
                    + " datasource's columns by classification; which logins could change data.",
            Nature.READS,
            Action.SEE_PROJECT_AUDIT,
            ToolSpec.Shapes.of("""
                    {"days": {"type": "integer", "minimum": 1, "maximum": 366, "description": "30 when not said"}}
                    """, """
                    {"from": {"type": "string"}, "to": {"type": "string"}, "events": {"type": "array"},
                     "members": {"type": "object"}, "serviceTokens": {"type": "integer"}, "datasources": {"type": "array"}}
                    """));

    @Inject
    ComplianceSummaryTool(Store store, AccessReview review, Datasources datasources, Limits limits, Clock clock) {
        this.store = store;
        this.review = review;
        this.datasources = datasources;
        this.limits = limits;
        this.clock = clock;
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public ObjectNode call(ToolCall call) {
        Instant to = clock.instant();
        Instant from = to.minus(Duration.ofDays(call.whole("days").orElse(DAYS_DEFAULT)));
        ObjectNode answer = JsonNodeFactory.instance
                .objectNode()
                .put("from", from.toString())
                .put("to", to.toString());
        List<AuditCounts> events = store.inProject(
                call.project().value(),
                transaction -> AuditCounts.of(transaction, call.project().value(), from, to, limits));
        answer.set("events", Json.mapper().valueToTree(events));
        AccessReview.Review people = review.of(call.project());
        TreeMap<String, Integer> byRole = new TreeMap<>();
        for (Member member : people.members()) {
            byRole.merge(member.role().text(), 1, Integer::sum);
        }
        answer.set("members", Json.mapper().valueToTree(byRole));
        answer.put("serviceTokens", people.serviceTokens().size());
        var each = answer.putArray("datasources");
        for (Datasource datasource : datasources.list(call.project())) {
            ObjectNode one = each.addObject().put("name", datasource.name()).put("canWrite", datasource.canWrite());
            one.put("writableLogin", String.valueOf(datasource.writableLogin()).toLowerCase(Locale.ROOT));
            store.transactIn(call.project().value(), transaction -> {
                ScanTable.endedAt(transaction, call.project(), datasource.id())
                        .ifPresent(at -> one.put("scannedAt", at.toString()));
                one.set(
                        "columns",
                        Json.mapper()
                                .valueToTree(ColumnTable.countByState(transaction, call.project(), datasource.id())));
            });
        }
        return answer;
    }
}
