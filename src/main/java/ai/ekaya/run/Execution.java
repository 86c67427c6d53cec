package ai.ekaya.run;

import ai.ekaya.host.Attempt;
import ai.ekaya.host.BoundGate;
import ai.ekaya.host.CallScope;
import ai.ekaya.host.Gate;
import ai.ekaya.host.RunWatcher;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.journal.Ending;
import ai.ekaya.journal.Recorder;
import ai.ekaya.journal.Recording;
import ai.ekaya.leak.Detector;
import ai.ekaya.leak.KnownSecrets;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.Capabilities;
import ai.ekaya.pack.EffectiveLimits;
import ai.ekaya.pack.Sample;
import ai.ekaya.sandbox.Conditions;
import ai.ekaya.sandbox.Guest;
import ai.ekaya.sandbox.GuestLimits;
import ai.ekaya.sandbox.HostCall;
import ai.ekaya.sandbox.RunOutcome;
import ai.ekaya.sandbox.RunRequest;
import ai.ekaya.sandbox.RunResult;
import ai.ekaya.sandbox.Sandbox;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** The one way that a guest runs: "run now", a schedule and a preview differ only in the {@link Work} they give. Thread-safe. */
@Singleton
public final class Execution {
    private final Gate gate;
    private final Sandbox sandbox;
    private final Guests guests;
    private final KnownSecrets secrets;
    private final Limits limits;
    private final AtomicInteger running = new AtomicInteger();

    @Inject
    public Execution(Gate gate, Sandbox sandbox, Guests guests, KnownSecrets secrets, Limits limits) {
        this.gate = gate;
        this.sandbox = sandbox;
        this.guests = guests;
        this.secrets = secrets;
        this.limits = limits;
    }

    /**
     * @param scope with the calls' bound of {@link #hostCalls}
     * @param detector what must not leave the run
     * @param sample what answers in place of all that is not the run's own; empty for the project and the world
     */
    public record Work(
            AppPackage appPackage,
            Capabilities grants,
            CallScope scope,
            String inputJson,
            ObjectNode settings,
            Detector detector,
            Optional<Sample> sample) {
        public Work(
                AppPackage appPackage,
                Capabilities grants,
                CallScope scope,
                String inputJson,
                ObjectNode settings,
                Detector detector) {
            this(appPackage, grants, scope, inputJson, settings, detector, Optional.empty());
        }

        public Work on(Sample given) {
            return new Work(appPackage, grants, scope, inputJson, settings, detector, Optional.of(given));
        }
    }

    /**
     * Makes the code ready for {@link #run}, unless it is.
     *
     * @throws ai.ekaya.limits.Refusal when the engine does not accept it
     */
    void prepare(AppPackage appPackage) {
        guests.of(appPackage);
    }

    public int hostCalls(AppPackage appPackage, Capabilities grants) {
        return words(appPackage, grants).held().hostCalls();
    }

    /** What was granted bounds what the package asks for, and the server bounds both. */
    private LimitWords words(AppPackage appPackage, Capabilities grants) {
        EffectiveLimits asked = EffectiveLimits.of(appPackage.capabilities(), limits);
        return new LimitWords(asked, asked.clippedTo(EffectiveLimits.of(grants, limits)), limits);
    }

    /** What must not leave a run of this project. */
    Detector detector(ProjectId project, String secretsVersion) {
        return secrets.of(project, secretsVersion);
    }

    /** What must not leave a run that stands in no table, as the secrets are now. */
    public Detector detector(ProjectId project) {
        return secrets.now(project);
    }

    /** How many guests run now, on this server. */
    int running() {
        return running.get();
    }

    /** With nobody who looks on. */
    public Finished run(Work work, Cancellation cancellation) {
        return run(work, cancellation, () -> true, RunWatcher.NOBODY);
    }

