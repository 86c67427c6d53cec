package ai.ekaya.tools;

import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.audit.Refusals;
import ai.ekaya.identity.Access;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.identity.Role;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Quantity;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.ReadResult;
import ai.ekaya.store.Store;
import ai.ekaya.usage.Rates;
import ai.ekaya.web.Json;
import ai.ekaya.web.RequestOrigin;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The registry, and the one decision about a call, whoever makes it and wherever it comes in: is there such a tool, may this principal
 * call it, do the arguments fit, is it called too often? Rooms register their tools by being beans; this room knows none of theirs. Thread-safe.
 */
@Singleton
public final class Tools {
    private static final int NAME_SHOWN = 130;

    // Asked for late: rooms whose tools these are look, by way of the gate, into this one.
    private final Supplier<List<Tool>> platform;
    private final Supplier<ProjectTools> ofProjects;
    private final Limits limits;
    private final Store store;
    private final AuditLog audit;
    private final Refusals refusals;
    private final Rates rates;

    @Inject
    Tools(
            Instance<Tool> platform,
            Instance<ProjectTools> ofProjects,
            Limits limits,
            Store store,
            AuditLog audit,
            Refusals refusals,
            Rates rates) {
        this(() -> platform.stream().toList(), ofProjects::get, limits, store, audit, refusals, rates);
    }

    public Tools(
            Supplier<List<Tool>> platform,
            Supplier<ProjectTools> ofProjects,
            Limits limits,
            Store store,
            AuditLog audit,
            Refusals refusals,
            Rates rates) {
        this.platform = platform;
        this.ofProjects = ofProjects;
        this.limits = limits;
        this.store = store;
        this.audit = audit;
        this.refusals = refusals;
        this.rates = rates;
    }

    /** Those that the principal may call in the project, by name; the platform's before those of apps. */
    public List<ToolSpec> listed(Principal by, ProjectId project) {
        return all(project).filter(spec -> mayCall(by, project, spec)).toList();
    }

    /** Whoever may call it. */
    public boolean has(ProjectId project, String name) {
        return all(project).anyMatch(spec -> spec.name().equals(name));
    }

    /** Whoever may call them. */
    Stream<ToolSpec> all(ProjectId project) {
        return Stream.concat(
                platform.get().stream().map(Tool::spec).sorted(Comparator.comparing(ToolSpec::name)),
                ofProjects.get().of(project).stream().map(Tool::spec));
    }

    /** A call that somebody wishes to make. */
    public record Asked(Principal by, ProjectId project, String tool, ObjectNode arguments, Face face, CallPath path) {}

    /** A call that may be made; nothing has happened yet. */
    public final class Ready {
        private final Asked asked;
        private final Tool tool;

        private Ready(Asked asked, Tool tool) {
            this.asked = asked;
            this.tool = tool;
        }

        public ToolSpec spec() {
            return tool.spec();
        }

        /** @throws Refusal as the tool says, or {@code LIMIT} for an answer that is too large */
        public ObjectNode call(Cancellation cancellation) {
            return call(cancellation, rows -> {});
        }

        /**
         * As the other.
         *
         * @param rows is told of each result of a datasource that goes into the answer
         */
        public ObjectNode call(Cancellation cancellation, Consumer<RowsGiven> rows) {
            ToolCall call =
                    new ToolCall(asked.by(), asked.project(), asked.arguments(), asked.path(), cancellation, rows);
            boolean answered = false;
            try {
                ObjectNode answer = tool.call(call);
                requireSize("The answer", answer, Limit.TOOLS_ANSWER_BYTES, "; ask for less at a time");
                answered = true;
                return answer;
            } finally {
                // What a run calls stands in its list of calls.
                if (asked.face() != Face.RUN) {
                    append(answered ? AuditEvent.Outcome.DONE : AuditEvent.Outcome.FAILED);
                }
            }
        }

