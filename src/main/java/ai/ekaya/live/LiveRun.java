package ai.ekaya.live;

import ai.ekaya.host.CallRecord;
import ai.ekaya.host.LogEntry;
import ai.ekaya.host.RunId;
import ai.ekaya.host.RunProgress;
import ai.ekaya.host.RunWatcher;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A run that goes on here, for who looks on: what it logged, called and said of its progress so far. As long as nobody looks it only
 * keeps that. Thread-safe.
 */
public final class LiveRun implements RunWatcher, AutoCloseable {
    private final Live live;
    private final ProjectId project;
    private final RunId id;
    private final UUID run;
    private final String app;
    private final long startMillis;
    private final int atOnce;
    private final int bytesMax;
    private final int shownMax;
    private final List<LogEntry> log = new ArrayList<>();
    private final List<CallRecord> calls = new ArrayList<>();
    private Optional<RunProgress> progress = Optional.empty();
    private final LiveAnswer answer = new LiveAnswer();
    private int logSent;
    private int callsSent;
    private boolean progressSent = true;
    private boolean due;

    LiveRun(Live live, ProjectId project, RunId id, String app, long startMillis, Limits limits) {
        this.live = live;
        this.project = project;
        this.id = id;
        this.run = id.value();
        this.app = app;
        this.startMillis = startMillis;
        this.atOnce = limits.intOf(Limit.LIVE_LINES_COUNT);
        this.bytesMax = limits.intOf(Limit.LIVE_EVENT_BYTES);
        this.shownMax = limits.intOf(Limit.LIVE_SHOWN_COUNT);
    }

    @Override
    public void logged(LogEntry entry) {
        synchronized (this) {
            // INVARIANT: bounded, as the run's own log and list of calls are.
            log.add(entry);
        }
        soon();
    }

    @Override
    public void called(CallRecord call) {
        synchronized (this) {
            calls.add(call);
        }
        soon();
    }

    @Override
    public void progressed(RunProgress now) {
        synchronized (this) {
            progress = Optional.of(now);
            progressSent = false;
        }
        soon();
    }

    @Override
    public void answering(int call, int from, String text) {
        synchronized (this) {
            // INVARIANT: bounded, by what is told of one answer.
            answer.add(call, from, text);
        }
        soon();
    }

    ProjectId project() {
        return project;
    }

    boolean isFor(Wish wish) {
        return wish.run().map(run::equals).orElse(true)
                && wish.app().map(app::equals).orElse(true);
    }

    /** What is new is sent a moment later, together, if anybody wants it. */
    void soon() {
        if (!wantsAny()) {
            return;
        }
        synchronized (this) {
            if (due) {
                return;
            }
            due = true;
        }
        live.later(this::send);
    }

    private boolean wantsAny() {
        return live.wants(project, LiveEvent.Kind.PROGRESS, run, app)
                || live.wants(project, LiveEvent.Kind.LOG, run, app)
                || live.wants(project, LiveEvent.Kind.CALLS, run, app)
                || live.wants(project, LiveEvent.Kind.MODEL, run, app);
    }

    private void send() {
        List<LiveEvent> events;
        boolean more;
        synchronized (this) {
            due = false;
            events = fresh();
            more = logSent < log.size() || callsSent < calls.size() || answer.isDue();
        }
        live.publish(project, events);
        if (more) {
            soon();
        }
    }

    /** Of what nobody wants nothing is sent, and nothing is made up for but its last part. */
    private List<LiveEvent> fresh() {
        List<LiveEvent> events = new ArrayList<>();
        if (live.wants(project, LiveEvent.Kind.LOG, run, app)) {
            int from = Math.max(logSent, log.size() - shownMax);
            Part part = Part.of(lines(from, Math.min(log.size(), from + atOnce)), bytesMax);
            logSent = from + part.count();
            part.event(LiveEvent.Kind.LOG, run, app).ifPresent(events::add);
        } else {
            logSent = log.size();
        }
        if (live.wants(project, LiveEvent.Kind.CALLS, run, app)) {
            int from = Math.max(callsSent, calls.size() - shownMax);
            Part part = Part.of(answered(from, Math.min(calls.size(), from + atOnce)), bytesMax);
            callsSent = from + part.count();
            part.event(LiveEvent.Kind.CALLS, run, app).ifPresent(events::add);
        } else {
            callsSent = calls.size();
        }
        if (live.wants(project, LiveEvent.Kind.MODEL, run, app)) {
            // As JSON a character has six bytes at most.
            answer.next(run, app, bytesMax / 6).ifPresent(events::add);
        } else {
            answer.pass();
        }
        if (!progressSent) {
            progressSent = true;
            progress.map(this::event).ifPresent(events::add);
        }
        return events;
    }

    /** The last part of what was sent so far, for somebody who comes later. */
    synchronized List<LiveEvent> soFar() {
        List<LiveEvent> events = new ArrayList<>();
        for (int from = Math.max(0, logSent - shownMax); from < logSent; ) {
            Part part = Part.of(lines(from, logSent), bytesMax);
            part.event(LiveEvent.Kind.LOG, run, app).ifPresent(events::add);
            from += part.count();
        }
        for (int from = Math.max(0, callsSent - shownMax); from < callsSent; ) {
            Part part = Part.of(answered(from, callsSent), bytesMax);
            part.event(LiveEvent.Kind.CALLS, run, app).ifPresent(events::add);
            from += part.count();
        }
        answer.soFar(run, app).ifPresent(events::add);
        progress.map(this::event).ifPresent(events::add);
        return events;
    }

    private List<String> lines(int from, int to) {
        return log.subList(from, to).stream()
                .map(entry -> EventJson.line(entry, startMillis))
                .toList();
    }

    private List<String> answered(int from, int to) {
        return calls.subList(from, to).stream().map(EventJson::call).toList();
    }

    private LiveEvent event(RunProgress now) {
        return new LiveEvent(LiveEvent.Kind.PROGRESS, run, app, EventJson.progress(run, app, now));
    }

    /** The guest has ended; what it said last is sent before its end is told. */
    @Override
    public void close() {
        live.ended(id);
        if (wantsAny()) {
            send();
        }
    }
}
