package ai.ekaya.sandbox;

import static ai.ekaya.sandbox.Guests.failureOf;
import static ai.ekaya.sandbox.Guests.guest;
import static ai.ekaya.sandbox.Guests.outputOf;
import static ai.ekaya.sandbox.Wasm.CALL;
import static ai.ekaya.sandbox.Wasm.DROP;
import static ai.ekaya.sandbox.Wasm.code;
import static ai.ekaya.sandbox.Wasm.endless;
import static ai.ekaya.sandbox.Wasm.i32;
import static ai.ekaya.sandbox.Wasm.i64;
import static ai.ekaya.sandbox.Wasm.join;
import static ai.ekaya.sandbox.Wasm.place;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compiled apps by the native ABI, legal and hostile. */
class NativeGuestTest {
    /** {@code host_call("log", "{}")} with both texts at address 16: {@code log{}}. */
    private static final byte[] CALL_LOG = join(i32(16), i32(3), i32(19), i32(2), code(CALL, 0));

    private static final byte[] TABLE_GROW = join(code(0xD0, 0x70), i32(1000), code(0xFC, 0x0F, 0, DROP));

    @Test
    void returns_what_the_app_returns() {
        assertThat(outputOf(guest().wasm(Wasm.returning("{\"a\":1}").bytes()))).isEqualTo("{\"a\":1}");
    }

    @Test
    void is_given_the_context() {
        // The context's place is what ekaya_run was called with; it is handed back as the output.
        byte[] echo = join(code(0x20, 0, 0xAD, 0x42, 32, 0x86, 0x20, 1, 0xAD, 0x84));
        assertThat(outputOf(
                        guest().input("\"grüße\"").wasm(Wasm.module().run(echo).bytes())))
                .isEqualTo("{\"input\":\"grüße\",\"settings\":{},\"trigger\":{\"kind\":\"manual\"}}");
    }

    @Test
    void a_host_call_goes_out_and_its_answer_comes_back() {
        Guests run = guest().answering((name, json) -> "{\"ok\":true,\"result\":\"€\"}");
        assertThat(outputOf(
                        run.wasm(Wasm.callingHost().data("log{}").run(CALL_LOG).bytes())))
                .isEqualTo("{\"ok\":true,\"result\":\"€\"}");
        assertThat(run.calls()).containsExactly("log {}");
    }

    @Test
    void a_host_that_throws_answers_with_an_envelope() {
        Guests run = guest().answering((name, json) -> {
            throw new IllegalStateException("secret");
        });
        assertThat(outputOf(
                        run.wasm(Wasm.callingHost().data("log{}").run(CALL_LOG).bytes())))
                .startsWith("{\"ok\":false,\"error\":{\"code\":\"INTERNAL\"")
                .doesNotContain("secret");
    }

    @Test
    void a_late_answer_is_discarded() {
        Guests run = guest().timeout(300);
        RunOutcome outcome = run.answering((name, json) -> {
                    long end = System.nanoTime() + 350_000_000;
                    while (System.nanoTime() < end) {
                        Thread.onSpinWait();
                    }
                    return "{\"ok\":true,\"result\":1}";
                })
                .wasm(Wasm.callingHost().data("log{}").run(CALL_LOG).bytes());
        assertThat(outcome).isEqualTo(new RunOutcome.TimedOut(300));
        assertThat(run.calls()).hasSize(1);
    }

    @Test
    void a_trap_while_the_host_writes_its_answer_ends_the_run_after_the_call() {
        Guests run = guest();
        // The first place is for the context; the second, for the answer, traps.
        byte[] trapping = join(
                code(0x23, 0),
                i32(4096),
                code(0x47, 0x04, 0x40, Wasm.UNREACHABLE, 0x0B),
                i32(1),
                code(0x24, 0),
                i32(8192));
        assertThat(failureOf(run.wasm(Wasm.callingHost()
                                .data("log{}")
                                .alloc(trapping)
                                .run(CALL_LOG)
                                .bytes()))
                        .cause())
                .isEqualTo(RunOutcome.Cause.TRAP);
        assertThat(run.calls()).containsExactly("log {}");
        assertThat(outputOf(guest().wasm(Wasm.returning("1").bytes()))).isEqualTo("1");
    }

