package ai.ekaya.run;

import ai.ekaya.host.RunId;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.install.InstalledApps;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.tools.CallPath;
import ai.ekaya.tools.ToolCall;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Runs an app because a tool was called, by the one path of all runs. Thread-safe. */
@Singleton
final class ToolRuns {
    private final InstalledApps apps;
    private final Runs runs;
    private final RunHistory history;
    private final RunThreads threads;
    private final Limits limits;

    @Inject
    ToolRuns(InstalledApps apps, Runs runs, RunHistory history, RunThreads threads, Limits limits) {
        this.apps = apps;
        this.runs = runs;
        this.history = history;
        this.threads = threads;
        this.limits = limits;
    }

    /**
     * Starts a run; gives it as it is when it has ended or the time is over, whichever comes first. When the run that calls is stopped,
     * so is this one.
     *
     * @param inputJson one JSON value
     * @throws Refusal {@code NOT_PERMITTED} for an app that waits for this call, else as {@link Runs#submit}
     */
    Run run(ToolCall call, String app, Trigger trigger, String inputJson, Duration atMost) {
        InstalledApp found = apps.require(call.project(), app);
        call.path().requireInto(found.slug(), limits);
        String input = RunInput.of(inputJson.getBytes(StandardCharsets.UTF_8));
        RunId id = runs.submit(new NewRun(found, call.by(), trigger, input, Optional.empty()));
        try (Cancellation.Registration stop = call.cancellation().onCancel(() -> stop(call, id))) {
            return runs.ended(call.project(), id, atMost).toCompletableFuture().join();
        }
    }

    /** Elsewhere: who stops a run is the clock of all runs, which waits for no database. */
    private void stop(ToolCall call, RunId id) {
        threads.executor()
                .execute(() -> history.find(call.project(), id).ifPresent(run -> runs.cancel(call.by(), run)));
    }

    /** How long an app's tool is waited for. */
    Duration patience() {
        return limits.durationOf(Limit.TOOLS_WAIT_MILLIS);
    }

    /**
     * What a run gave. One that has not ended goes on, unless a run called: that goes on itself now, and two would hold one place.
     *
     * @throws Refusal {@code TIMEOUT} for one that has not ended, {@code UPSTREAM} for one that did not succeed; without the app's own
     *     words, which are another's
     */
    RunHistory.Output output(ToolCall call, Run run) {
        if (run.state() != Run.State.ENDED) {
            boolean goesOn = call.path().equals(CallPath.OUTSIDE);
            if (!goesOn) {
                stop(call, run.id());
            }
            throw new Refusal(
                    RefusalCode.TIMEOUT,
                    "Run " + run.id() + " of app '" + run.appSlug() + "' did not end within "
                            + patience().toSeconds() + " s; "
                            + (goesOn ? "it goes on, get_run tells when it has ended" : "it is stopped"));
        }
        return history.output(run)
                .orElseThrow(() -> new Refusal(
                        RefusalCode.UPSTREAM,
                        "Run " + run.id() + " of app '" + run.appSlug() + "' ended "
                                + run.outcome()
                                        .map(outcome -> outcome.name().name())
                                        .orElse("without an outcome")
                                + "; get_run tells more"));
    }
}
