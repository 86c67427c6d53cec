package ai.ekaya.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import run.endive.runtime.Machine;

/**
 * One instance of the JS engine: its C functions with Java types. A JS value is a pointer to it in the guest's memory. Values are
 * seldom freed, as the whole memory goes with the run. Not thread-safe.
 */
final class QuickJs {
    static final int SCRIPT = 0;
    static final int MODULE = 1;

    /** What a promise's state is; the numbers are the engine's. */
    static final int PENDING = 0;

    static final int FULFILLED = 1;

    /** A flag of the engine's reader: code is accepted, and not values only. */
    private static final int READ_BYTECODE = 1;

    private static final int WITHOUT_SOURCE = 1 << 4;

    /** The upper half of the engine's values that stands for what was thrown. */
    private static final int EXCEPTION = 6;

    private final Run run;
    private final PreparedModule module;
    private final Machine machine;

    /** Where the engine writes how long a text is; 0 before it is needed. */
    private int lengthPlace;

    /** The engine's context; 0 before it is needed. */
    private long context;

    private QuickJs(Run run, PreparedModule module, Imports imports, Optional<GuestImage> image) {
        this.run = run;
        this.module = module;
        this.machine = run.newInstance(module, imports, image).getMachine();
    }

    /**
     * A new engine.
     *
     * @param imports what the engine's six callbacks do
     */
    static QuickJs started(Run run, PreparedModule module, Imports imports) {
        QuickJs js = new QuickJs(run, module, imports, Optional.empty());
        js.call("_initialize");
        if (js.call("qjs_init") != 0) {
            throw new GuestEnd(run.outOfMemory());
        }
        js.call("qjs_set_module_loader", 1);
        return js;
    }

    /** An engine that goes on from where the image was taken. */
    static QuickJs restored(Run run, PreparedModule module, Imports imports, GuestImage image) {
        return new QuickJs(run, module, imports, Optional.of(image));
    }

    /** @param bytes the guest's own limit on what JS allocates, so that it ends as a JS error; −1 for none */
    void limitMemory(long bytes) {
        call("qjs_set_memory_limit", bytes & 0xFFFFFFFFL);
    }

    void limitStack(long bytes) {
        call("qjs_set_max_stack_size", bytes);
    }

    void reportRejections() {
        call("qjs_set_promise_rejection_handler", 1);
    }

    /** @return a value, or nothing when it threw: then {@link #thrown} has it */
    Optional<Integer> evaluate(byte[] source, String file, int mode) {
        int code = write(source);
        int name = write(file.getBytes(StandardCharsets.UTF_8));
        int value = (int) call("qjs_eval", code, source.length, name, mode);
        free(code);
        free(name);
        return valid(value);
    }

    /** @return the engine's own form of the module, for {@link #evaluateCompiled}; nothing when it threw */
    Optional<byte[]> compile(byte[] source, String file) {
        return compile(source, file, MODULE, 0);
    }

    /** As {@link #compile} for a script, without the text of its functions, which would be as long as their code again. */
    Optional<byte[]> compileScript(byte[] source, String file) {
        return compile(source, file, SCRIPT, WITHOUT_SOURCE);
    }

    private Optional<byte[]> compile(byte[] source, String file, int mode, int flags) {
        int code = write(source);
        int name = write(file.getBytes(StandardCharsets.UTF_8));
        int lengthPlace = allocate(4);
        int place = (int) call("qjs_compile", code, source.length, name, mode, flags, lengthPlace);
        free(code);
        free(name);
        return place == 0
                ? Optional.empty()
                : Optional.of(run.memory().copyOut(place, run.memory().readInt(lengthPlace)));
    }

    /**
     * SECURITY: the engine trusts what it reads; only {@link #compile} of the same engine makes it, and it never leaves this server.
     *
     * @return the promise of a module's evaluation, a script's value, or nothing when it threw
     */
    Optional<Integer> evaluateCompiled(byte[] compiled) {
        int code = write(compiled);
        int value = (int) call("qjs_eval_bytecode", code, compiled.length);
        free(code);
        return valid(value);
    }

    /**
     * Takes in a module that another one names; the engine then finds it by its name. What it imports is asked for at once.
     *
     * <p>SECURITY: as {@link #evaluateCompiled}.
     *
     * @return whether it could; if not, there is something {@link #thrown}
     */
    boolean read(byte[] compiled) {
        int code = write(compiled);
        call("JS_ReadObject", context(), code, compiled.length, READ_BYTECODE);
        free(code);
        return call("JS_HasException", context) == 0;
    }

    /** Throws into the code that is running, of which the engine has just asked something. */
    void throwTypeError(String message) {
        // The message is an argument of the format and not the format, as it holds the guest's words.
        int format = cString("%s");
        int text = cString(message);
        int arguments = allocate(4);
        run.memory().writeI32(arguments, text);
        call("JS_ThrowTypeError", context(), format, arguments);
        free(arguments);
        free(text);
        free(format);
    }

