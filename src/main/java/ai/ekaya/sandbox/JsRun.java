package ai.ekaya.sandbox;

import ai.ekaya.limits.Limit;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** One run of one JS app in an engine of its own. Not thread-safe. */
final class JsRun {
    static final String FILE = "app.js";

    /** What it exports by default. */
    static final String MAIN = "`export default async function (context) { … }`";

    /** Rejected promises that wait for a handler. More at once is no program that means it. */
    private static final int REJECTIONS_MAX = 10_000;

    /** What the SDK's two ways to its host are called. */
    private static final String CALL = "call";

    private static final String ASK = "ask";

    /** How an envelope begins whose result the engine reads by itself. */
    private static final String GRANTED = "{\"ok\":true,\"result\":";

    /** Of four bits each. */
    private static final int SEED_LETTERS = 32;

    private final Run run;
    private final QuickJs js;
    private final JsModules modules;
    private final Map<Integer, Integer> rejections = new LinkedHashMap<>();
    private final int sdk;

    /** A run in an engine of its own. */
    JsRun(Run run, QuickJsModule engine, JsModules modules) {
        this.run = run;
        this.modules = modules;
        this.js = QuickJs.restored(run, engine.module(), imports(), engine.image());
        this.sdk = engine.image().root();
        js.limitStack(run.stack().scriptBytes());
        long memory = run.request().limits().memoryBytesMax();
        js.limitMemory(Math.max(Run.MEMORY_RESERVE_BYTES, memory - Run.MEMORY_RESERVE_BYTES));
    }

    private Imports imports() {
        return new Wasi(run)
                .addTo(QuickJs.imports(this::hostCall, this::promiseRejection, this::moduleName, this::moduleSource));
    }

    /** Compiles without running; nothing when the source is no ES module, and then there is a {@link #failure}. */
    Optional<byte[]> compile(String source, String file) {
        return js.compile(source.getBytes(StandardCharsets.UTF_8), file);
    }

    /** Whether a module's imports all find their exports, and theirs; else there is a {@link #failure}. Runs the module. */
    boolean links(String source) {
        return js.evaluate(source.getBytes(StandardCharsets.UTF_8), "", QuickJs.MODULE)
                .isPresent();
    }

    /** What was thrown last, as an end of the run. */
    RunOutcome failure() {
        return failure(js.thrown());
    }

    /** Compiles the SDK in an engine of its own: what the parser leaves in memory would be copied into every run. */
    static byte[] compileSdk(Run run, PreparedModule module, byte[] sdk) {
        return inert(run, module).compileScript(sdk, "ekaya-sdk.js").orElseThrow();
    }

    /** The state that all runs begin in: engine and SDK are there, and nothing of an app. */
    static GuestImage image(Run run, PreparedModule module, byte[] compiledSdk) {
        QuickJs js = inert(run, module);
        int create = js.evaluateCompiled(compiledSdk).orElseThrow();
        int root = js.call(create, js.hostFunction(CALL), js.hostFunction(ASK)).orElseThrow();
        return GuestImage.of(run.memory(), root);
    }

    private static QuickJs inert(Run run, PreparedModule module) {
        ToLongFunction<long[]> none = args -> 0;
        return QuickJs.started(run, module, new Wasi(run).addTo(QuickJs.imports(none, none, none, none)));
    }

    /** Runs the app to its end; once. */
    RunOutcome run() {
        ask("begin", js.string(beginning()));
        js.reportRejections();
        Optional<Integer> loaded = js.evaluateCompiled(modules.take(FILE));
        if (loaded.isEmpty()) {
            return failure();
        }
        Settled namespace = settle(loaded.get());
        if (!namespace.fulfilled()) {
            return namespace.failure();
        }
        Settled output = settle(ask("run", namespace.value()));
        if (!output.fulfilled()) {
            return output.failure();
        }
        ask("end", output.value());
        Iterator<Integer> unhandled = rejections.values().iterator();
        if (unhandled.hasNext()) {
            return failure(unhandled.next());
        }
        return OutputCheck.outcomeOf(
                js.text(output.value()), run.request().limits().outputBytesMax());
    }

