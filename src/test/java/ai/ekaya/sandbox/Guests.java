package ai.ekaya.sandbox;

import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Runs guests in tests: small limits, a host that answers what the test says and remembers what it was asked. */
final class Guests {
    static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "test-deadlines");
        thread.setDaemon(true);
        return thread;
    });
    static final Sandbox SANDBOX = new Sandbox(Limits.defaults(), TIMER);

    private final List<String> calls = new ArrayList<>();
    private HostCall host = (name, json) -> "{\"ok\":true,\"result\":null}";
    private long memoryBytes = 16 << 20;
    private long fuel = 1L << 40;
    private long timeoutMillis = 20_000;
    private long outputBytes = 1 << 20;
    private long seed = 1;
    private String context = "{\"input\":{},\"settings\":{},\"trigger\":{\"kind\":\"manual\"}}";
    private Cancellation cancellation = new Cancellation();

    static Guests guest() {
        return new Guests();
    }

    Guests answering(HostCall answer) {
        host = answer;
        return this;
    }

    Guests memory(long bytes) {
        memoryBytes = bytes;
        return this;
    }

    Guests fuel(long count) {
        fuel = count;
        return this;
    }

    Guests timeout(long millis) {
        timeoutMillis = millis;
        return this;
    }

    Guests output(long bytes) {
        outputBytes = bytes;
        return this;
    }

    Guests seed(long value) {
        seed = value;
        return this;
    }

    Guests input(String json) {
        context = "{\"input\":" + json + ",\"settings\":{},\"trigger\":{\"kind\":\"manual\"}}";
        return this;
    }

    Guests cancelledBy(Cancellation stop) {
        cancellation = stop;
        return this;
    }

    /** What the guest asked, each as {@code name json}. */
    List<String> calls() {
        return calls;
    }

    RunResult run(Guest prepared) {
        RunRequest request = new RunRequest(
                context, new GuestLimits(memoryBytes, fuel, timeoutMillis, outputBytes), 1_700_000_000_000L, seed);
        return SANDBOX.run(
                prepared,
                request,
                (name, json) -> {
                    calls.add(name + " " + json);
                    return host.call(name, json);
                },
                cancellation);
    }

    RunOutcome js(String source) {
        return run(SANDBOX.prepare(new GuestCode.JavaScript(source))).outcome();
    }

    /** An app whose function has this body, with {@code input} and {@code host} in scope. */
    RunOutcome body(String body) {
        return js("export default async function ({ input, settings, trigger, host }) {\n" + body + "\n}");
    }

    RunOutcome wasm(byte[] module) {
        return run(SANDBOX.prepare(new GuestCode.WebAssembly(module))).outcome();
    }

    static String outputOf(RunOutcome outcome) {
        if (outcome instanceof RunOutcome.Succeeded succeeded) {
            return succeeded.output();
        }
        throw new AssertionError("Expected an output, the run ended as " + outcome);
    }

    static RunOutcome.Failed failureOf(RunOutcome outcome) {
        if (outcome instanceof RunOutcome.Failed failed) {
            return failed;
        }
        throw new AssertionError("Expected a failure, the run ended as " + outcome);
    }
}
