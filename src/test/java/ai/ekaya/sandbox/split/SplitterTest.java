package ai.ekaya.sandbox.split;

import static ai.ekaya.sandbox.split.Code.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each rule of splitting on a module written for it: it is cut, and does what it did. */
class SplitterTest {
    /** Small enough that a few dozen instructions are cut. */
    static final SplitSettings TINY = new SplitSettings(250, 200, 400, 0, 100_000_000);

    private static final long[][] NUMBERS = {{0}, {1}, {2}, {3}, {7}, {100}, {0xFFFF_FFFFL}};

    /** Splits, runs both, and gives the split module's report. */
    private static Split sameAfterSplitting(byte[] module, long[]... arguments) {
        Split split = Splitter.split(module, TINY);
        assertThat(split.newFunctions()).as("pieces").isPositive();
        assertThat(Behaviour.interpreted().of(split.module(), arguments))
                .isEqualTo(Behaviour.interpreted().of(module, arguments))
                .isEqualTo(Behaviour.compiled().of(split.module(), arguments));
        return split;
    }

    @Test
    void a_module_without_a_large_function_is_left_as_it_is() {
        byte[] module = TestModule.of("i:i", "", filler(0, 5), get(0));
        assertThat(Splitter.split(module, SplitSettings.standard()).module()).isSameAs(module);
    }

    @Test
    void a_function_within_the_limit_is_left_as_it_is() {
        byte[] module = TestModule.of("i:i", "", filler(0, 26), get(0));
        assertThat(Splitter.split(module, TINY).module()).isSameAs(module);
    }

    @Test
    void one_local_comes_back_as_the_result() {
        byte[] module = TestModule.module()
                .withoutGlobals()
                .function("i:i", "", filler(0, 60), get(0))
                .bytes();
        Split split = sameAfterSplitting(module, NUMBERS);
        assertThat(split.newGlobals()).isZero();
    }

    @Test
    void more_locals_come_back_through_globals_which_the_module_gets_if_it_had_none() {
        byte[] module = TestModule.module()
                .withoutGlobals()
                .function(
                        "i:i",
                        "ii",
                        filler(0, 20),
                        filler(1, 20),
                        filler(2, 20),
                        get(0),
                        get(1),
                        I32_MUL,
                        get(2),
                        I32_SUB)
                .bytes();
        Split split = sameAfterSplitting(module, NUMBERS);
        assertThat(split.newGlobals()).isPositive();
    }

    @Test
    void locals_of_each_type_come_back() {
        Object more = IntStream.range(0, 15)
                .mapToObj(i -> code(
                        get(1),
                        i64(1L << i),
                        I64_ADD,
                        set(1),
                        get(2),
                        f32(i),
                        F32_ADD,
                        set(2),
                        get(3),
                        f64(i),
                        F64_ADD,
                        set(3)))
                .reduce(new byte[0], (a, b) -> code(a, b));
        byte[] module = TestModule.of(
                "i:d",
                "lfd",
                more,
                filler(0, 2),
                get(0),
                globalSet(0),
                get(1),
                globalSet(1),
                get(2),
                globalSet(2),
                get(3));
        sameAfterSplitting(module, NUMBERS);
    }

    @Test
    void a_local_written_on_some_ways_only_keeps_its_value_on_the_others() {
        byte[] module = TestModule.of("i:i", "i", filler(1, 3), block(get(0), I32_EQZ, brIf(0), filler(1, 55)), get(1));
        sameAfterSplitting(module, NUMBERS);
    }

    @Test
    void a_local_written_in_a_loop_comes_back() {
        byte[] module = TestModule.of(
                "i:i",
                "ii",
                get(0),
                i32(15),
                I32_AND,
                set(0),
                loop(get(0), then(filler(1, 25), filler(2, 25), get(0), i32(1), I32_SUB, set(0), br(1))),
                get(1),
                get(2),
                I32_MUL);
        sameAfterSplitting(module, NUMBERS);
    }

    @Test
    void a_region_leaves_to_the_label_that_it_jumped_to() {
        // Two labels outside of the region that is cut, and its end; each hands back something else.
        byte[] region = code(
                filler(1, 20),
                get(0),
                i32(1),
                I32_AND,
                then(filler(2, 4), br(2)),
                get(0),
                i32(2),
                I32_AND,
                then(filler(3, 4), br(3)),
                filler(1, 10));
        byte[] module = TestModule.of(
                "i:i",
                "iii",
                block(block(block(region), get(1), globalSet(0), ret0()), get(2), set(1)),
                get(1),
                get(2),
                I32_MUL,
                get(3),
                I32_ADD);
        sameAfterSplitting(module, NUMBERS);
    }

