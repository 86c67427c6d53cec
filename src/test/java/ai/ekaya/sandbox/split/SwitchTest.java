package ai.ekaya.sandbox.split;

import static ai.ekaya.sandbox.split.Code.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Large switches: which cases move, together with which others, and where jumps between them go. */
class SwitchTest {
    private static final int CASES = 60;
    private static final SplitSettings SETTINGS = new SplitSettings(1_000, 1_000, 500, 300, 10_000_000);

    /** What case {@code number} does, in {@code depth} blocks counted from the last case's outwards. */
    @FunctionalInterface
    private interface Case {
        byte[] body(int number);
    }

    /**
     * A loop around a switch by local 1, which goes through all cases from local 0 on and then falls out. Within a case's code,
     * depth {@code CASES - 1 - number} is the loop, one more the block around it.
     */
    private static byte[] loopOver(byte[] prefix, Case bodyOf) {
        byte[] nest = block(
                prefix,
                get(1),
                brTable(IntStream.rangeClosed(0, CASES)
                        .map(i -> Math.min(i, CASES - 1))
                        .toArray()));
        for (int number = 0; number < CASES - 1; number++) {
            nest = block(nest, bodyOf.body(number));
        }
        byte[] last = bodyOf.body(CASES - 1);
        return code(
                block(loop(
                        get(1),
                        i32(1),
                        I32_ADD,
                        tee(1),
                        i32(CASES + 3),
                        I32_LT_U,
                        I32_EQZ,
                        brIf(1),
                        nest,
                        last,
                        br(0))),
                get(2),
                get(3),
                I32_MUL,
                get(4),
                I32_ADD);
    }

    private static byte[] toLoop(int number) {
        return br(CASES - 1 - number);
    }

    private static Split check(byte[] code) {
        byte[] module = TestModule.of("i:i", "iiii", get(0), set(1), code);
        long[][] starts = LongStream.of(0, 5, 30, 57, 59, 60, 61, 100)
                .mapToObj(start -> new long[] {start})
                .toArray(long[][]::new);
        Split split = Splitter.split(module, SETTINGS);
        assertThat(split.functions()).singleElement().satisfies(function -> {
            assertThat(function.sizeBefore()).isGreaterThan(3_000);
            assertThat(function.sizeAfter()).isLessThan(2_100);
        });
        assertThat(Behaviour.interpreted().of(split.module(), starts))
                .isEqualTo(Behaviour.interpreted().of(module, starts))
                .isEqualTo(Behaviour.compiled().of(split.module(), starts));
        return split;
    }

    private static byte[] work(int number) {
        return filler(2 + number % 3, number % 7 == 0 ? 1 : 10);
    }

    @Test
    void cases_move_out_in_groups() {
        Split split = check(loopOver(new byte[0], number -> code(work(number), toLoop(number))));
        assertThat(split.newFunctions()).isLessThan(20);
    }

    @Test
    void a_case_that_falls_into_the_next_still_does() {
        check(loopOver(new byte[0], number -> number % 4 == 1 ? work(number) : code(work(number), toLoop(number))));
    }

    @Test
    void a_case_that_jumps_into_a_later_one_still_does() {
        check(loopOver(
                new byte[0],
                number -> number % 5 == 2 && number + 9 < CASES
                        ? code(work(number), get(2), i32(1), I32_AND, brIf(8), toLoop(number))
                        : code(work(number), toLoop(number))));
    }

    @Test
    void a_case_that_returns_still_does() {
        check(loopOver(
                new byte[0],
                number -> code(
                        work(number),
                        number == 40 ? code(get(0), i32(30), I32_LT_U, then(get(2), ret())) : new byte[0],
                        toLoop(number))));
    }

    @Test
    void code_in_front_of_the_switch_can_jump_to_a_case() {
        check(loopOver(
                code(get(2), i32(12345), I32_ADD, set(2), get(2), i32(7), I32_AND, I32_EQZ, brIf(9)),
                number -> code(work(number), toLoop(number))));
    }

    @Test
    void empty_cases_share_the_next_ones_code() {
        check(loopOver(
                new byte[0],
                number -> number % 3 == 0 && number < CASES - 1 ? new byte[0] : code(work(number), toLoop(number))));
    }

    @Test
    void code_in_front_of_inner_blocks_sinks_to_the_switch() {
        // As wasm-opt writes it: work and an operand stand in front of the block, the operand is used behind it.
        byte[] nest = block(
                get(1),
                brTable(IntStream.rangeClosed(0, CASES)
                        .map(i -> Math.min(i, CASES - 1))
                        .toArray()));
        for (int number = 0; number < CASES - 1; number++) {
            byte[] before = number % 9 == 4 ? code(filler(2, 1), get(3)) : new byte[0];
            byte[] behind = number % 9 == 4 ? code(get(4), I32_ADD, set(4)) : new byte[0];
            nest = block(before, nest, behind, work(number), toLoop(number));
        }
        check(code(
                block(loop(
                        get(1),
                        i32(1),
                        I32_ADD,
                        tee(1),
                        i32(CASES + 3),
                        I32_LT_U,
                        I32_EQZ,
                        brIf(1),
                        nest,
                        work(1),
                        br(0))),
                get(2),
                get(3),
                I32_MUL,
                get(4),
                I32_ADD));
    }
}
