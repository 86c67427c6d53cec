package ai.ekaya.sandbox;

import ai.ekaya.limits.Quantity;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.Machine;
import run.endive.wasm.WasmEngineException;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.ValType;

/**
 * How a compiled app and the sandbox talk. All texts are JSON in UTF-8; a text is handed over as {@code pointer << 32 | length}.
 *
 * <p>The app exports
 * <ul>
 *   <li>{@code memory};
 *   <li>{@code ekaya_alloc(size: i32) -> i32}: a place for so many bytes, 0 when there is none;
 *   <li>{@code ekaya_run(pointer: i32, length: i32) -> i64}: takes the context {@code {"input", "settings", "trigger", "run"}} and
 *       returns the output. It owns and frees what it was given. It fails by a trap (a panic), or by returning 0 after it has
 *       logged why;
 *   <li>optionally {@code _initialize()}, called once before {@code ekaya_run}.
 * </ul>
 *
 * <p>It may import {@code ekaya.host_call(namePointer, nameLength, jsonPointer, jsonLength: i32) -> i64}: calls a host function
 * with arguments and returns the envelope, {@code {"ok": true, "result"}} or {@code {"ok": false, "error": {"code", "message",
 * "retryable"}}}. The sandbox writes it where {@code ekaya_alloc} says; the app owns and frees it. Beside that, the inert part of
 * WASI preview 1 in {@link Wasi}.
 */
final class NativeAbi {
    static final String MODULE = "ekaya";
    static final String HOST_CALL = "host_call";
    private static final String MEMORY = "memory";
    private static final String ALLOC = "ekaya_alloc";
    private static final String RUN = "ekaya_run";
    private static final String INITIALIZE = "_initialize";

    private final Run run;
    private final PreparedModule module;
    private final Wasi wasi;
    private @Nullable Machine machine;
    private boolean allocating;

    private NativeAbi(Run run, PreparedModule module) {
        this.run = run;
        this.module = module;
        this.wasi = new Wasi(run);
    }

    static void check(WasmModule module) {
        ModuleCheck.requireMemory(module, MEMORY);
        ModuleCheck.requireFunction(module, ALLOC, FunctionType.of(List.of(ValType.I32), List.of(ValType.I32)));
        ModuleCheck.requireFunction(
                module, RUN, FunctionType.of(List.of(ValType.I32, ValType.I32), List.of(ValType.I64)));
    }

    /** What an app may import. {@code hostCall} is given the four arguments and returns the answer's place. */
    static Imports imports(Run run, java.util.function.ToLongFunction<long[]> hostCall) {
        return imports(new Wasi(run), hostCall);
    }

    private static Imports imports(Wasi wasi, java.util.function.ToLongFunction<long[]> hostCall) {
        return wasi.addTo(new Imports().add(MODULE, HOST_CALL, "iiii:l", hostCall));
    }

    /** One run from start to end. */
    static RunOutcome run(PreparedModule module, Run run) {
        NativeAbi guest = new NativeAbi(run, module);
        try {
            RunOutcome outcome = guest.run();
            guest.wasi.flush();
            return outcome;
        } catch (WasmEngineException | GuestEnd end) {
            guest.lastWords();
            throw end;
        }
    }

    private void lastWords() {
        try {
            wasi.flush();
        } catch (GuestEnd stopped) {
            // A run that was stopped says no more, and stays ended as it was.
        }
    }

    private RunOutcome run() {
        // A module's start function runs in here.
        machine = run.newInstance(module, imports(wasi, this::hostCall), Optional.empty())
                .getMachine();
        if (module.functions().containsKey(INITIALIZE)) {
            call(INITIALIZE);
        }
        long context = write(run.request().context().getBytes(StandardCharsets.UTF_8));
        long output = call(RUN, context >>> 32, context & 0xFFFFFFFFL);
        if (output == 0) {
            return OutputCheck.bad("The app returned no output; its log may say why");
        }
        long bytesMax = run.request().limits().outputBytesMax();
        long length = output & 0xFFFFFFFFL;
        if (length > bytesMax) {
            return OutputCheck.bad("Output is " + Quantity.ofBytes(length) + ", at most " + Quantity.ofBytes(bytesMax));
        }
        byte[] bytes = run.memory().copyOut((int) (output >>> 32), (int) length);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return OutputCheck.outcomeOf(text, bytesMax);
        } catch (CharacterCodingException e) {
            return OutputCheck.bad("Output is not UTF-8");
        }
    }

    private long hostCall(long[] args) {
        // SECURITY: before the call, as afterwards it has happened; guarded by NativeStartTest.
        if (machine == null) {
            throw misplaced("its start function; call it from ekaya_run or _initialize");
        }
        // SECURITY: else each call and its answer's allocation go a level deeper, on a stack that nobody counts;
        // guarded
        // by NativeStackTest.
        if (allocating) {
            throw misplaced(ALLOC);
        }
        GuestText name = new GuestText(run.memory(), (int) args[0], (int) args[1]);
        GuestText json = new GuestText(run.memory(), (int) args[2], (int) args[3]);
        String answer = run.door().call(name, json);
        return write(answer.getBytes(StandardCharsets.UTF_8));
    }

    /** SECURITY: the place is the guest's word; the memory refuses what lies outside of it. */
    private long write(byte[] text) {
        allocating = true;
        int pointer = (int) call(ALLOC, text.length);
        allocating = false;
        if (pointer == 0) {
            throw new GuestEnd(
                    run.memoryCapHit()
                            ? run.outOfMemory()
                            : new RunOutcome.Failed(
                                    RunOutcome.Cause.TRAP,
                                    "The app's " + ALLOC + " gave 0, no place, for " + text.length + " bytes",
                                    Optional.empty()));
        }
        run.memory().write(pointer, text);
        return (long) pointer << 32 | text.length;
    }

    private long call(String export, long... arguments) {
        long[] results = Objects.requireNonNull(machine).call(module.function(export), arguments);
        return results == null || results.length == 0 ? 0 : results[0];
    }

    private static GuestEnd misplaced(String where) {
        return new GuestEnd(
                new RunOutcome.Failed(RunOutcome.Cause.TRAP, "The app called the host in " + where, Optional.empty()));
    }
}
