package ai.ekaya.schedule;

import ai.ekaya.identity.Action;
import ai.ekaya.identity.Caller;
import ai.ekaya.identity.May;
import ai.ekaya.install.AppChanges;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.install.InstalledApps;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.web.Cursor;
import ai.ekaya.web.Page;
import ai.ekaya.web.PageParams;
import ai.ekaya.web.PageQuery;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What is planned, and what became of each due time. */
@Path("projects/{p}/schedules")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class ScheduleResource {
    private static final int NEXT_BY_DEFAULT = 5;

    private final Caller caller;
    private final Limits limits;
    private final InstalledApps apps;
    private final AppChanges changes;
    private final Schedules schedules;

    @Inject
    public ScheduleResource(Caller caller, Limits limits, InstalledApps apps, AppChanges changes, Schedules schedules) {
        this.caller = caller;
        this.limits = limits;
        this.apps = apps;
        this.changes = changes;
        this.schedules = schedules;
    }

    /** Why nothing is to start by a schedule for now. */
    public record Pausing(@Nullable String reason) {}

    @GET
    @May(Action.SEE_PROJECT)
    @Operation(summary = "Apps that run by themselves, and when next")
    public Page<ScheduleView> list() {
        return Page.whole(schedules.planned(caller.project()));
    }

    @GET
    @Path("{app}/ticks")
    @May(Action.SEE_PROJECT)
    @Operation(
            summary = "Due times of an app, newest first: started, or why not",
            description =
                    "STARTED has a run. WAITING starts when the run before it ends. SKIPPED and MISSED have a cause and a reason"
                            + " in words. Due times that were missed for one reason may share a line: count of them, from dueAt to"
                            + " untilAt.")
    public Page<TickView> ticks(@PathParam("app") String app, @BeanParam PageParams params) {
        InstalledApp found = apps.require(caller.project(), app);
        PageQuery page = params.query(limits);
        var ticks = schedules.ticks(found, page.cursor(1).map(ScheduleResource::instant), page.size() + 1).stream()
                .map(TickView::of)
                .toList();
        return Page.of(ticks, page, tick -> Cursor.at(tick.dueAt().toString()));
    }

    @GET
    @Path("{app}/next")
    @May(Action.SEE_PROJECT)
    @Operation(
            summary = "When an app is due next, in its zone and in UTC; count of them, 5 without it",
            description = "Also while it is paused or off: these times are then missed.")
    public NextView next(@PathParam("app") String app, @QueryParam("count") @Nullable Integer count) {
        InstalledApp found = apps.require(caller.project(), app);
        return schedules.next(found, count(count));
    }

    @POST
    @Path("preview")
    @May(Action.SEE_PROJECT)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "What a schedule means that is not saved: a sentence, and when it would be due",
            description =
                    "The body is a schedule as an app's PATCH takes it, as an object: cron, zone, start, end, jitterSeconds,"
                            + " overlap, catchUp, catchUpWindowSeconds.")
    public NextView preview(ObjectNode schedule, @QueryParam("count") @Nullable Integer count) {
        return schedules.preview(schedule, count(count));
    }

    @POST
    @Path("{app}/pause")
    @May(Action.CHANGE_APP)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Keep the schedule and start nothing by it, with a 'reason' that people read",
            description = "What is due meanwhile is MISSED. A run that goes on is not ended.")
    public ScheduleView pause(@PathParam("app") String app, Pausing body) {
        String reason = body.reason() == null ? "" : body.reason();
        return schedules.planned(changes.pause(caller.principal(), caller.project(), app, reason));
    }

    @POST
    @Path("{app}/resume")
    @May(Action.CHANGE_APP)
    @Operation(summary = "Go on with a schedule that was paused, from its next due time")
    public ScheduleView resume(@PathParam("app") String app) {
        return schedules.planned(changes.resume(caller.principal(), caller.project(), app));
    }

    private int count(@Nullable Integer count) {
        int most = limits.intOf(Limit.SCHEDULE_SHOWN_COUNT);
        int asked = count == null ? Math.min(NEXT_BY_DEFAULT, most) : count;
        if (asked < 1 || asked > most) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "'count' is " + asked + ", expected 1 to " + most);
        }
        return asked;
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
