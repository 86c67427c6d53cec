package ai.ekaya.schedule;

import ai.ekaya.install.AppStatus;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.install.Schedule;
import ai.ekaya.install.ScheduleJson;
import ai.ekaya.install.ScheduleWords;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/**
 * An app that runs by itself, as HTTP clients see it.
 *
 * @param definition the whole schedule, as it can be sent back
 * @param words the same as a sentence
 * @param schedulePaused why it may not run in its owner's name; setting or resuming it lets it go on in one's own
 * @param nextAt when it is started next; empty while it is paused or its app is off
 */
public record ScheduleView(
        String app,
        String cron,
        String zone,
        ObjectNode definition,
        String words,
        boolean paused,
        Optional<String> schedulePaused,
        AppStatus state,
        Optional<Instant> nextAt,
        Optional<TickView> last) {
    static ScheduleView of(InstalledApp app, Schedule schedule, Instant now, Optional<Tick> last) {
        boolean paused = schedule.pause().isPresent() || app.schedulePaused().isPresent();
        boolean on = app.mayRun() && !paused;
        return new ScheduleView(
                app.slug(),
                schedule.cron().text(),
                ScheduleJson.name(schedule.zone()),
                ScheduleJson.write(schedule),
                ScheduleWords.of(schedule),
                paused,
                app.schedulePaused(),
                app.state(),
                on ? schedule.next(now).map(due -> schedule.startOf(app.id(), due)) : Optional.empty(),
                last.map(TickView::of));
    }
}
