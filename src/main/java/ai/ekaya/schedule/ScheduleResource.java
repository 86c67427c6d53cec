package ai.ekaya.schedule;

import ai.ekaya.host.RunId;
import ai.ekaya.identity.Action;
import ai.ekaya.identity.Caller;
import ai.ekaya.identity.May;
import ai.ekaya.install.AppStatus;
import ai.ekaya.install.Cron;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.install.InstalledApps;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.web.Cursor;
import ai.ekaya.web.Page;
import ai.ekaya.web.PageQuery;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What is planned, and what became of each due time. */
@Path("projects/{p}/schedules")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class ScheduleResource {
    private final Caller caller;
    private final Limits limits;
    private final InstalledApps apps;
    private final Schedules schedules;

    @Inject
    public ScheduleResource(Caller caller, Limits limits, InstalledApps apps, Schedules schedules) {
        this.caller = caller;
        this.limits = limits;
        this.apps = apps;
        this.schedules = schedules;
    }

    /** An app that runs by itself. */
    public record ScheduleView(
            String app, String cron, String zone, AppStatus state, Optional<Instant> nextAt, Optional<TickView> last) {}

    /** A due time; {@code missed} earlier ones are counted in it. */
    public record TickView(
            Instant dueAt,
            Instant claimedAt,
            String outcome,
            Optional<String> reason,
            int missed,
            Optional<String> run) {
        static TickView of(Tick tick) {
            return new TickView(
                    tick.dueAt(),
                    tick.claimedAt(),
                    tick.outcome().name(),
                    tick.reason(),
                    tick.missed(),
                    tick.run().map(RunId::toString));
        }
    }

    @GET
    @May(Action.SEE_PROJECT)
    @Operation(summary = "Apps that run by themselves, and when next")
    public Page<ScheduleView> list() {
        return Page.whole(schedules.planned(caller.project()).stream()
                .map(planned -> new ScheduleView(
                        planned.app().slug(),
                        planned.app().schedule().map(Cron::text).orElse(""),
                        "UTC",
                        planned.app().state(),
                        planned.next(),
                        planned.last().map(TickView::of)))
                .toList());
    }

    @GET
    @Path("{app}/ticks")
    @May(Action.SEE_PROJECT)
    @Operation(summary = "Due times of an app, newest first: started, or skipped and why")
    public Page<TickView> ticks(
            @PathParam("app") String app,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable Integer limit) {
        InstalledApp found = apps.require(caller.project(), app);
        PageQuery page = PageQuery.of(limits, after, limit);
        var ticks = schedules.ticks(found, page.cursor(1).map(ScheduleResource::instant), page.size() + 1).stream()
                .map(TickView::of)
                .toList();
        return Page.of(ticks, page, tick -> Cursor.at(tick.dueAt().toString()));
    }

    private static Instant instant(Cursor cursor) {
        try {
            return Instant.parse(cursor.keys().get(0));
        } catch (DateTimeParseException e) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT, "The cursor in 'after' is not one that this list handed out", e);
        }
    }
}
