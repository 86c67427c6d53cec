package ai.ekaya.run;

import ai.ekaya.identity.Action;
import ai.ekaya.identity.Caller;
import ai.ekaya.identity.May;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.install.InstalledApps;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.web.BodyLimit;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What an app does: start a run, and what the last one gave. */
@Path("projects/{p}/apps")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class StartResource {
    private static final int KEY_LENGTH_MAX = 200;

    private final Caller caller;
    private final InstalledApps apps;
    private final Runs runs;
    private final RunHistory history;
    private final OutputPages pages;

    @Inject
    public StartResource(Caller caller, InstalledApps apps, Runs runs, RunHistory history, OutputPages pages) {
        this.caller = caller;
        this.apps = apps;
        this.runs = runs;
        this.history = history;
        this.pages = pages;
    }

    @POST
    @Path("{app}/runs")
    @May(Action.RUN_APP)
    @BodyLimit(Limit.RUN_INPUT_BYTES)
    // Anything, so that a request without a body, and then without a type, is one with the input {}.
    @Consumes({MediaType.APPLICATION_JSON, MediaType.WILDCARD})
    @Operation(
            summary = "Run an app; the body is its input, any JSON, or nothing for {}",
            description = "202 with the run's address, or 200 with the ended run when it ends within ?wait=30s."
                    + " With an Idempotency-Key the same request twice is one run.")
    public CompletionStage<Response> start(
            @PathParam("app") String app,
            @QueryParam("wait") @Nullable String wait,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Context HttpHeaders headers,
            byte[] body) {
        Duration atMost = Wait.parse(wait);
        if (key != null && (key.isBlank() || key.length() > KEY_LENGTH_MAX)) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "Idempotency-Key is 1 to " + KEY_LENGTH_MAX + " characters");
        }
        if (body.length > 0 && !RunInput.isJson(headers.getMediaType())) {
            throw new NotSupportedException();
        }
        Asked asked = new Asked(
                caller.project(),
                app,
                caller.principal(),
                Trigger.manual(),
                RunInput.of(body),
                Optional.ofNullable(key));
        // What goes on from here is no request any more: it may not look at the caller.
        return runs.submit(asked, atMost).thenApply(run -> answer(run, atMost));
    }

    private static Response answer(Run run, Duration waited) {
        Response.ResponseBuilder answer = run.state() == Run.State.ENDED && !waited.isZero()
                ? Response.ok()
                : Response.accepted().location(URI.create("projects/" + run.project() + "/runs/" + run.id()));
        return answer.entity(RunView.of(run)).build();
    }

    @GET
    @Path("{app}/output")
    @May(Action.SEE_PROJECT)
    @Operation(summary = "The output of the last run that succeeded, and how to show it: {run, output, ui, misfits}")
    public Response lastOutput(@PathParam("app") String app, @Context HttpHeaders headers) {
        InstalledApp found = apps.require(caller.project(), app);
        RunHistory.Output output = history.lastOutput(found)
                .orElseThrow(() -> new Refusal(
                        RefusalCode.NOT_FOUND, "App '" + found.slug() + "' has no output yet; run it first"));
        return pages.answer(
                headers, history.require(caller.project(), output.run().toString()), output);
    }
}
