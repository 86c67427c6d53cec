package ai.ekaya.live;

import ai.ekaya.identity.Action;
import ai.ekaya.identity.Caller;
import ai.ekaya.identity.May;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What runs of a project do, as they do it. */
@Path("projects/{p}/events")
@Singleton
public final class EventResource {
    private static final int SECONDS_MAX = 24 * 3_600;

    private final Caller caller;
    private final Streams streams;

    @Inject
    public EventResource(Caller caller, Streams streams) {
        this.caller = caller;
        this.streams = streams;
    }

    @GET
    @May(Action.SEE_PROJECT)
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            summary = "What runs do, as server-sent events",
            description =
                    "Events: run (another state), log, calls, progress, each with run and app; ready once the stream"
                            + " misses nothing; reset when something may have been missed: then read the lists. Lines and calls"
                            + " have a sequence and may come twice. ?run=, ?app= and ?only=run,progress filter;"
                            + " with ?run= the run's state comes first, also of one that has ended; Last-Event-ID"
                            + " goes on after a short break; ?seconds= ends the stream by itself.")
    public void events(
            @QueryParam("run") @Nullable String run,
            @QueryParam("app") @Nullable String app,
            @QueryParam("only") @Nullable String only,
            @QueryParam("seconds") @Nullable Integer seconds,
            @HeaderParam("Last-Event-ID") @Nullable String lastEventId,
            @Context HttpServletRequest request,
            @Context HttpServletResponse response,
            @Suspended AsyncResponse suspended) {
        if (seconds != null && (seconds < 0 || seconds > SECONDS_MAX)) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "'seconds' is " + seconds + ", expected 0 to " + SECONDS_MAX);
        }
        Streams.Asked asked = new Streams.Asked(
                caller.project(),
                caller.principal(),
                caller.standing(),
                Wish.of(Optional.ofNullable(run), Optional.ofNullable(app), Optional.ofNullable(only)),
                Optional.ofNullable(lastEventId).filter(id -> !id.isEmpty()),
                Optional.ofNullable(seconds).map(Duration::ofSeconds));
        UUID place = streams.reserve(asked);
        response.setContentType("text/event-stream;charset=UTF-8");
        // Proxies hand on each event as it comes, and change nothing.
        response.setHeader("Cache-Control", "no-store, no-transform");
        response.setHeader("X-Accel-Buffering", "no");
        // The suspended answer is never resumed: it is written to past JAX-RS, without a thread that waits.
        boolean begun = false;
        try {
            streams.begin(place, asked, request.getAsyncContext());
            begun = true;
        } finally {
            if (!begun) {
                streams.giveBack(place);
            }
        }
    }
}