    private static byte[] ret0() {
        return code(i32(77), ret());
    }

    @Test
    void a_region_with_a_table_of_exits_leaves_by_the_right_one() {
        byte[] region = code(filler(1, 45), get(0), brTable(0, 1, 2, 3, 1, 2));
        byte[] module = TestModule.of(
                "i:i",
                "i",
                block(block(block(block(region), i32(10), get(1), I32_ADD, ret()), i32(20), ret()), filler(1, 3)),
                get(1));
        sameAfterSplitting(module, NUMBERS);
    }

    @Test
    void a_region_can_go_round_a_loop_outside() {
        byte[] module = TestModule.of(
                "i:i",
                "ii",
                get(0),
                i32(15),
                I32_AND,
                set(0),
                block(loop(block(
                        filler(1, 30),
                        get(0),
                        I32_EQZ,
                        brIf(2),
                        get(0),
                        i32(1),
                        I32_SUB,
                        tee(0),
                        brIf(1),
                        filler(2, 30)))),
                get(1),
                get(2),
                I32_SUB);
        sameAfterSplitting(module, NUMBERS);
    }

    @Test
    void a_region_returns_from_the_function_with_a_value() {
        byte[] module = TestModule.of(
                "i:i", "i", block(filler(1, 30), get(0), then(get(1), ret()), filler(1, 30)), get(1), i32(5), I32_ADD);
        sameAfterSplitting(module, NUMBERS);
    }

    @Test
    void a_region_returns_from_a_function_without_results() {
        byte[] module = TestModule.of(
                "i:", "i", block(filler(1, 30), get(0), then(ret()), filler(1, 30)), get(1), globalSet(0));
        sameAfterSplitting(module, NUMBERS);
    }

    @Test
    void a_region_that_only_returns_hands_its_results_straight_on() {
        byte[] module = TestModule.module()
                .withoutGlobals()
                .function("i:ii", "", get(0), then(filler(0, 50), get(0), get(0), ret()), i32(1), i32(2))
                .bytes();
        Split split = sameAfterSplitting(module, NUMBERS);
        assertThat(split.newGlobals()).isZero();
    }

    @Test
    void a_region_that_never_comes_out_traps_as_before() {
        byte[] module =
                TestModule.of("i:i", "", get(0), then(filler(0, 50), get(0), globalSet(0), unreachable()), i32(4));
        sameAfterSplitting(module, NUMBERS);
    }

    @Test
    void what_was_written_before_a_trap_stays_written() {
        byte[] module = TestModule.of(
                "i:i",
                "i",
                filler(1, 25),
                i32(64),
                get(1),
                memory(0x36),
                get(1),
                globalSet(0),
                get(1),
                get(0),
                I32_DIV_S,
                set(1),
                filler(1, 25),
                get(1));
        sameAfterSplitting(module, NUMBERS);
    }

    @Test
    void code_behind_an_endless_loop_keeps_somewhere_to_jump() {
        byte[] module = TestModule.of(
                "i:i",
                "i",
                block(block(
                        filler(1, 30),
                        get(0),
                        brIf(1),
                        loop(get(1), i32(9), I32_SUB, drop(), unreachable()),
                        filler(1, 20),
                        br(1))),
                get(1));
        sameAfterSplitting(module, new long[][] {{1}, {2}, {0}});
    }

    private static byte[] drop() {
        return op(DROP);
    }

    @Test
    void a_block_hands_its_result_over_in_a_local() {
        byte[] module = TestModule.of(
                "i:i",
                "ii",
                blockOf(
                        'i',
                        filler(1, 20),
                        get(1),
                        get(0),
                        i32(1),
                        I32_AND,
                        brIf(0),
                        drop(),
                        filler(1, 20),
                        get(1),
                        i32(3),
                        I32_MUL,
                        get(0),
                        i32(2),
                        I32_AND,
                        brIf(0),
                        set(2),
                        filler(2, 20),
                        get(2)),
                get(1),
                I32_ADD);
        sameAfterSplitting(module, NUMBERS);
    }

