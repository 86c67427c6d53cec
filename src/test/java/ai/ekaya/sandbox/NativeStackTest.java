package ai.ekaya.sandbox;

import static ai.ekaya.sandbox.Guests.failureOf;
import static ai.ekaya.sandbox.Guests.guest;
import static ai.ekaya.sandbox.Guests.outputOf;
import static ai.ekaya.sandbox.Wasm.CALL;
import static ai.ekaya.sandbox.Wasm.CALL_INDIRECT;
import static ai.ekaya.sandbox.Wasm.DROP;
import static ai.ekaya.sandbox.Wasm.code;
import static ai.ekaya.sandbox.Wasm.i32;
import static ai.ekaya.sandbox.Wasm.i64;
import static ai.ekaya.sandbox.Wasm.join;
import static ai.ekaya.sandbox.Wasm.place;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Deep recursion ends at one depth: cold, compiled, split, and on a thread with less stack than guests are promised. */
class NativeStackTest {
    /** Less than the 16 MiB of a guest's thread: the Java stack has at least this much to spare when our own limit is hit. */
    private static final long SMALLER_STACK_BYTES = 12 << 20;

    private static Guest prepared(Wasm module) {
        return Guests.SANDBOX.prepare(new GuestCode.WebAssembly(module.bytes()));
    }

    private static Wasm recursing(byte[]... before) {
        return Wasm.module().run(code(CALL, 2), i64(0)).extra(join(before), code(CALL, 2));
    }

    /** Some 12,000 bytes of Java code, so that the splitter cuts it. */
    private static Wasm recursingInALargeFunction() {
        byte[] unit = join(i32(64), i32(64), code(0x28, 2, 0), i32(1_000), code(0x6A, 0x36, 2, 0));
        byte[] body = {};
        for (int i = 0; i < 500; i++) {
            body = join(body, unit);
        }
        return recursing(body);
    }

    /** Each call is a unit of fuel, so equal fuel is equal depth. */
    private static long depth(Guest guest) {
        RunResult result = guest().run(guest);
        assertThat(result.outcome()).isEqualTo(new RunOutcome.StackOverflow());
        return result.fuel();
    }

    @Test
    void the_depth_is_the_same_in_the_first_run_and_after_two_thousand() {
        Guest guest = prepared(recursing());
        long cold = depth(guest);
        for (int i = 0; i < 2_000; i++) {
            depth(guest);
        }
        assertThat(depth(guest)).isEqualTo(cold).isGreaterThan(1_000);
    }

    @Test
    void the_depth_of_a_split_function_stays_the_same_too() {
        Guest guest = prepared(recursingInALargeFunction());
        long cold = depth(guest);
        for (int i = 0; i < 300; i++) {
            depth(guest);
        }
        assertThat(depth(guest)).isEqualTo(cold).isGreaterThan(1_000);
    }

    @Test
    void our_limit_comes_well_before_javas() throws InterruptedException {
        // Of one element, which is the function itself.
        byte[] indirect = join(i32(0), code(CALL_INDIRECT, 3, 0));
        Wasm throughTheTable = Wasm.module()
                .table(0, 1)
                .run(i32(0), code(0xD2, 2, 0x26, 0), indirect, i64(0))
                .exportingExtraAs("self")
                .extra(indirect);
        for (Wasm module : List.of(recursing(), recursingInALargeFunction(), throughTheTable)) {
            Guest guest = prepared(module);
            long usual = depth(guest);
            AtomicReference<Long> smaller = new AtomicReference<>(0L);
            Thread thread = new Thread(null, () -> smaller.set(depth(guest)), "smaller", SMALLER_STACK_BYTES);
            thread.start();
            thread.join();
            assertThat(smaller.get()).isEqualTo(usual);
        }
    }

    @Test
    void the_depth_of_javascript_is_the_same_in_the_first_run_and_after_five_hundred() {
        Guest guest = Guests.SANDBOX.prepare(new GuestCode.JavaScript("""
                export default () => {
                  let depth = 0;
                  const f = () => { depth++; f(); };
                  try { f() } catch (e) { return [depth, e instanceof RangeError] }
                }"""));
        String cold = outputOf(guest().run(guest).outcome());
        for (int i = 0; i < 500; i++) {
            guest().run(guest);
        }
        assertThat(outputOf(guest().run(guest).outcome())).isEqualTo(cold).endsWith(",true]");
    }

    @Test
    void after_an_overflow_the_next_run_is_fine() {
        Guest guest = prepared(recursing());
        depth(guest);
        assertThat(outputOf(guest().wasm(Wasm.returning("1").bytes()))).isEqualTo("1");
    }

    @Test
    void an_allocator_that_calls_the_host_is_stopped_before_the_host_is_called() {
        byte[] callLog = join(i32(16), i32(3), i32(19), i32(2), code(CALL, 0, DROP), i32(4096));
        Guests run = guest();
        assertThat(failureOf(run.wasm(Wasm.callingHost()
                                .data("log{}")
                                .alloc(callLog)
                                .run(i64(0))
                                .bytes()))
                        .message())
                .isEqualTo("The app called the host in ekaya_alloc");
        assertThat(run.calls()).isEmpty();
    }

    @Test
    void an_allocator_that_runs_the_app_again_overflows_cleanly() {
        Guests run = guest();
        // ekaya_run calls the host, whose answer asks ekaya_alloc, which calls ekaya_run, which calls the host.
        byte[] callLog = join(i32(16), i32(3), i32(19), i32(2), code(CALL, 0));
        byte[] runAgain = join(
                code(0x23, 0),
                i32(1),
                code(0x6A, 0x24, 0), // a counter
                code(0x23, 0),
                i32(4098),
                code(0x4E, 0x04, 0x40),
                i32(0),
                i32(0),
                code(CALL, 2, DROP, 0x0B),
                i32(8192));
        assertThat(failureOf(run.wasm(Wasm.callingHost()
                                .data("log{}")
                                .alloc(runAgain)
                                .run(callLog)
                                .bytes()))
                        .message())
                .isEqualTo("The app called the host in ekaya_alloc");
        assertThat(run.calls()).hasSize(1);
    }

    @Test
    void the_host_is_called_with_stack_to_spare_however_deep_the_guest_is() throws InterruptedException {
        // Calls the host at each level; what the host needs of the stack is Java's.
        byte[] log = join(i32(16), i32(3), i32(19), i32(2), code(CALL, 0, DROP));
        Guest guest = prepared(Wasm.callingHost()
                .data("log{}")
                .alloc(i32(4096))
                .run(code(CALL, 3), i64(0))
                .extra(log, code(CALL, 3)));
        AtomicReference<RunOutcome> deep = new AtomicReference<>();
        Guests run = guest().answering((name, json) -> nested(300));
        Thread thread = new Thread(null, () -> deep.set(run.run(guest).outcome()), "smaller", SMALLER_STACK_BYTES);
        thread.start();
        thread.join();
        assertThat(deep.get()).isEqualTo(new RunOutcome.StackOverflow());
        assertThat(run.calls()).hasSizeGreaterThan(1_000);
    }

    private static String nested(int levels) {
        return levels == 0
                ? "{\"ok\":true,\"result\":null}"
                : String.valueOf(nested(levels - 1).concat(""));
    }

    @Test
    void an_answer_needs_no_more_than_its_place() {
        byte[] log = join(i32(16), i32(3), i32(19), i32(2), code(CALL, 0, DROP), place(21, 1));
        assertThat(outputOf(
                        guest().wasm(Wasm.callingHost().data("log{}1").run(log).bytes())))
                .isEqualTo("1");
    }
}