        private void append(AuditEvent.Outcome how) {
            AuditEvent event = new AuditEvent(
                            AuditEvent.Type.TOOL_CALLED,
                            asked.by().actor(),
                            Optional.of(asked.project().value()),
                            "tool:" + spec().name(),
                            Map.of("face", asked.face().text()))
                    .ended(how);
            store.transactIn(asked.project().value(), transaction -> audit.append(transaction, event));
        }
    }

    /**
     * Decides about a call.
     *
     * @throws Refusal {@code NOT_FOUND}, {@code NOT_PERMITTED}, {@code BAD_ARGUMENT} with what does not fit, {@code LIMIT} or
     *     {@code RATE_LIMITED}
     */
    public Ready decide(Asked asked) {
        Tool tool = find(asked.project(), asked.tool()).orElseThrow(() -> missing(asked.tool()));
        requireRight(asked, tool.spec());
        requireSize("The arguments", asked.arguments(), Limit.TOOLS_ARGUMENTS_BYTES, "");
        List<ReadResult.Finding> problems = tool.spec().input().problems(asked.arguments());
        if (!problems.isEmpty()) {
            ReadResult.Finding first = problems.get(0);
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    "Tool " + tool.spec().name() + ", " + first.where() + ": " + first.message(),
                    problems.stream()
                            .limit(limits.of(Limit.TOOLS_FINDINGS_COUNT))
                            .map(problem -> new Refusal.Detail(problem.where(), problem.message()))
                            .toList());
        }
        rates.requireTool(asked.project(), tool.spec().name());
        return new Ready(asked, tool);
    }

    private Optional<Tool> find(ProjectId project, String name) {
        return platform.get().stream()
                .filter(tool -> tool.spec().name().equals(name))
                .findFirst()
                .or(() -> ofProjects.get().find(project, name));
    }

    private static Refusal missing(String name) {
        String shown = name.length() > NAME_SHOWN ? name.substring(0, NAME_SHOWN) + "…" : name;
        return new Refusal(RefusalCode.NOT_FOUND, "There is no tool '" + shown + "' in this project");
    }

    private static boolean mayCall(Principal by, ProjectId project, ToolSpec spec) {
        return Access.may(by, spec.action(), project)
                && Access.roleOf(by, project)
                        .filter(role -> role.includes(spec.role()))
                        .isPresent();
    }

    // SECURITY: guarded by ToolsTest.who_may_not_call_a_tool_is_refused_and_nothing_happens.
    private void requireRight(Asked asked, ToolSpec spec) {
        if (mayCall(asked.by(), asked.project(), spec)) {
            return;
        }
        // Over REST the answer's status is counted, and of a run the refused call.
        if (asked.face() == Face.MCP) {
            refusals.count(new Refusals.Kind(
                    AuditEvent.Type.ACCESS_REFUSED,
                    asked.by().actor(),
                    Optional.of(asked.project().value()),
                    "tool:" + spec.name(),
                    RefusalCode.NOT_PERMITTED.name(),
                    RequestOrigin.current().map(RequestOrigin::address).orElse("")));
        }
        Access.require(asked.by(), spec.action(), asked.project());
        throw new Refusal(
                RefusalCode.NOT_PERMITTED,
                "This needs role " + spec.role().text() + ", yours is "
                        + Access.roleOf(asked.by(), asked.project())
                                .map(Role::text)
                                .orElse("none"));
    }

    private void requireSize(String what, ObjectNode json, Limit limit, String instead) {
        try {
            int bytes = Json.mapper().writeValueAsBytes(json).length;
            if (bytes > limits.of(limit)) {
                throw new Refusal(
                        RefusalCode.LIMIT,
                        what + " of the tool " + (what.endsWith("s") ? "are " : "is ") + Quantity.ofBytes(bytes)
                                + ", at most " + Quantity.ofBytes(limits.of(limit)) + instead);
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A JSON tree could not be written", e);
        }
    }
}