    private String beginning() {
        return "{\"context\":" + run.request().context() + ",\"seed\":{\"math\":\"" + seed() + "\",\"crypto\":\""
                + seed()
                + "\"},\"outputBytesMax\":"
                + run.request().limits().outputBytesMax() + ",\"logEntriesMax\":"
                + run.limits().of(Limit.SANDBOX_LOG_ENTRIES_COUNT) + ",\"timersMax\":"
                + run.limits().of(Limit.SANDBOX_TIMERS_COUNT) + "}";
    }

    /** Letters rather than numbers, so that reading a seed costs every run the same fuel. */
    private String seed() {
        return run.random()
                .ints(SEED_LETTERS, 'a', 'p' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private int ask(String operation, int value) {
        return js.call(sdk, js.string(operation), value).orElseThrow(this::sdkFailed);
    }

    private RuntimeException sdkFailed() {
        return new GuestEnd(failure());
    }

    /**
     * A promise after all jobs have run and, while it was pending, timers were fired. As host calls answer at once, one that is
     * still pending then will never settle. Timers that are left when it settles never fire.
     */
    private record Settled(boolean fulfilled, int value, RunOutcome failure) {}

    private Settled settle(int promise) {
        JsTimers timers = new JsTimers(run, js, sdk);
        js.runJobs();
        boolean fired = true;
        while (fired && js.promiseState(promise) == QuickJs.PENDING) {
            fired = timers.fireNext().orElseThrow(this::sdkFailed);
            js.runJobs();
        }
        int state = js.promiseState(promise);
        int result = js.promiseResult(promise);
        if (state == QuickJs.FULFILLED) {
            return new Settled(true, result, new RunOutcome.Lost());
        }
        RunOutcome failure = state == QuickJs.PENDING
                ? new RunOutcome.Failed(
                        RunOutcome.Cause.JS_ERROR,
                        "The app waits for a promise that nothing will settle",
                        Optional.empty())
                : failure(result);
        return new Settled(false, result, failure);
    }

    private RunOutcome failure(int thrown) {
        // The app's heap may be full; describing its error needs some of the reserve.
        js.limitMemory(-1);
        return js.call(sdk, js.string("describe"), thrown)
                .map(js::text)
                .map(description -> JsError.outcomeOf(description, run, modules.files()))
                .orElseGet(() -> JsError.undescribed(run));
    }

    /**
     * The SDK alone holds the two functions. {@code call(name, json)} gives the envelope; {@code ask(name, json)}, {@code ask(name, key,
     * text)} and {@code ask(name, key, text, restJson)} give a settled promise of the result, or the envelope when there is none.
     */
    private long hostCall(long[] args) {
        boolean ask = args[1] == ASK.length();
        int list = (int) args[4];
        String answer = switch ((int) args[3]) {
            case 2 ->
                withText(list, 0, name -> withText(list, 1, json -> run.door().call(name, json)));
            case 3 -> withText(list, 2, text -> door(list, text, Optional.empty()));
            default -> withText(list, 2, text -> withText(list, 3, rest -> door(list, text, Optional.of(rest))));
        };
        return ask && answer.startsWith(GRANTED)
                ? js.settled(answer.substring(GRANTED.length(), answer.length() - 1))
                : js.string(answer);
    }

    private String door(int list, GuestText text, Optional<GuestText> rest) {
        String name = js.text(run.memory().readInt(list));
        String key = js.text(run.memory().readInt(list + 4));
        return run.door().call(name, key, text, rest);
    }

    private String withText(int list, int index, Function<GuestText, String> reader) {
        return js.withText(run.memory().readInt(list + 4 * index), reader);
    }

    private long moduleName(long[] args) {
        return modules.name(js, (int) args[0], (int) args[1]);
    }

    private long moduleSource(long[] args) {
        return modules.source(js, (int) args[0], (int) args[1]);
    }

    /** The engine tells of a promise rejected without a handler, and again when it gets one. It hands over both values. */
    private long promiseRejection(long[] args) {
        int promise = (int) args[0];
        int reason = (int) args[1];
        int identity = js.identity(promise);
        boolean handled = args[2] != 0;
        if (handled) {
            rejections.remove(identity);
            js.release(promise);
            js.release(reason);
        } else if (rejections.size() >= REJECTIONS_MAX) {
            throw new GuestEnd(failure(reason));
        } else {
            // The promise is kept alive, so that its identity stays its own.
            rejections.put(identity, reason);
        }
        return 0;
    }
}