    @Test
    void a_table_of_blocks_with_results_fills_the_local_of_each() {
        byte[] inner = blockOf(
                'i', blockOf('i', filler(1, 25), get(1), get(0), brTable(0, 1, 2)), i32(10), I32_ADD, filler(1, 25));
        byte[] module = TestModule.of("i:i", "i", blockOf('i', inner, i32(100), I32_ADD), get(1), I32_ADD);
        sameAfterSplitting(module, NUMBERS);
    }

    @Test
    void an_if_with_a_result_can_be_jumped_out_of() {
        byte[] module = TestModule.of(
                "i:i",
                "i",
                get(0),
                thenElseOf(
                        'i',
                        code(filler(1, 25), get(1), get(0), i32(1), I32_AND, brIf(0), drop(), filler(1, 5), get(1)),
                        code(filler(1, 25), get(1), br(0))),
                get(1),
                I32_SUB);
        sameAfterSplitting(module, NUMBERS);
    }

    @Test
    void a_jump_to_the_functions_end_takes_its_value_along() {
        byte[] module = TestModule.of(
                "i:i",
                "i",
                block(filler(1, 25), get(1), get(0), i32(1), I32_AND, brIf(1), drop(), filler(1, 25)),
                block(filler(1, 5), get(1), get(0), i32(2), I32_AND, brTable(1, 1), drop()),
                get(1));
        sameAfterSplitting(module, NUMBERS);
    }

    @Test
    void blocks_that_take_values_stay_as_they_are() {
        TestModule module = TestModule.module();
        int takesOne = module.type("i:i");
        byte[] bytes = module.function(
                        "i:i",
                        "i",
                        filler(1, 30),
                        get(1),
                        code(0x02, takesOne, get(0), brIf(0), i32(5), I32_ADD, 0x0B),
                        code(
                                0x03, takesOne, i32(1), I32_ADD, get(0), i32(1), I32_SUB, tee(0), i32(-1), I32_LT_U,
                                drop(), 0x0B),
                        set(1),
                        filler(1, 30),
                        get(1))
                .bytes();
        sameAfterSplitting(bytes, NUMBERS);
    }

    @Test
    void calls_into_the_host_and_back_in_do_not_disturb_what_is_handed_back() {
        byte[] module = TestModule.of(
                "i:i",
                "iii",
                get(0),
                I32_EQZ,
                then(i32(3), ret()),
                block(
                        filler(1, 20),
                        filler(2, 20),
                        get(0),
                        i32(1),
                        I32_SUB,
                        call(0),
                        set(3),
                        filler(1, 5),
                        get(0),
                        brIf(0),
                        filler(2, 5)),
                get(1),
                get(2),
                I32_SUB,
                get(3),
                I32_ADD);
        Split split = Splitter.split(module, TINY);
        assertThat(split.newGlobals()).isPositive();
        long[] three = {3};
        assertThat(backIn().of(split.module(), three))
                .isEqualTo(backIn().of(module, three))
                .last()
                .asString()
                .startsWith("3 notes");
    }

    private static Behaviour backIn() {
        return Behaviour.interpreted()
                .answering((instance, number) -> (int) instance.export("f1").apply(number)[0]);
    }

    @Test
    void calls_with_padded_indices_still_go_to_their_function() {
        byte[] padded = code(0x10, 0x80, 0x80, 0x80, 0x80, 0);
        byte[] module = TestModule.of("i:i", "", filler(0, 30), get(0), padded, set(0), filler(0, 30), get(0));
        sameAfterSplitting(module, NUMBERS);
    }

    @Test
    void the_same_module_gives_the_same_bytes() {
        byte[] module = RandomModule.of(5);
        assertThat(Splitter.split(module, TINY).module())
                .isEqualTo(Splitter.split(module, TINY).module());
    }

    @Test
    void the_report_names_what_was_cut() {
        byte[] module = TestModule.of("i:i", "", filler(0, 60), get(0));
        Split split = Splitter.split(module, TINY);
        assertThat(split.functions()).singleElement().satisfies(function -> {
            assertThat(function.index()).isEqualTo(1);
            assertThat(function.name()).isEqualTo("function 1");
            assertThat(function.sizeBefore()).isGreaterThan(300);
            assertThat(function.sizeAfter()).isLessThanOrEqualTo(TINY.target());
            assertThat(function.pieces()).isEqualTo(split.newFunctions());
            assertThat(function.leftWhole()).isEmpty();
        });
    }
}
