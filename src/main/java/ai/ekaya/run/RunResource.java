package ai.ekaya.run;

import ai.ekaya.identity.Action;
import ai.ekaya.identity.Caller;
import ai.ekaya.identity.May;
import ai.ekaya.limits.Limit;
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
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The runs of a project, newest first, each with its output, log and host calls. */
@Path("projects/{p}/runs")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class RunResource {
    private final Caller caller;
    private final Limits limits;
    private final Runs runs;
    private final RunHistory history;
    private final RunStories story;
    private final OutputPages pages;

    @Inject
    public RunResource(
            Caller caller, Limits limits, Runs runs, RunHistory history, RunStories story, OutputPages pages) {
        this.caller = caller;
        this.limits = limits;
        this.runs = runs;
        this.history = history;
        this.story = story;
        this.pages = pages;
    }

    /** The query parameters of the list. */
    public static final class Asked {
        @QueryParam("app")
        @Nullable
        String app;

        @QueryParam("outcome")
        @Nullable
        String outcome;

        @QueryParam("state")
        @Nullable
        String state;

        @QueryParam("trigger")
        @Nullable
        String trigger;

        @QueryParam("who")
        @Nullable
        String who;

        @QueryParam("version")
        @Nullable
        String version;

        @QueryParam("package")
        @Nullable
        String packageHash;

        @QueryParam("from")
        @Nullable
        String from;

        @QueryParam("to")
        @Nullable
        String to;

        @QueryParam("minMillis")
        @Nullable
        Long minMillis;

        RunFilter filter() {
            return new RunFilter(
                    RunFilter.text(app),
                    RunFilter.oneOf(Outcome.Name.class, "outcome", outcome),
                    RunFilter.oneOf(Run.State.class, "state", state),
                    RunFilter.oneOf(Trigger.Kind.class, "trigger", trigger),
                    RunFilter.text(who),
                    RunFilter.text(version),
                    RunFilter.text(packageHash),
                    RunFilter.time("from", from),
                    RunFilter.time("to", to),
                    RunFilter.millis("minMillis", minMillis));
        }
    }

    @GET
    @May(Action.SEE_PROJECT)
    @Operation(
            summary = "Runs, newest first",
            description =
                    "?app=, ?outcome=, ?state=, ?trigger= (kind), ?who= (name or id), ?version=, ?package= (hash),"
                            + " ?from= and ?to= (when it was asked for) and ?minMillis= (its guest's time) filter.")
    public Page<RunView> list(@BeanParam Asked asked, @BeanParam PageParams params) {
        PageQuery page = params.query(limits);
        List<Run> found = history.list(new RunHistory.Query(
                caller.project(), asked.filter(), page.cursor(2).map(RunResource::place), page.size() + 1));
        Page<Run> runsOfPage = Page.of(
                found,
                page,
                run -> Cursor.at(run.createdAt().toString(), run.id().toString()));
        return new Page<>(runsOfPage.items().stream().map(RunView::of).toList(), runsOfPage.next());
    }

    private static RunHistory.Place place(Cursor cursor) {
        try {
            return new RunHistory.Place(
                    Instant.parse(cursor.keys().get(0)),
                    UUID.fromString(cursor.keys().get(1)));
        } catch (DateTimeParseException | IllegalArgumentException e) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT, "The cursor in 'after' is not one that this list handed out", e);
        }
    }

    @GET
    @Path("{run}")
    @May(Action.SEE_PROJECT)
    @Operation(summary = "A run")
    public RunView get(@PathParam("run") String run) {
        Run found = history.require(caller.project(), run);
        return RunView.of(found, story.of(found));
    }

    @GET
    @Path("{run}/given")
    @May(Action.READ_RUN_INPUT)
    @Operation(
            summary = "What a run was started with: {input, settings}",
            description =
                    "Settings as they were when it began, null before. People put secrets into both, so who only sees"
                            + " the project does not see these.")
    public Response given(@PathParam("run") String run) {
        RunHistory.Given given = history.given(history.require(caller.project(), run));
        // Joined as text, so that no number changes on its way.
        return Response.ok("{\"input\":" + given.inputJson() + ",\"settings\":"
                        + given.settingsJson().orElse("null") + "}")
                .build();
    }

    @GET
    @Path("{run}/output")
    @May(Action.SEE_PROJECT)
    @Operation(summary = "What a run gave: bare JSON")
    public Response output(@PathParam("run") String run, @Context HttpHeaders headers) {
        Run found = history.require(caller.project(), run);
        return Outputs.bare(headers, required(found));
    }

    @GET
    @Path("{run}/view")
    @May(Action.SEE_PROJECT)
    @Operation(
            summary = "What a run gave, and how to show it: {run, output, ui, misfits}",
            description =
                    "ui is as the package says that the run was of, and null where it says nothing or is kept no more."
                            + " misfits are the places where the output is not what ui says of it: {view, pointer, message}.")
    public Response view(@PathParam("run") String run, @Context HttpHeaders headers) {
        Run found = history.require(caller.project(), run);
        return pages.answer(headers, found, required(found));
    }

    private RunHistory.Output required(Run found) {
        return history.output(found)
                .orElseThrow(() -> new Refusal(
                        RefusalCode.NOT_FOUND,
                        "The run has no output: "
                                + found.outcome()
                                        .map(outcome ->
                                                "it ended " + outcome.name().name())
                                        .orElse("it has not ended")));
    }

    @GET
    @Path("{run}/log")
    @May(Action.SEE_PROJECT)
    @Operation(summary = "A run's whole log, which is bounded")
    public Page<LogView> log(@PathParam("run") String run) {
        Run found = history.require(caller.project(), run);
        Instant start = found.startedAt().orElse(found.createdAt());
        // Two more lines than an app may write: the platform's, of what is missing.
        int countMax = limits.intOf(Limit.SANDBOX_LOG_ENTRIES_COUNT) + 2;
        return Page.whole(history.log(found, 0, countMax).stream()
                .map(entry -> LogView.of(entry, start))
                .toList());
    }

    @GET
    @Path("{run}/calls")
    @May(Action.SEE_PROJECT)
    @Operation(summary = "A run's host calls in order; log lines are in its log")
    public Page<CallView> calls(@PathParam("run") String run, @BeanParam PageParams params) {
        Run found = history.require(caller.project(), run);
        PageQuery page = params.query(limits, limits.intOf(Limit.WEB_PAGE_CEILING_COUNT));
        int afterSequence = page.cursor(1).map(RunResource::sequence).orElse(0);
        List<CallView> calls = history.calls(found, afterSequence, page.size() + 1).stream()
                .map(CallView::of)
                .toList();
        return Page.of(calls, page, call -> Cursor.at(Integer.toString(call.sequence())));
    }

    private static int sequence(Cursor cursor) {
        try {
            return Integer.parseInt(cursor.keys().get(0));
        } catch (NumberFormatException e) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT, "The cursor in 'after' is not one that this list handed out", e);
        }
    }

    @DELETE
    @Path("{run}")
    @May(Action.RUN_APP)
    @Operation(summary = "Stop a run; one that has ended stays as it is")
    public void cancel(@PathParam("run") String run) {
        runs.cancel(caller.principal(), history.require(caller.project(), run));
    }
}
