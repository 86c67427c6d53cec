package ai.ekaya.sandbox;

import ai.ekaya.limits.Limits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import run.endive.runtime.Instance;

/**
 * One program in one instance of the JS engine. It speaks with the engine itself rather than through {@link QuickJs}, as the
 * oracle's memory is not ours. Clock and randomness are fixed. Not thread-safe.
 */
final class CorpusRun {
    /** How an instance is made decides which form of the engine answers. */
    interface Maker {
        Instance newInstance(Imports imports);
    }

    private static final long HEAP_BYTES = 32 << 20;
    private static final long START_NANOS = 1_700_000_000_000_000_000L;
    private static final long NANOS_PER_LOOK = 1_000_000;
    private static final int BADF = 8;
    private static final byte[] SHOW = show();

    private final Instance instance;
    private final int show;
    private long clockNanos = START_NANOS;

    CorpusRun(Maker maker) {
        instance = maker.newInstance(imports());
        call("_initialize");
        if (call("qjs_init") != 0) {
            throw new IllegalStateException("The JS engine did not start");
        }
        call(
                "qjs_set_max_stack_size",
                StackLimits.of(Limits.defaults(), StackLimits.THREAD_BYTES).scriptBytes());
        call("qjs_set_memory_limit", HEAP_BYTES);
        show = evaluate(SHOW, "corpus-show.js");
    }

    private Imports imports() {
        return QuickJs.imports(args -> 0, args -> 0, args -> 0, args -> 0)
                .add(Wasi.MODULE, "clock_time_get", "ili:i", args -> {
                    // Time passes with each look at it, equally however fast the engine is.
                    clockNanos += NANOS_PER_LOOK;
                    instance().memory().writeLong((int) args[2], clockNanos);
                    return 0;
                })
                .add(Wasi.MODULE, "random_get", "ii:i", args -> {
                    instance().memory().write((int) args[0], new byte[(int) args[1]]);
                    return 0;
                })
                .add(Wasi.MODULE, "fd_write", "iiii:i", args -> BADF)
                .add(Wasi.MODULE, "fd_close", "i:i", args -> BADF)
                .add(Wasi.MODULE, "fd_fdstat_get", "ii:i", args -> BADF)
                .add(Wasi.MODULE, "fd_seek", "ilii:i", args -> BADF);
    }

    private Instance instance() {
        return instance;
    }

    String answer(String source) {
        int value = evaluate(source.getBytes(StandardCharsets.UTF_8), "snippet.js");
        if (call("qjs_is_exception", value) != 0) {
            show("throws", (int) call("qjs_get_exception"));
        } else {
            show("gives", value);
        }
        while (call("qjs_is_job_pending") != 0) {
            call("qjs_execute_pending_job");
        }
        return text(show("answer", (int) call("qjs_get_undefined")));
    }

    private int evaluate(byte[] code, String file) {
        return (int) call("qjs_eval", write(code), code.length, write(utf8(file)), QuickJs.SCRIPT);
    }

    private int show(String operation, int value) {
        byte[] name = utf8(operation);
        int arguments = (int) call("wasm_malloc", 8);
        instance.memory().writeI32(arguments, (int) call("qjs_new_string", write(name), name.length));
        instance.memory().writeI32(arguments + 4, value);
        return (int) call("qjs_call", show, call("qjs_get_undefined"), 2, arguments);
    }

    private String text(int value) {
        int lengthPlace = (int) call("wasm_malloc", 4);
        int place = (int) call("qjs_get_string_len", value, lengthPlace);
        int length = instance.memory().readInt(lengthPlace);
        return new String(instance.memory().readBytes(place, length), StandardCharsets.UTF_8);
    }

    private int write(byte[] bytes) {
        int place = (int) call("wasm_malloc", bytes.length + 1);
        instance.memory().write(place, bytes);
        instance.memory().writeByte(place + bytes.length, (byte) 0);
        return place;
    }

    private long call(String export, long... arguments) {
        long[] results = instance.export(export).apply(arguments);
        return results == null || results.length == 0 ? 0 : results[0];
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] show() {
        try (var in = CorpusRun.class.getResourceAsStream("corpus-show.js")) {
            return Objects.requireNonNull(in).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read corpus-show.js", e);
        }
    }
}
