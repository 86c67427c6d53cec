package ai.ekaya.sandbox;

import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limits;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import run.endive.runtime.ByteArrayMemory;
import run.endive.runtime.Instance;
import run.endive.runtime.WasmRuntimeException;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmModule;

/** Answers the corpus's programs with the JS engine in one of its forms, each program in an instance of its own. */
interface CorpusEngine {
    /** Of a thread that the interpreter runs on: its Java frames are many times what compiled code needs. */
    long INTERPRETER_STACK_BYTES = 1 << 30;

    /** @return what the program gives, as text: its value, what it throws, or how it traps */
    String answer(Corpus.Snippet snippet);

    /** The oracle: the module as its maker ships it, on Endive's interpreter and memory. Nothing of ours takes part; slow. */
    static CorpusEngine interpreted() {
        WasmModule module = Parser.parse(QuickJsModule.resource(QuickJsModule.SOURCE));
        return snippet -> onLargeStack(() -> answer(
                snippet,
                imports -> Instance.builder(module)
                        .withMemoryFactory(ByteArrayMemory::new)
                        .withImportValues(imports.values())
                        .withStart(false)
                        .build()));
    }

    /** The engine as runs use it: compiled, with our hooks, on our memory. */
    static CorpusEngine compiled(PreparedModule module) {
        return snippet -> answer(snippet, imports -> newRun().newInstance(module, imports, Optional.empty()));
    }

    private static Run newRun() {
        GuestLimits bounds = new GuestLimits(64 << 20, 1L << 40, 60_000, 1);
        Watch watch = new Watch(new Cancellation(), bounds.timeoutMillisMax(), System.nanoTime());
        HostDoor closed = new HostDoor((name, json) -> "{\"ok\":true,\"result\":null}", watch, Limits.defaults());
        StackLimits stack = StackLimits.of(Limits.defaults(), StackLimits.THREAD_BYTES);
        return new Run(new RunRequest("{}", bounds, 0, 0), Limits.defaults(), stack, watch, closed);
    }

    private static String answer(Corpus.Snippet snippet, CorpusRun.Maker maker) {
        try {
            return new CorpusRun(maker).answer(snippet.source());
        } catch (WasmRuntimeException trap) {
            return "trap " + trap.getMessage();
        }
    }

    private static String onLargeStack(Callable<String> task) {
        FutureTask<String> answer = new FutureTask<>(task);
        new Thread(null, answer, "corpus-oracle", INTERPRETER_STACK_BYTES).start();
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the interpreter ran", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("The interpreter failed", e.getCause());
        }
    }
}
