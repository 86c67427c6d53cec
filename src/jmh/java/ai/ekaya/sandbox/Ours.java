package ai.ekaya.sandbox;

import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Our sandbox as the benches use it: prepared apps by name, and the one place that names limits. */
final class Ours {
    static final HostCall DEAF = (name, json) -> "{\"ok\":true,\"result\":null}";
    private static final String CONTEXT = "{\"input\":{},\"settings\":{},\"trigger\":{\"kind\":\"manual\"}}";
    private static final long START_MILLIS = 1_700_000_000_000L;
    private static final long MEMORY_BYTES = 64 << 20;

    static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "deadlines");
        thread.setDaemon(true);
        return thread;
    });

    private final Sandbox sandbox = new Sandbox(Limits.defaults(), TIMER);
    private final Map<String, Guest> apps = new HashMap<>();

    Sandbox sandbox() {
        return sandbox;
    }

    Guest prepare(String source) {
        return sandbox.prepare(new GuestCode.JavaScript(source));
    }

    /** Prepared once per name, as a server keeps its apps. */
    String runApp(String name, String source) {
        Guest guest = apps.computeIfAbsent(name, unknown -> prepare(source));
        return textOf(run(guest, MEMORY_BYTES, DEAF, new Cancellation()).outcome());
    }

    RunResult run(Guest guest, long memoryBytes, HostCall door, Cancellation cancellation) {
        return sandbox.run(guest, request(memoryBytes), door, cancellation);
    }

    /** With the fuel and the time that an app gets when it asks for the most. */
    static RunRequest request(long memoryBytes) {
        Limits limits = Limits.defaults();
        GuestLimits bounds = new GuestLimits(
                memoryBytes,
                limits.of(Limit.SANDBOX_FUEL_CEILING_COUNT),
                limits.of(Limit.SANDBOX_TIMEOUT_CEILING_MILLIS),
                1 << 20);
        return new RunRequest(CONTEXT, bounds, START_MILLIS, 1);
    }

    /** @throws IllegalStateException when the run did not succeed, with how it ended */
    static String textOf(RunOutcome outcome) {
        if (!(outcome instanceof RunOutcome.Succeeded succeeded)) {
            throw new IllegalStateException(outcome.toString());
        }
        try {
            return Programs.JSON.readTree(succeeded.output()).asText();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An output is no JSON: " + succeeded.output(), e);
        }
    }

    /** One engine that is kept, without SDK, host functions or output check: what the other engines' times hold. */
    static JsEngine kept(PreparedModule module) {
        Limits limits = Limits.defaults();
        Watch watch = new Watch(new Cancellation(), 24 * 3_600_000L, System.nanoTime());
        StackLimits stack = StackLimits.of(limits, ThreadStack.bytes());
        Run run = new Run(request(256 << 20), limits, stack, watch, new HostDoor(DEAF, watch, limits));
        QuickJs js = QuickJs.started(
                run, module, new Wasi(run).addTo(QuickJs.imports(args -> 0, args -> 0, args -> 0, args -> 0)));
        js.limitStack(stack.scriptBytes());
        return (program, script) -> evaluate(js, program, script);
    }

    private static String evaluate(QuickJs js, String program, String script) {
        int value = js.evaluate(script.getBytes(StandardCharsets.UTF_8), program, QuickJs.SCRIPT)
                .orElseThrow(() -> new IllegalStateException(js.text(js.thrown())));
        String text = js.text(value);
        js.release(value);
        return text;
    }
}
