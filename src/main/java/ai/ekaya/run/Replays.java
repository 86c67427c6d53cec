package ai.ekaya.run;

import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.host.CallRecord;
import ai.ekaya.identity.Access;
import ai.ekaya.identity.Action;
import ai.ekaya.identity.Principal;
import ai.ekaya.install.InstalledApps;
import ai.ekaya.journal.Divergence;
import ai.ekaya.journal.Ending;
import ai.ekaya.journal.JournalState;
import ai.ekaya.journal.Journals;
import ai.ekaya.journal.Player;
import ai.ekaya.journal.Recording;
import ai.ekaya.journal.Tape;
import ai.ekaya.keys.ProjectKeys;
import ai.ekaya.leak.Detector;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Quantity;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.PackageHash;
import ai.ekaya.sandbox.GuestLimits;
import ai.ekaya.sandbox.RunRequest;
import ai.ekaya.store.Store;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Repeats recorded runs without the world. A replay is no run: it is stored nowhere but in the audit. Thread-safe. */
@Singleton
public final class Replays {
    private static final int ARGUMENTS_SHOWN_MAX = 1_024;

    private final Store store;
    private final Limits limits;
    private final Journals journals;
    private final InstalledApps apps;
    private final Runs runs;
    private final RunHistory history;
    private final Execution execution;
    private final ProjectKeys keys;
    private final AuditLog audit;

    @Inject
    public Replays(
            Store store,
            Limits limits,
            Journals journals,
            InstalledApps apps,
            Runs runs,
            RunHistory history,
            Execution execution,
            ProjectKeys keys,
            AuditLog audit) {
        this.store = store;
        this.limits = limits;
        this.journals = journals;
        this.apps = apps;
        this.runs = runs;
        this.history = history;
        this.execution = execution;
        this.keys = keys;
        this.audit = audit;
    }

    /**
     * @param other a package to run instead of the recorded one
     * @throws Refusal {@code CONFLICT} when the run was not recorded or a package is no longer stored, {@code RATE_LIMITED} when the
     *     queue is full
     */
    CompletionStage<Replay> replay(Principal by, Run run, Optional<PackageHash> other) {
        Access.require(by, Action.REPLAY_RUN, run.project());
        Recording recording = recorded(run);
        PackageHash hash = other.orElseGet(() -> new PackageHash(recording.packageHash()));
        AppPackage read = apps.load(run.project(), hash)
                .orElseThrow(() -> new Refusal(
                        RefusalCode.CONFLICT,
                        "The package " + hash + " is no longer stored; of packages that no app is made of, the last "
                                + limits.of(Limit.RUN_PACKAGES_KEPT_COUNT) + " that ran are kept"));
        requireSameApp(run, read);
        return runs.inTurn(run, cancellation -> perform(by, run, recording, read, cancellation));
    }

    /** SECURITY: what one app read is no other's to look at; guarded by ReplayIT.another_apps_package_gets_no_answers. */
    private void requireSameApp(Run run, AppPackage read) {
        String id = read.manifest().id();
        boolean same = apps.find(run.project(), run.app())
                .filter(app -> app.packageId().equals(id))
                .isPresent();
        if (!same) {
            throw new Refusal(
                    RefusalCode.CONFLICT,
                    "The package is '" + id + "', which app '" + run.appSlug()
                            + "' is none of; a run is replayed with versions of its own app");
        }
    }

    /**
     * What a guest was answered to one of its run's listed calls.
     *
     * @throws Refusal {@code NOT_FOUND} without such a call, {@code CONFLICT} when the run was not recorded
     */
    String answer(Principal by, Run run, int sequence) {
        Access.require(by, Action.READ_ANSWER, run.project());
        return recorded(run)
                .tape()
                .flatMap(tape -> tape.answer(sequence))
                .map(execution.detector(run.project())::redactedJson)
                .orElseThrow(() -> new Refusal(RefusalCode.NOT_FOUND, "The run has no call " + sequence));
    }

    /** A package that the run's app was made of, by its version; the newest of those that ran. */
    PackageHash packageOf(Run run, String version) {
        return history.packageOf(run.project(), run.app(), version)
                .orElseThrow(() -> new Refusal(
                        RefusalCode.NOT_FOUND,
                        "No run of app '" + run.appSlug() + "' is known that had version '" + shown(version, 40)
                                + "'; name the package by its packageHash"));
    }

    private Recording recorded(Run run) {
        Optional<Recording> stored = run.journal().equals(Optional.of(JournalState.RECORDED))
                ? journals.find(run.project(), run.id())
                : Optional.empty();
        return stored.orElseThrow(() -> new Refusal(RefusalCode.CONFLICT, why(run)));
    }