    @Test
    void two_runs_share_no_global() {
        // Returns a digit that the run counts up in memory: '0' is at address 16.
        byte[] count = join(i32(16), i32(16), code(0x2D, 0, 0), i32(1), code(0x6A, 0x3A, 0, 0), place(16, 1));
        Guest prepared = Guests.SANDBOX.prepare(
                new GuestCode.WebAssembly(Wasm.module().data("0").run(count).bytes()));
        assertThat(outputOf(guest().run(prepared).outcome())).isEqualTo("1");
        assertThat(outputOf(guest().run(prepared).outcome())).isEqualTo("1");
    }

    @Test
    void a_grown_table_is_small_again_in_the_next_run() {
        // Output is the table's size before growing, one digit: '0' + size.
        byte[] run = join(i32(16), code(0xFC, 0x10, 0), i32('0'), code(0x6A, 0x3A, 0, 0), TABLE_GROW, place(16, 1));
        Guest prepared = Guests.SANDBOX.prepare(new GuestCode.WebAssembly(
                Wasm.module().data("0").table(0, 3).run(run).bytes()));
        assertThat(outputOf(guest().run(prepared).outcome())).isEqualTo("3");
        assertThat(outputOf(guest().run(prepared).outcome())).isEqualTo("3");
    }

    @Test
    void changing_the_array_after_prepare_changes_nothing() {
        byte[] module = Wasm.returning("1").bytes();
        Guest prepared = Guests.SANDBOX.prepare(new GuestCode.WebAssembly(module));
        java.util.Arrays.fill(module, (byte) 0);
        assertThat(outputOf(guest().run(prepared).outcome())).isEqualTo("1");
    }

    // Hostile pointers.

    static Stream<byte[]> outputs_outside() {
        return Stream.of(place(16, 70_000), place(65_536, 1), place(-1, 2), place(0x7FFFFFFF, 5), place(65_535, 2));
    }

    @ParameterizedTest
    @MethodSource("outputs_outside")
    void an_output_outside_the_memory_is_a_trap(byte[] place) {
        assertThat(failureOf(guest().wasm(Wasm.module().memory(0, 1).run(place).bytes()))
                        .cause())
                .isEqualTo(RunOutcome.Cause.TRAP);
    }

