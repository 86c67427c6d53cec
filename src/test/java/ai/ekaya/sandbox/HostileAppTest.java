package ai.ekaya.sandbox;

import static ai.ekaya.sandbox.Guests.guest;
import static ai.ekaya.sandbox.Guests.outputOf;
import static ai.ekaya.sandbox.Wasm.BR;
import static ai.ekaya.sandbox.Wasm.DROP;
import static ai.ekaya.sandbox.Wasm.END;
import static ai.ekaya.sandbox.Wasm.LOOP;
import static ai.ekaya.sandbox.Wasm.VOID;
import static ai.ekaya.sandbox.Wasm.body;
import static ai.ekaya.sandbox.Wasm.code;
import static ai.ekaya.sandbox.Wasm.i32;
import static ai.ekaya.sandbox.Wasm.i64;
import static ai.ekaya.sandbox.Wasm.join;
import static ai.ekaya.sandbox.Wasm.leb;
import static ai.ekaya.sandbox.Wasm.name;
import static ai.ekaya.sandbox.Wasm.place;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Refusal;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Modules made to take the server's time or memory, or to be more than an app may be: refused with the reason and the place, and
 * the nearest legal thing runs.
 */
@Timeout(60)
class HostileAppTest {
    private static final int BLOCK = 0x02;
    private static final int BR_TABLE = 0x0E;
    private static final int BR_IF = 0x0D;