    /**
     * Blocks until the run has ended. What the guest does never throws.
     *
     * @param ours asked before each host call: a run that is no longer this server's does nothing more, and ends as lost
     */
    Finished run(Work work, Cancellation cancellation, BooleanSupplier ours, RunWatcher watcher) {
        running.incrementAndGet();
        try {
            return perform(work, cancellation, ours, watcher);
        } finally {
            running.decrementAndGet();
        }
    }

    private Finished perform(Work work, Cancellation cancellation, BooleanSupplier ours, RunWatcher watcher) {
        Guest guest = guests.of(work.appPackage());
        LimitWords words = words(work.appPackage(), work.grants());
        EffectiveLimits held = words.held();
        GuestLimits guestLimits = new GuestLimits(
                held.memoryBytes(), held.fuel(), held.timeout().toMillis(), limits.of(Limit.SANDBOX_OUTPUT_BYTES));
        CallScope scope = work.scope();
        RunRequest request = new RunRequest(context(work), guestLimits, scope.startMillis(), scope.seed());
        BoundGate door = work.sample()
                .map(sample -> gate.sampled(scope, cancellation, watcher, work.detector(), sample))
                .orElseGet(() -> gate.boundTo(scope, cancellation, watcher, work.detector()));
        HostCall ourDoor = (name, arguments) -> ours.getAsBoolean() ? door.call(name, arguments) : shut(cancellation);
        try (Recorder recorder = new Recorder(ourDoor, door::listed, limits)) {
            RunResult result = sandbox.run(guest, request, recorder, cancellation);
            Recording recording = new Recording(
                    work.appPackage().hash().hex(), request, sandbox.conditions(), Ending.of(result), recorder.tape());
            return finished(result, words, door, recording);
        }
    }

    /** SECURITY: what a paused server would do after another took its run; guarded by FencingIT. */
    private static String shut(Cancellation cancellation) {
        cancellation.cancel(Cancellation.Cause.SERVER_STOP);
        return "{\"ok\":false,\"error\":{\"code\":\"UNAVAILABLE\",\"message\":\"The run is no longer this server's\","
                + "\"retryable\":false}}";
    }

    private static Finished finished(RunResult result, LimitWords words, BoundGate door, Recording recording) {
        Leaving leaving = Leaving.of(Outcome.of(result, words), result, door.exits());
        return new Finished(
                leaving.outcome(),
                leaving.output(),
                Optional.of(result.engine()),
                door.log(),
                door.calls(),
                door.refusals(),
                door.exits().counts(),
                door.progress(),
                door.notices(),
                new Run.Usage(
                        result.fuel(),
                        result.memoryBytesMax(),
                        result.wallMillis(),
                        door.hostMillis(),
                        door.callCount(),
                        door.sqlMillis(),
                        door.sqlRows(),
                        door.egressBytes(),
                        door.tokens()),
                Optional.of(words.held()),
                result.outcome() instanceof RunOutcome.Failed failed && door.failedAway(failed.message()),
                Optional.of(recording));
    }

    /** A recorded run once more, or what another package makes of it, with a door that reaches nothing of the world. */
    RunResult replay(AppPackage appPackage, RunRequest request, HostCall door, Cancellation cancellation) {
        running.incrementAndGet();
        try {
            return sandbox.run(guests.of(appPackage), request, door, cancellation);
        } finally {
            running.decrementAndGet();
        }
    }

    /** What decides about runs on this server beside what each is given. */
    Conditions conditions() {
        return sandbox.conditions();
    }

    /** {@code {"input", "settings", "trigger", "run"}}; the input is put in as it came, so that no number changes on its way. */
    private static String context(Work work) {
        ObjectNode context = JsonNodeFactory.instance.objectNode();
        context.set("settings", work.settings());
        context.set("trigger", work.scope().trigger());
        String run = work.scope().run().toString();
        context.putObject("run")
                .put("id", run)
                .put("attempt", work.scope().attempt().map(Attempt::number).orElse(1))
                .put("idempotencyKey", run);
        String rest = context.toString();
        return "{\"input\":" + work.inputJson() + "," + rest.substring(1);
    }
}