    @Test
    void an_output_longer_than_a_byte_array_is_bad_output() {
        assertThat(failureOf(guest().wasm(Wasm.module().run(place(16, -1)).bytes()))
                        .message())
                .isEqualTo("Output is 4294967295B, at most 1MiB");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, 65_535, 1 << 30})
    void a_place_outside_the_memory_is_not_written(int pointer) {
        assertThat(failureOf(guest().wasm(Wasm.module()
                                .memory(0, 1)
                                .alloc(i32(pointer))
                                .bytes()))
                        .cause())
                .isEqualTo(RunOutcome.Cause.TRAP);
    }

    @Test
    void no_place_for_the_context_names_the_export_that_gave_none() {
        assertThat(failureOf(guest().wasm(Wasm.module().alloc(i32(0)).bytes())).message())
                .startsWith("The app's ekaya_alloc gave 0");
    }

    @Test
    void host_call_with_hostile_lengths_does_not_reach_the_host() {
        Guests run = guest();
        byte[] longName = join(i32(16), i32(-1), i32(16), i32(2), code(CALL, 0));
        assertThat(outputOf(run.wasm(Wasm.callingHost().run(longName).bytes())))
                .contains("4294967295 bytes, at most 64");
        byte[] longJson = join(i32(16), i32(3), i32(16), i32(-5), code(CALL, 0));
        assertThat(outputOf(run.wasm(Wasm.callingHost().run(longJson).bytes()))).contains("\"LIMIT\"");
        byte[] outside = join(i32(65_530), i32(3), i32(65_535), i32(20), code(CALL, 0));
        assertThat(failureOf(run.wasm(
                                Wasm.callingHost().memory(0, 1).run(outside).bytes()))
                        .cause())
                .isEqualTo(RunOutcome.Cause.TRAP);
        assertThat(run.calls()).isEmpty();
    }

    // Outputs.

    @Test
    void no_output_and_output_that_is_no_json_are_bad_output() {
        assertThat(failureOf(guest().wasm(Wasm.module().bytes())).message())
                .isEqualTo("The app returned no output; its log may say why");
        for (String text :
                List.of("{\"a\":", "1 2", "nul", "{\"a\":1,\"a\":2}", "NaN", "[".repeat(300) + "]".repeat(300))) {
            assertThat(failureOf(guest().wasm(Wasm.returning(text).bytes())).cause())
                    .as(text)
                    .isEqualTo(RunOutcome.Cause.BAD_OUTPUT);
        }
        byte[] noUtf8 = join(i32(17), i32(0xFF), code(0x3A, 0, 0), place(16, 3));
        assertThat(failureOf(guest().wasm(
                                        Wasm.module().data("\"x\"").run(noUtf8).bytes()))
                        .message())
                .isEqualTo("Output is not UTF-8");
    }

    // Limits.

    static Stream<byte[]> endless_bodies() {
        return Stream.of(
                endless(),
                endless(join(i32(0), i32(0), i32(60_000), code(0xFC, 0x0B, 0))),
                endless(join(i32(0), i32(100), i32(60_000), code(0xFC, 0x0A, 0, 0))),
                endless(join(code(0x3F, 0, DROP))),
                endless(TABLE_GROW));
    }

    @ParameterizedTest
    @MethodSource("endless_bodies")
    void endless_loops_end_at_the_timeout(byte[] loop) {
        byte[] module = Wasm.module().table(0, 1).run(loop, i64(0)).bytes();
        assertThat(guest().timeout(300).wasm(module)).isEqualTo(new RunOutcome.TimedOut(300));
    }

    @Test
    void filling_and_copying_tables_and_memory_for_ever_ends_in_time() {
        byte[] fillTable = endless(join(i32(0), code(0xD0, 0x70), i32(900_000), code(0xFC, 0x11, 0)));
        byte[] fillMemory = endless(join(i32(0), i32(0), i32(200 << 16), code(0xFC, 0x0B, 0)));
        for (byte[] loop : List.of(fillTable, fillMemory)) {
            byte[] module = Wasm.module()
                    .table(0, 1_000_000)
                    .memory(0, 201)
                    .run(loop, i64(0))
                    .bytes();
            RunResult result = guest().memory(32 << 20)
                    .timeout(300)
                    .run(Guests.SANDBOX.prepare(new GuestCode.WebAssembly(module)));
            assertThat(result.outcome()).isEqualTo(new RunOutcome.TimedOut(300));
            assertThat(result.wallMillis()).isLessThan(5_000);
        }
    }

    @Test
    void a_start_function_that_loops_ends_at_the_timeout() {
        assertThat(guest().timeout(300)
                        .wasm(Wasm.module().starting().extra(endless()).bytes()))
                .isEqualTo(new RunOutcome.TimedOut(300));
    }

    @Test
    void deep_recursion_is_a_stack_overflow_and_the_next_run_is_fine() {
        Guest deep = Guests.SANDBOX.prepare(new GuestCode.WebAssembly(
                Wasm.module().run(code(CALL, 2), i64(0)).extra(code(CALL, 2)).bytes()));
        assertThat(guest().run(deep).outcome()).isEqualTo(new RunOutcome.StackOverflow());
        assertThat(outputOf(guest().wasm(Wasm.returning("1").bytes()))).isEqualTo("1");
    }

    @Test
    void memory_grows_to_the_cap_and_no_further() {
        byte[] trapUnlessGrown = join(code(0x40, 0), i32(-1), code(0x46, 0x04, 0x40, 0x00, 0x0B));
        byte[] toCap = Wasm.module()
                .memory(0, 2)
                .data("1")
                .run(i32(254), trapUnlessGrown, place(16, 1))
                .bytes();
        assertThat(outputOf(guest().wasm(toCap))).isEqualTo("1");
        byte[] past = Wasm.module()
                .memory(0, 2)
                .data("1")
                .run(i32(255), trapUnlessGrown, place(16, 1))
                .bytes();
        assertThat(guest().wasm(past)).isEqualTo(new RunOutcome.OutOfMemory(16 << 20));
        byte[] negative = Wasm.module()
                .memory(0, 2)
                .data("1")
                .run(i32(-1), trapUnlessGrown, place(16, 1))
                .bytes();
        assertThat(guest().wasm(negative)).isEqualTo(new RunOutcome.OutOfMemory(16 << 20));
    }

    @Test
    void memory_declared_over_the_cap_ends_out_of_memory() {
        Guest prepared = Guests.SANDBOX.prepare(
                new GuestCode.WebAssembly(Wasm.returning("1").memory(0, 300).bytes()));
        assertThat(guest().run(prepared).outcome()).isEqualTo(new RunOutcome.OutOfMemory(16 << 20));
        assertThat(outputOf(guest().memory(20 << 20).run(prepared).outcome())).isEqualTo("1");
    }

    @Test
    void traps_are_named() {
        assertThat(failureOf(
                        guest().wasm(Wasm.module().run(code(Wasm.UNREACHABLE)).bytes())))
                .isEqualTo(new RunOutcome.Failed(
                        RunOutcome.Cause.TRAP,
                        "The app trapped: Trapped on unreachable instruction",
                        java.util.Optional.empty()));
        byte[] divide = join(i32(1), i32(0), code(0x6D, DROP), i64(0));
        assertThat(failureOf(guest().wasm(Wasm.module().run(divide).bytes())).message())
                .contains("divide by zero");
        byte[] undefinedElement = join(i32(7), code(0x11, 3, 0), i64(0));
        assertThat(failureOf(guest().wasm(Wasm.module()
                                .table(0, 1)
                                .run(undefinedElement)
                                .bytes()))
                        .cause())
                .isEqualTo(RunOutcome.Cause.TRAP);
        byte[] outOfBounds = join(i32(-1), code(0x2D, 0, 0, DROP), i64(0));
        assertThat(failureOf(guest().wasm(Wasm.module().run(outOfBounds).bytes()))
                        .message())
                .contains("out of bounds");
    }

    // What prepare refuses.

    @Test
    void an_unknown_import_is_refused_by_name() {
        assertRefused(Wasm.module().imports("env", "system", 0).bytes(), "env.system");
        assertRefused(
                Wasm.module().imports("wasi_snapshot_preview1", "path_exec", 0).bytes(), "path_exec");
        assertRefused(
                Wasm.module().imports("env", "system", 0).bytes(),
                "Import env.system is not known; an app may import ekaya.host_call and");
    }

    @Test
    void an_import_or_export_of_another_type_is_told_both_types() {
        assertRefused(
                Wasm.module().imports("ekaya", "host_call", 3).bytes(),
                "Import ekaya.host_call is () -> nothing, expected (i32, i32, i32, i32) -> i64");
        assertRefused(
                Wasm.module()
                        .type("iiiiiiiii", "l")
                        .imports("ekaya", "host_call", 4)
                        .bytes(),
                "Import ekaya.host_call is (i32, i32, i32, i32, i32, i32, i32, i32, …) -> i64, expected (i32,");
        assertRefused(
                Wasm.module()
                        .exportingRunAs("main")
                        .exportingExtraAs("ekaya_run")
                        .bytes(),
                "Export ekaya_run is () -> nothing, expected (i32, i32) -> i64");
    }

    @Test
    void missing_exports_are_refused_by_name() {
        byte[] noMemory = Wasm.returning("1").bytes();
        noMemory[new String(noMemory, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("memory")] = 'M';
        assertThatThrownBy(() -> guest().wasm(noMemory)).hasMessageContaining("memory as 'memory'");
        assertRefused(
                Wasm.module().exportingRunAs("main").bytes(),
                "Module does not export function ekaya_run (i32, i32) -> i64");
    }

    @Test
    void memories_and_tables_past_the_bounds_are_refused() {
        assertRefused(Wasm.module().memory(0, 4097).bytes(), "262208KiB of memory, at most 256MiB");
        assertRefused(Wasm.module().memory(3, 1, 2).bytes(), "shared");
        assertRefused(Wasm.module().table(0, 1_000_001).bytes(), "1000001 elements, at most 1000000");
        assertRefused(
                Wasm.module().table(0, -1).bytes(), "byte 45: table starts with 4294967295 elements, at most 1000000");
        assertThat(outputOf(guest().wasm(Wasm.returning("1").table(0, 1_000_000).bytes())))
                .isEqualTo("1");
    }

    @Test
    void simd_and_other_extensions_are_refused() {
        byte[] simd = join(code(0xFD, 0x0C), new byte[16], code(DROP), i64(0));
        assertRefused(
                Wasm.module().run(simd).bytes(), "function 1, byte 111: vector (SIMD) instruction is not supported");
        byte[] atomic = join(code(0xFE, 0x03, 0), i64(0));
        assertRefused(Wasm.module().run(atomic).bytes(), "function 1, byte 111: atomic instruction is not supported");
        byte[] tailCall = join(i32(1), i32(1), code(0x12, 1));
        assertRefused(Wasm.module().run(tailCall).bytes(), "function 1, byte 115: tail call is not supported");
    }

    @Test
    void a_truncated_module_is_refused_but_at_the_end_of_its_code() {
        byte[] whole =
                Wasm.callingHost().table(0, 1).data("log{}").run(CALL_LOG).bytes();
        int withoutData = whole.length - (2 + 1 + 1 + 2 + 1 + 1 + 5);
        for (int length = 0; length < whole.length; length++) {
            GuestCode cut = new GuestCode.WebAssembly(java.util.Arrays.copyOf(whole, length));
            if (length == withoutData) {
                assertThat(Guests.SANDBOX.prepare(cut)).isNotNull();
            } else {
                assertThatThrownBy(() -> Guests.SANDBOX.prepare(cut))
                        .as("cut to " + length)
                        .isInstanceOf(Refusal.class);
            }
        }
    }

    @Test
    void a_flipped_byte_is_refused_or_runs_within_its_bounds() {
        byte[] whole = Wasm.callingHost().data("log{}").run(CALL_LOG).bytes();
        java.util.Random random = new java.util.Random(42);
        for (int i = 0; i < 150; i++) {
            byte[] flipped = whole.clone();
            flipped[8 + random.nextInt(whole.length - 8)] ^= (byte) (1 << random.nextInt(8));
            try {
                assertThat(guest().timeout(300).wasm(flipped)).isNotNull();
            } catch (Refusal refusal) {
                assertThat(refusal.code()).isIn(RefusalCode.BAD_ARGUMENT, RefusalCode.LIMIT);
            }
        }
    }

    private static void assertRefused(byte[] module, String part) {
        assertThatThrownBy(() -> Guests.SANDBOX.prepare(new GuestCode.WebAssembly(module)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(part);
    }
}