    private static byte[] times(int count, byte[]... parts) {
        byte[] unit = join(parts);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            all.writeBytes(unit);
        }
        return all.toByteArray();
    }

    private static Wasm running(byte[]... code) {
        return Wasm.module().data("1").run(join(code), place(16, 1));
    }

    private static void assertRefused(Wasm module, String part) {
        long started = System.nanoTime();
        assertThatThrownBy(() -> Guests.SANDBOX.prepare(new GuestCode.WebAssembly(module.bytes())))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(part)
                .satisfies(refusal -> assertThat(refusal.getMessage()).hasSizeLessThan(400));
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(20));
    }

    private static void assertRuns(Wasm module) {
        assertThat(outputOf(guest().wasm(module.bytes()))).isEqualTo("1");
    }

    // What multiplies.

    @Test
    void blocks_nested_without_end() {
        assertRefused(
                running(times(1_001, code(BLOCK, VOID)), times(1_001, code(END))),
                "function 1, byte 2113: blocks nest more than 1000 deep");
        assertRuns(running(times(999, code(BLOCK, VOID)), times(999, code(END))));
    }

    @Test
    void loops_beside_each_other_by_the_thousand() {
        assertRefused(running(times(20_000, code(LOOP, VOID, END))), "steps of work allowed");
        assertRuns(running(times(1_000, code(LOOP, VOID, END))));
    }

    @Test
    void jump_tables_with_half_a_million_entries() {
        assertRefused(running(code(BLOCK, VOID), table(500_000), code(END)), "steps of work allowed");
        assertRuns(running(code(BLOCK, VOID), table(1_000), code(END)));
    }

    private static byte[] table(int entries) {
        return join(i32(0), code(BR_TABLE), leb(entries), new byte[entries + 1]);
    }

    @Test
    void locals_times_jumps() {
        byte[] jumps = join(code(BLOCK, VOID), times(3_000, i32(0), code(BR_IF, 0)), code(END));
        assertRefused(running(jumps).locals(join(leb(1), leb(9_000), code(0x7F))), "steps of work allowed");
        assertRuns(running(jumps).locals(join(leb(1), leb(90), code(0x7F))));
    }

    @Test
    void a_stack_higher_than_javas() {
        assertRefused(running(times(40_000, i32(1)), times(40_000, code(DROP))), "stack holds more than 32000 values");
        assertRuns(running(times(5_000, i32(1)), times(5_000, code(DROP))));
    }

    @Test
    void a_hundred_thousand_locals() {
        assertRefused(
                running().locals(join(leb(1), leb(100_000), code(0x7F))),
                "function 1, byte 114: function has 100002 locals, at most 10000");
        assertRuns(running().locals(join(leb(1), leb(5_000), code(0x7F))));
    }

    @Test
    void functions_times_types() {
        byte[] manyBodies = join(leb(20_003), times(20_003, body(code(0), code(0x00))));
        Wasm module = Wasm.module().with(10, manyBodies).with(3, join(leb(20_003), code(1, 2), times(20_001, code(3))));
        for (int i = 0; i < 600; i++) {
            module.type("", "");
        }
        assertRefused(module, "steps of work allowed");
    }

    @Test
    void code_and_functions_at_their_bounds_and_one_past_them() {
        assertRefused(running(times(2 << 20, code(0x01))), "Code section of app.wasm has 2097");
        assertRefused(running(times(512 << 10, code(0x01))), "bytes of code, at most 524288");
        assertRuns(running(times((512 << 10) - 20, code(0x01))));
    }

    @Test
    void a_function_that_no_java_method_can_hold_is_named() {
        assertRefused(
                running(code(BLOCK, VOID), table(17_000), code(END))
                        .with(0, name("name"), code(1), leb(8), code(1, 1, 5), "huge!".getBytes(UTF_8)),
                "function 1 (huge!), byte 114: makes ");
    }

    @Test
    void a_large_function_that_can_be_split_runs() {
        byte[] unit = join(i32(64), i32(64), code(0x28, 2, 0), i32(1_000), code(0x6A, 0x36, 2, 0));
        assertRuns(running(times(15_000, unit)));
    }

    // Counts and lengths that lie.

    @Test
    void counts_larger_than_what_follows() {
        byte[] most = leb(0x7FFF_FFFF);
        assertRefused(Wasm.module().with(9, code(1, 0), i32(0), code(END), most), "ends too early");
        assertRefused(Wasm.module().with(9, code(1, 0), i32(0), code(END), leb(-1)), "out of range");
        assertRefused(Wasm.module().with(11, code(1, 0), i32(0), code(END), most), "ends too early");
        assertRefused(Wasm.module().with(1, code(1, 0x60), most), "ends too early");
        assertRefused(running(i32(0), code(BR_TABLE), most), "ends too early");
        assertRefused(Wasm.module().with(7, code(1), most), "ends too early");
    }

    @Test
    void element_segments_with_too_many_entries() {
        Wasm module = Wasm.returning("1").table(0, 60_000);
        assertRefused(
                module.with(9, code(1, 0), i32(0), code(END), leb(50_001), new byte[50_001]),
                "more than 50000 entries");
        assertRuns(module.with(9, code(1, 0), i32(0), code(END), leb(50_000), new byte[50_000]));
    }

    @Test
    void sections_of_many_bytes() {
        assertRefused(Wasm.returning("1").with(9, new byte[(1 << 20) + 1]), "1048577 bytes, at most 1048576");
    }

    @Test
    void custom_sections_may_hold_anything_and_cost_nothing() {
        assertRuns(Wasm.returning("1")
                .with(0, name("name"), code(1), leb(15_000_004), leb(5_000_000), times(5_000_000, code(1, 1, 'a'))));
        assertRuns(Wasm.returning("1").with(0, name("name"), code(1), leb(-1)));
        assertRuns(Wasm.returning("1").with(0, name("x"), times(1_000_000, code(0, 3, 1, 'b', 'c'))));
    }

    // What would end every run before it began.

    @Test
    void two_exports_of_one_name() {
        byte[] memory = join(name("memory"), code(2, 0));
        byte[] functions = join(name("ekaya_alloc"), code(0, 0), name("ekaya_run"), code(0, 1));
        assertRefused(
                Wasm.returning("1").with(7, code(4), memory, functions, memory),
                "app.wasm, byte 94: export memory is there twice, expected once");
        assertRuns(Wasm.returning("1").with(7, code(4), memory, functions, name("Memory"), code(2, 0)));
    }

    @Test
    void data_over_the_end_of_the_memory() {
        int page = 64 << 10;
        assertRefused(
                Wasm.returning("1").memory(0, 1).with(11, code(1, 0), i32(page - 1), code(END, 2, '1', '1')),
                "data segment ends at 65537, the memory starts with 65536 bytes");
        assertRefused(
                Wasm.returning("1").with(11, code(1, 0), i32(-1), code(END, 0)), "data segment ends at 4294967295");
        byte[] atTheEnd = join(code(0), i32(page - 2), code(END, 2, '1', '1'));
        byte[] one = join(code(0), i32(16), code(END, 1, '1'));
        assertRuns(Wasm.returning("1").memory(0, 1).with(11, code(2), one, atTheEnd));
        assertRuns(Wasm.returning("1").memory(0, 1).with(11, code(2), one, code(0), i32(page), code(END, 0)));
        assertRuns(Wasm.returning("1").memory(0, 1).with(11, code(2), one, code(1, 2, '1', '1')));
    }

    @Test
    void elements_over_the_end_of_their_table() {
        Wasm module = Wasm.returning("1").table(0, 3);
        String problem = "element segment ends at 4, its table starts with 3 elements";
        assertRefused(module.with(9, code(1, 0), i32(2), code(END, 2, 0, 0)), problem);
        assertRefused(module.with(9, code(1, 2, 0), i32(2), code(END, 0, 2, 0, 0)), problem);
        assertRuns(module.with(9, code(1, 0), i32(1), code(END, 2, 0, 0)));
        assertRuns(module.with(9, code(1, 0), i32(3), code(END, 0)));
        assertRuns(module.with(9, code(1, 1, 0, 9), new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0}));
    }

    // What is no app's.

    @Test
    void types_that_do_not_fit_are_told_with_function_name_and_byte() {
        Wasm wrong = running(i64(1), code(0x45, DROP))
                .with(0, name("name"), code(1), leb(11), code(1, 1, 8), "add\u0007rows".getBytes(UTF_8));
        assertRefused(wrong, "function 1 (add?rows), byte 113: needs a value of type I32 where the stack has I64");
        assertRefused(running(code(DROP)), "function 1, byte 111: takes a value where the stack has none");
        assertRefused(running(code(BR, 1)), "there is no enclosing block 1");
        assertRefused(running(code(0x20, 2, DROP)), "there is no local 2");
    }

    @Test
    void half_a_million_type_errors_are_one_message() {
        assertRefused(running(i32(0), times(500_000, code(0x8C)), code(DROP)), "byte 117: needs a value of type F32");
    }

    @Test
    void a_second_memory_or_table() {
        assertRefused(Wasm.returning("1").with(5, code(2, 0, 1, 0, 1)), "Module has 2 memories, expected one");
        assertRefused(Wasm.returning("1").with(4, code(2, 0x70, 0, 1, 0x70, 0, 1)), "Module has 2 tables, at most 1");
        assertRefused(Wasm.returning("1").with(5, code(0)), "unknown memory");
        assertRuns(Wasm.returning("1").with(4, code(1, 0x70, 0, 1)));
    }

    @Test
    void imports_of_other_than_functions_are_named() {
        byte[] place = join(name("env"), name("shared"));
        assertRefused(Wasm.module().with(2, code(1), place, code(1, 0x70, 0, 1)), "import env.shared is a table");
        assertRefused(Wasm.module().with(2, code(1), place, code(2, 0, 1)), "import env.shared is a memory");
        assertRefused(Wasm.module().with(2, code(1), place, code(3, 0x7F, 0)), "import env.shared is a global");
        assertRefused(Wasm.module().with(2, code(1), place, code(4, 0, 3)), "import of kind 4 is not supported");
    }

    @Test
    void other_proposals() {
        assertRefused(Wasm.module().with(13, code(1, 0, 3)), "exception-handling tags are not supported");
        assertRefused(Wasm.module().with(1, code(1, 0x5F, 0)), "type form 0x5f is not supported");
        assertRefused(running(code(0x06, VOID, END)), "exception-handling instruction is not supported");
        assertRefused(running(code(0xFB, 0x00, 0)), "garbage-collection instruction is not supported");
        assertRefused(running(code(0x14, 3)), "typed function reference is not supported");
        assertRefused(running(i32(0), code(0x2D, 0x40, 1, 0, DROP)), "second memory is not supported");
    }

    @Test
    void several_results_are_supported_up_to_javas_bound() {
        assertRuns(running(i32(5), i32(6), code(BLOCK, 4, END, DROP, DROP)).type("ii", "ii"));
        assertRefused(Wasm.returning("1").type("i".repeat(251), ""), "a function type has 251 parameters, at most 250");
        assertRefused(Wasm.returning("1").type("", "l".repeat(126)), "a function type has 126 results, at most 250");
        assertRuns(Wasm.returning("1").type("i".repeat(250), "l".repeat(125)));
    }

    // What a run may hold.

    @Test
    void memory_and_tables_count_together() {
        byte[] grow = join(code(0xD0, 0x70), i32(800_000), code(0xFC, 0x0F, 0));
        byte[] trapUnlessGrown = join(grow, i32(-1), code(0x46, 0x04, VOID, 0x00, END));
        Guest module = Guests.SANDBOX.prepare(new GuestCode.WebAssembly(
                running(trapUnlessGrown).table(0, 1).memory(0, 160).bytes()));
        assertThat(outputOf(guest().memory(17 << 20).run(module).outcome())).isEqualTo("1");
        assertThat(guest().memory(16 << 20).run(module).outcome()).isEqualTo(new RunOutcome.OutOfMemory(16 << 20));
    }

    @Test
    void a_guest_in_memory_keeps_no_code_as_objects() {
        byte[] unit = join(i32(64), i32(64), code(0x28, 2, 0), i32(1_000), code(0x6A, 0x36, 2, 0));
        Prepared.Native guest = (Prepared.Native) Guests.SANDBOX.prepare(
                new GuestCode.WebAssembly(running(times(5_000, unit)).bytes()));
        for (int i = 0; i < guest.module().module().codeSection().functionBodyCount(); i++) {
            assertThat(guest.module().module().codeSection().getFunctionBody(i).instructions())
                    .hasSize(2);
        }
    }
}
