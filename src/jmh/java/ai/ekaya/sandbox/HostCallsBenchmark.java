package ai.ekaya.sandbox;

import ai.ekaya.limits.Cancellation;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** 100,000 host calls of one run, whose host only echoes: what the door itself costs. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@OperationsPerInvocation(HostCallsBenchmark.CALLS)
@Warmup(iterations = 4, time = 5)
@Measurement(iterations = 4, time = 5)
public class HostCallsBenchmark {
    static final int CALLS = 100_000;
    private static final String APP = "export default async ({ host }) => { let n = 0; for (let i = 0; i < " + CALLS
            + "; i++) n += (await host.state.get('key' + i)).length; return String(n) }";

    private final Ours ours = new Ours();
    private final Guest script = ours.prepare(APP);
    private final Guest compiled = ours.sandbox().prepare(new GuestCode.WebAssembly(calling()));

    @Benchmark
    public String javascript() {
        return run(script, HostCallsBenchmark::echo);
    }

    @Benchmark
    public String compiled() {
        return run(compiled, (name, json) -> json);
    }

    private String run(Guest guest, HostCall door) {
        return Ours.textOf(ours.run(guest, 64 << 20, door, new Cancellation()).outcome());
    }

    /** {@code {"key":"key1"}} is answered by {@code "key1"}. */
    private static String echo(String name, String json) {
        return "{\"ok\":true,\"result\":" + json.substring(json.indexOf(':') + 1, json.length() - 1) + "}";
    }

    /** A loop with local 2 as its counter. Each answer is written to the same place. */
    private static byte[] calling() {
        byte[] call =
                Wasm.join(Wasm.i32(16), Wasm.i32(3), Wasm.i32(19), Wasm.i32(11), Wasm.code(Wasm.CALL, 0, Wasm.DROP));
        byte[] untilAll = Wasm.join(
                Wasm.code(Wasm.LOCAL_GET, 2), Wasm.i32(1), Wasm.code(0x6A, 0x22, 2), Wasm.i32(CALLS), Wasm.code(0x49));
        return Wasm.callingHost()
                .data("log\"an answer\"")
                .locals(Wasm.code(1, 1, 0x7F))
                .alloc(Wasm.i32(1024))
                .run(
                        Wasm.code(Wasm.LOOP, Wasm.VOID),
                        call,
                        untilAll,
                        Wasm.code(0x0D, 0, Wasm.END),
                        Wasm.place(1024, 11))
                .bytes();
    }
}