    /** @return what the function returned, or nothing when it threw */
    Optional<Integer> call(int function, int... arguments) {
        int list = allocate(arguments.length * 4);
        for (int i = 0; i < arguments.length; i++) {
            run.memory().writeI32(list + i * 4, arguments[i]);
        }
        int value = (int) call("qjs_call", function, call("qjs_get_undefined"), arguments.length, list);
        free(list);
        return valid(value);
    }

    int hostFunction(String name) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        return (int) call("qjs_new_host_function", write(text), text.length, 0);
    }

    int string(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int place = write(bytes);
        int value = (int) call("qjs_new_string", place, bytes.length);
        free(place);
        return valid(value).orElseThrow(() -> new GuestEnd(run.outOfMemory()));
    }

    /** A promise that is settled already, of a JSON text's value. What goes wrong in the engine meanwhile is thrown where it is handed to. */
    int settled(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        int place = write(bytes);
        // The file's name in an error is the empty text: the NUL behind the JSON.
        long value = call("JS_ParseJSON", context(), place, bytes.length, place + bytes.length);
        free(place);
        long promise = value;
        if (value >>> 32 != EXCEPTION) {
            promise = call("JS_NewSettledPromise", context(), 0, value);
            call("JS_FreeValue", context(), value);
        }
        int box = allocate(Long.BYTES);
        run.memory().writeLong(box, promise);
        return box;
    }

    /** The text of a JS string. */
    String text(int value) {
        return withText(value, GuestText::read);
    }

    /** Gives a JS string's UTF-8, which is there meanwhile, to {@code reader}. */
    <T> T withText(int value, Function<GuestText, T> reader) {
        if (lengthPlace == 0) {
            lengthPlace = allocate(4);
        }
        int place = (int) call("qjs_get_string_len", value, lengthPlace);
        if (place == 0) {
            throw new GuestEnd(run.outOfMemory());
        }
        T read = reader.apply(new GuestText(run.memory(), place, run.memory().readInt(lengthPlace)));
        call("qjs_free_cstring", place);
        return read;
    }

    /** A C string that the engine frees. */
    int cString(String text) {
        return write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The text of a C string; nothing when it is longer. What is no UTF-8 becomes U+FFFD. */
    Optional<String> cText(int pointer, int bytesMax) {
        for (int length = 0; length <= bytesMax; length++) {
            if (run.memory().read(pointer + length) == 0) {
                return Optional.of(run.memory().textOut(pointer, length));
            }
        }
        return Optional.empty();
    }

    void writeInt(int place, int value) {
        run.memory().writeI32(place, value);
    }

    /** What was thrown last. */
    int thrown() {
        return (int) call("qjs_get_exception");
    }

    /** Runs promise jobs until there are none. */
    void runJobs() {
        while (call("qjs_execute_pending_job") != 0) {
            // One that throws leaves the others waiting.
        }
    }

    int promiseState(int promise) {
        return (int) call("qjs_promise_state", promise);
    }

    int promiseResult(int promise) {
        return (int) call("qjs_promise_result", promise);
    }

    /** The object behind a value, equal for two values of the same object. */
    int identity(int value) {
        return (int) call("qjs_get_value_ptr", value);
    }

    void release(int value) {
        call("qjs_free_value", value);
    }

    private Optional<Integer> valid(int value) {
        return value == 0 || call("qjs_is_exception", value) != 0 ? Optional.empty() : Optional.of(value);
    }

    /** Bytes and the NUL that the engine's parser needs behind them. */
    private int write(byte[] bytes) {
        int place = allocate(bytes.length + 1);
        run.memory().write(place, bytes);
        run.memory().writeByte(place + bytes.length, (byte) 0);
        return place;
    }

    private int allocate(int bytes) {
        int place = (int) call("wasm_malloc", Math.max(bytes, 1));
        if (place == 0) {
            throw new GuestEnd(run.outOfMemory());
        }
        return place;
    }

    private void free(int place) {
        call("wasm_free", place);
    }

    private long context() {
        if (context == 0) {
            context = call("qjs_get_context_ptr");
        }
        return context;
    }

    private long call(String export, long... arguments) {
        long[] results = machine.call(module.function(export), arguments);
        return results == null || results.length == 0 ? 0 : results[0];
    }

    /** The engine's six imports from its host. SECURITY: nothing of the server stands behind them but the one door. */
    static Imports imports(
            ToLongFunction<long[]> hostCall,
            ToLongFunction<long[]> promiseRejection,
            ToLongFunction<long[]> moduleName,
            ToLongFunction<long[]> moduleSource) {
        return new Imports()
                .add("env", "host_call", "iiiii:i", hostCall)
                .add("env", "host_promise_rejection", "iii:", promiseRejection)
                .add("env", "host_get_timezone_offset", "ii:i", args -> 0)
                .add("env", "host_interrupt", ":i", args -> 0)
                .add("env", "host_module_normalize", "ii:i", moduleName)
                .add("env", "host_module_load", "ii:i", moduleSource);
    }
}