    private String why(Run run) {
        if (run.state() != Run.State.ENDED) {
            return "The run has not ended; a run is replayed afterwards";
        }
        return run.journal()
                .map(state -> switch (state) {
                    case TOO_LARGE ->
                        "The run was not recorded: its journal was over "
                                + Quantity.ofBytes(limits.of(Limit.JOURNAL_RUN_BYTES)) + " or "
                                + limits.of(Limit.JOURNAL_CALLS_COUNT) + " calls, the most that is kept of a run";
                    case RECORDED, DROPPED ->
                        "The run's journal is no longer kept; the last "
                                + Quantity.ofBytes(limits.of(Limit.JOURNAL_APP_BYTES)) + " of an app's are";
                })
                .orElse(
                        "The run was not recorded: no guest ran to its end in it, or it is from before runs were recorded");
    }

    private Replay perform(Principal by, Run run, Recording recording, AppPackage read, Cancellation cancellation) {
        Tape tape = recording.tape().orElseThrow();
        try (Player player = new Player(tape, recording.ending().stopped(), cancellation)) {
            Ending got = Ending.of(execution.replay(read, again(recording), player, cancellation));
            Comparison comparison = new Comparison(recording.ending(), got, player.divergence());
            Replay replay = described(run, recording, read.hash(), comparison, player.answered());
            tell(by, run, replay);
            return replay;
        }
    }

    /** As it was; a run that was stopped ends where it was stopped. Timers do not wait: the run's clock goes on all the same. */
    private RunRequest again(Recording recording) {
        RunRequest was = recording.request();
        GuestLimits had = was.limits();
        long fuel = recording.ending().stopped() ? recording.ending().fuel() : had.fuelMax();
        // A guest cannot see its time-out.
        long millis = Math.max(had.timeoutMillisMax(), limits.of(Limit.RUN_REPLAY_LEAST_MILLIS));
        GuestLimits most = new GuestLimits(had.memoryBytesMax(), fuel, millis, had.outputBytesMax());
        return new RunRequest(was.context(), most, was.startMillis(), was.seed(), RunRequest.Waits.SKIPPED);
    }

    private Replay described(Run run, Recording recording, PackageHash hash, Comparison comparison, int calls) {
        Detector detector = execution.detector(run.project());
        Ending expected = comparison.recorded();
        Ending got = comparison.replayed();
        Replay.Verdict verdict = comparison.verdict();
        return new Replay(
                run.id().toString(),
                hash.toString(),
                verdict == Replay.Verdict.IDENTICAL,
                verdict,
                calls,
                comparison.divergence().map(divergence -> difference(run, divergence, detector)),
                new Replay.Both<>(expected.outcome(), got.outcome()),
                both(detector.redacted(expected.error()), detector.redacted(got.error())),
                both(expected.outputHash(), got.outputHash()),
                new Replay.Both<>(expected.fuel(), got.fuel()),
                notes(recording, hash));
    }

    private static Optional<Replay.Both<String>> both(String expected, String got) {
        return expected.isEmpty() && got.isEmpty() ? Optional.empty() : Optional.of(new Replay.Both<>(expected, got));
    }

    private List<String> notes(Recording recording, PackageHash hash) {
        List<String> notes = new ArrayList<>();
        if (!hash.hex().equals(recording.packageHash())) {
            notes.add("Another package: recorded was blake3:" + recording.packageHash());
        }
        if (recording.ending().stopped()) {
            notes.add("The recorded run was stopped from outside; its replay stops after as much work");
        }
        execution
                .conditions()
                .changedSince(recording.conditions())
                .forEach((what, how) -> notes.add("Recorded under other conditions: " + what + " " + how));
        return notes;
    }

    private Replay.Difference difference(Run run, Divergence divergence, Detector detector) {
        return new Replay.Difference(
                divergence.call(),
                divergence
                        .expected()
                        .map(call -> new Replay.Call(
                                call.function(),
                                address(run, call.argumentsHash()),
                                listedArguments(run, call.listed()))),
                divergence
                        .got()
                        .map(call -> new Replay.Call(
                                detector.redacted(call.function()),
                                address(run, call.argumentsHash()),
                                Optional.of(shown(detector.hiddenJson(call.arguments()), ARGUMENTS_SHOWN_MAX)))));
    }

    /** SECURITY: two of them are compared with each other, and with nothing that somebody guesses; guarded by ReplayIT. */
    private String address(Run run, String argumentsHash) {
        return HexFormat.of().formatHex(keys.address(run.project().value(), "arguments " + argumentsHash));
    }

    private Optional<String> listedArguments(Run run, int sequence) {
        return sequence == 0
                ? Optional.empty()
                : history.calls(run, sequence - 1, 1).stream()
                        .map(CallRecord::arguments)
                        .findFirst();
    }

    private static String shown(String text, int charactersMax) {
        return text.length() > charactersMax ? text.substring(0, charactersMax) + "…" : text;
    }

    private void tell(Principal by, Run run, Replay replay) {
        store.transactIn(
                run.project().value(),
                transaction -> audit.append(
                        transaction,
                        new AuditEvent(
                                AuditEvent.Type.RUN_REPLAYED,
                                by.actor(),
                                Optional.of(run.project().value()),
                                "run:" + run.id(),
                                Map.of(
                                        "app", run.appSlug(),
                                        "packageHash", replay.packageHash(),
                                        "verdict", replay.verdict().name()))));
    }
}
