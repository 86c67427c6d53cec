package ai.ekaya.sandbox;

import static ai.ekaya.sandbox.Guests.guest;
import static ai.ekaya.sandbox.Guests.outputOf;
import static ai.ekaya.sandbox.Wasm.CALL;
import static ai.ekaya.sandbox.Wasm.DROP;
import static ai.ekaya.sandbox.Wasm.code;
import static ai.ekaya.sandbox.Wasm.endless;
import static ai.ekaya.sandbox.Wasm.i32;
import static ai.ekaya.sandbox.Wasm.i64;
import static ai.ekaya.sandbox.Wasm.join;
import static ai.ekaya.sandbox.Wasm.leb;
import static ai.ekaya.sandbox.Wasm.place;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a compiled app's work costs: the same each time, whether the JVM has compiled it or not. */
class NativeFuelTest {
    /** Calls itself twice, so deep as global 0 says: 2ⁿ calls without a loop. */
    private static Wasm exponential(int depth, byte[] after) {
        byte[] less = join(code(0x23, 0), i32(1), code(0x6B, 0x24, 0));
        byte[] more = join(code(0x23, 0), i32(1), code(0x6A, 0x24, 0));
        return Wasm.module()
                .data("1")
                .alloc(i32(8192))
                .run(i32(depth), code(0x24, 0, CALL, 2), after)
                .extra(code(0x23, 0, 0x04, 0x40), less, code(CALL, 2, CALL, 2), more, code(0x0B));
    }

    private static Guest prepared(Wasm module) {
        return Guests.SANDBOX.prepare(new GuestCode.WebAssembly(module.bytes()));
    }

    /** Counts local 2 down from {@code from}. */
    private static Wasm counting(int from, byte[]... body) {
        byte[] loop = join(
                i32(from),
                code(0x21, 2, 0x03, 0x40),
                join(body),
                code(0x20, 2),
                i32(1),
                code(0x6B, 0x22, 2, 0x0D, 0, 0x0B));
        return Wasm.module().data("1").locals(join(leb(1), leb(1), code(0x7F))).run(loop, place(16, 1));
    }

    @Test
    void fuel_is_the_same_for_the_first_run_and_the_five_hundredth() {
        for (Wasm module : List.of(counting(20_000), exponential(13, place(16, 1)))) {
            Guest guest = prepared(module);
            long cold = guest().run(guest).fuel();
            long warm = 0;
            for (int i = 0; i < 500; i++) {
                warm = guest().run(guest).fuel();
            }
            assertThat(warm).isEqualTo(cold).isGreaterThan(8_000);
        }
    }

    @Test
    void fuel_runs_out_at_the_same_host_call_each_time() {
        byte[] log = join(i32(17), i32(3), i32(20), i32(2), code(CALL, 0, DROP));
        Guest guest = prepared(
                counting(1_000_000, log).imports("ekaya", "host_call", 0).data("1log{}"));
        List<Integer> calls = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Guests run = guest().fuel(777);
            assertThat(run.run(guest).outcome()).isEqualTo(new RunOutcome.OutOfFuel(777));
            calls.add(run.calls().size());
        }
        assertThat(calls).containsOnly(calls.getFirst());
        assertThat(calls.getFirst()).isGreaterThan(100);
    }

    @Test
    void exactly_enough_fuel_is_enough_and_one_less_is_not() {
        Guest guest = prepared(counting(30_000));
        long needed = guest().run(guest).fuel();
        assertThat(outputOf(guest().fuel(needed).run(guest).outcome())).isEqualTo("1");
        assertThat(guest().fuel(needed - 1).run(guest).outcome()).isEqualTo(new RunOutcome.OutOfFuel(needed - 1));
    }

    @Test
    void calls_without_a_loop_cost_fuel_and_end_in_time() {
        Guest guest = prepared(exponential(60, i64(0)));
        assertThat(guest().fuel(100_000).run(guest).outcome()).isEqualTo(new RunOutcome.OutOfFuel(100_000));
        assertThat(guest().timeout(300).run(guest).outcome()).isEqualTo(new RunOutcome.TimedOut(300));
        assertThat(outputOf(guest().run(prepared(exponential(10, place(16, 1)))).outcome()))
                .isEqualTo("1");
    }

    @Test
    void bulk_operations_cost_by_their_length() {
        byte[] fill = join(i32(0), i32(0), i32(65_536), code(0xFC, 0x0B, 0));
        byte[] copy = join(i32(0), i32(65_536), i32(65_536), code(0xFC, 0x0A, 0, 0));
        byte[] grow = join(i32(1), code(0x40, 0, DROP));
        for (byte[] bulk : List.of(fill, copy, grow)) {
            long one = fuelOf(Wasm.module().memory(0, 2).run(bulk, i64(0)));
            long two = fuelOf(Wasm.module().memory(0, 2).run(bulk, bulk, i64(0)));
            assertThat(two - one).isBetween(256L, 257L);
        }
        byte[] tableFill = join(i32(0), code(0xD0, 0x70), i32(1_000), code(0xFC, 0x11, 0));
        assertThat(fuelOf(Wasm.module().table(0, 1_000).run(tableFill, i64(0)))).isBetween(1_000L, 1_010L);
    }

    @Test
    void a_bulk_operation_over_the_fuel_left_ends_the_run() {
        byte[] fill = join(i32(0), i32(0), i32(131_072), code(0xFC, 0x0B, 0));
        Guest guest = prepared(Wasm.module().run(endless(fill), i64(0)));
        assertThat(guest().fuel(600).run(guest).outcome()).isEqualTo(new RunOutcome.OutOfFuel(600));
    }

    private static long fuelOf(Wasm module) {
        return guest().run(prepared(module)).fuel();
    }
}
