package ai.ekaya.sandbox;

import static ai.ekaya.sandbox.Guests.failureOf;
import static ai.ekaya.sandbox.Guests.guest;
import static ai.ekaya.sandbox.Guests.outputOf;
import static ai.ekaya.sandbox.Wasm.CALL;
import static ai.ekaya.sandbox.Wasm.DROP;
import static ai.ekaya.sandbox.Wasm.code;
import static ai.ekaya.sandbox.Wasm.endless;
import static ai.ekaya.sandbox.Wasm.i32;
import static ai.ekaya.sandbox.Wasm.join;
import static ai.ekaya.sandbox.Wasm.place;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What runs before {@code ekaya_run}: a module's start function and its {@code _initialize}. */
class NativeStartTest {
    private static final byte[] CALL_LOG = join(i32(16), i32(3), i32(19), i32(2), code(CALL, 0, DROP));

    /** Makes the digit at 21 one larger. */
    private static final byte[] COUNT = join(i32(21), i32(21), code(0x2D, 0, 0), i32(1), code(0x6A, 0x3A, 0, 0));

    private static Wasm module() {
        return Wasm.callingHost().data("log{}0").run(place(21, 1));
    }

    @Test
    void a_start_function_runs_once_in_each_run() {
        Guest prepared = Guests.SANDBOX.prepare(
                new GuestCode.WebAssembly(module().starting().extra(COUNT).bytes()));
        assertThat(outputOf(guest().run(prepared).outcome())).isEqualTo("1");
        assertThat(outputOf(guest().run(prepared).outcome())).isEqualTo("1");
    }

    @Test
    void a_host_call_in_the_start_function_does_not_reach_the_host() {
        Guests run = guest();
        assertThat(failureOf(run.wasm(module().starting().extra(CALL_LOG).bytes())))
                .isEqualTo(new RunOutcome.Failed(
                        RunOutcome.Cause.TRAP,
                        "The app called the host in its start function; call it from ekaya_run or _initialize",
                        java.util.Optional.empty()));
        assertThat(run.calls()).isEmpty();
    }

    @Test
    void initialize_runs_before_the_app_and_may_call_the_host() {
        Guests run = guest();
        byte[] module =
                module().extra(COUNT, CALL_LOG).exportingExtraAs("_initialize").bytes();
        assertThat(outputOf(run.wasm(module))).isEqualTo("1");
        assertThat(run.calls()).containsExactly("log {}");
    }

    @Test
    void loops_before_the_app_end_at_fuel_and_time() {
        byte[] starting = module().starting().extra(endless()).bytes();
        byte[] initializing =
                module().extra(endless()).exportingExtraAs("_initialize").bytes();
        for (byte[] module : new byte[][] {starting, initializing}) {
            assertThat(guest().fuel(5_000).wasm(module)).isEqualTo(new RunOutcome.OutOfFuel(5_000));
            assertThat(guest().timeout(200).wasm(module)).isEqualTo(new RunOutcome.TimedOut(200));
        }
    }

    @Test
    void a_start_function_that_recurses_is_a_stack_overflow() {
        byte[] recursing = Wasm.module().starting().extra(code(CALL, 2)).bytes();
        assertThat(guest().wasm(recursing)).isEqualTo(new RunOutcome.StackOverflow());
    }

    @Test
    void a_trap_in_the_start_function_is_named() {
        byte[] trapping = module().starting().extra(code(Wasm.UNREACHABLE)).bytes();
        assertThat(failureOf(guest().wasm(trapping)).message()).contains("unreachable");
    }
}
