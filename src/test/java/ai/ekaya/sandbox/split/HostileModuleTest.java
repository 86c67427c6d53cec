package ai.ekaya.sandbox.split;

import static ai.ekaya.sandbox.split.Code.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes from outside ends as a module or as a {@link SplitException}, soon and in little memory. */
@Timeout(20)
class HostileModuleTest {
    private static final SplitSettings TINY = SplitterTest.TINY;
    private static final byte[] FILLED = filler(0, 300);

    /** The module comes out split, or is refused with a place in it. Any other exception fails the test. */
    private static void endsWell(byte[] module) {
        try {
            Splitter.split(module, TINY);
        } catch (SplitException refused) {
            assertThat(refused.getMessage()).contains("byte " + refused.offset());
        }
    }

    @Test
    void a_module_that_ends_early_is_refused() {
        byte[] module = RandomModule.small(3);
        for (int length = 0; length < module.length; length++) {
            byte[] cut = Arrays.copyOf(module, length);
            boolean atSectionEnd = length == 8 || isWholeSections(cut);
            if (atSectionEnd) {
                endsWell(cut);
            } else {
                assertThatThrownBy(() -> Splitter.split(cut, TINY))
                        .as("cut to %d bytes", length)
                        .isInstanceOf(SplitException.class);
            }
        }
    }

    private static boolean isWholeSections(byte[] module) {
        try {
            Outline.read(module);
            return true;
        } catch (SplitException cut) {
            return false;
        }
    }

    @Test
    void a_function_that_ends_early_is_refused() {
        byte[] body = code(1, 1, 0x7F, FILLED, block(get(0), brIf(0)), get(0), 0x0B);
        for (int length = TINY.limit(); length < body.length; length++) {
            byte[] cut = Arrays.copyOf(body, length);
            assertThatThrownBy(() -> Splitter.split(withBody(cut), TINY))
                    .as("cut to %d bytes", length)
                    .isInstanceOf(SplitException.class)
                    .hasMessageStartingWith("Function 1, byte ");
        }
    }

    /** A module whose function 1, of type (i32) -> i32, has these bytes as its locals and code. */
    private static byte[] withBody(byte[] body) {
        byte[] module = TestModule.of("i:i", "", get(0));
        byte[] upToCode = Arrays.copyOf(module, module.length - 8);
        assertThat(module[upToCode.length]).as("id of the last section").isEqualTo((byte) 10);
        byte[] content =
                new ByteWriter().unsigned(1).unsigned(body.length).bytes(body).toBytes();
        return new ByteWriter()
                .bytes(upToCode)
                .oneByte(10)
                .unsigned(content.length)
                .bytes(content)
                .toBytes();
    }

    @Test
    void changed_bytes_do_no_harm() {
        long seed = Long.getLong("splitter.seed", new SplittableRandom().nextLong());
        System.out.println("HostileModuleTest: seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        byte[] original = {};
        for (int i = 0; i < 400; i++) {
            original = i % 100 == 0 ? RandomModule.small(seed + i) : original;
            byte[] module = original.clone();
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                module[8 + random.nextInt(module.length - 8)] = (byte) random.nextInt(256);
            }
            endsWell(module);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0xFD, vector (SIMD) instruction",
        "0xFE, atomic instruction",
        "0xFB, garbage-collection instruction",
        "0x12, tail call",
        "0x06, exception-handling instruction",
        "0x14, typed function reference",
        "0xFF, instruction 0xff"
    })
    void an_unknown_instruction_is_named_with_its_place(String opcode, String family) {
        byte[] module = TestModule.of("i:i", "", FILLED, Integer.decode(opcode), 0, 0, get(0));
        int place = module.length - 7;
        assertThatThrownBy(() -> Splitter.split(module, TINY))
                .isInstanceOfSatisfying(SplitException.class, refused -> {
                    assertThat(refused.function()).isEqualTo(1);
                    assertThat(refused.offset()).isEqualTo(place + 1);
                })
                .hasMessageContaining(family + " is not supported");
    }

    @Test
    void an_unknown_instruction_in_a_small_function_is_not_even_seen() {
        byte[] module = TestModule.module()
                .function("i:i", "", 0xFD, 0, 0, get(0))
                .function("i:i", "", FILLED, get(0))
                .bytes();
        assertThat(Splitter.split(module, TINY).newFunctions()).isPositive();
    }

    @Test
    void access_to_a_second_memory_is_refused() {
        byte[] module = TestModule.of("i:i", "", FILLED, get(0), code(0x28, 0x42, 1, 8));
        assertThatThrownBy(() -> Splitter.split(module, TINY)).hasMessageContaining("second memory is not supported");
    }

    @Test
    void blocks_may_nest_to_the_limit_on_a_small_stack() throws Exception {
        byte[] nested = nested(FunctionDecoder.NESTING_MAX, inner -> block(get(0), brIf(0), inner), FILLED);
        byte[] loops = nested(FunctionDecoder.NESTING_MAX, Code::loop, FILLED);
        FutureTask<Integer> pieces = new FutureTask<>(() -> {
            int count = 0;
            for (byte[] code : new byte[][] {nested, loops}) {
                count += Splitter.split(TestModule.of("i:i", "", code, get(0)), TINY)
                        .newFunctions();
            }
            return count;
        });
        Thread small = new Thread(null, pieces, "small-stack", 512 * 1024);
        small.start();
        assertThat(pieces.get()).isPositive();
    }

    @Test
    void blocks_that_nest_deeper_are_refused() {
        byte[] nested = nested(FunctionDecoder.NESTING_MAX + 1, Code::block, FILLED);
        assertThatThrownBy(() -> Splitter.split(TestModule.of("i:i", "", nested, get(0)), TINY))
                .hasMessageContaining("blocks nest more than 1000 deep");
    }

    private interface Wrapping {
        byte[] around(byte[] inner);
    }

    private static byte[] nested(int depth, Wrapping wrapping, byte[] innermost) {
        byte[] code = innermost;
        for (int i = 0; i < depth; i++) {
            code = wrapping.around(code);
        }
        return code;
    }

    @Test
    void more_locals_than_the_limit_are_refused_before_they_are_made() {
        byte[] body = code(1, new ByteWriter().unsigned(-1).toBytes(), 0x7F, FILLED, get(0), 0x0B);
        assertThatThrownBy(() -> Splitter.split(withBody(body), TINY)).hasMessageContaining("more than 20000 locals");
    }

    @Test
    void a_function_with_many_locals_and_many_blocks_is_left_whole() {
        byte[] blocks = Stream.generate(() -> block(get(0), brIf(0), filler(0, 1)))
                .limit(6_000)
                .reduce(Code::code)
                .orElseThrow();
        byte[] body = code(1, new ByteWriter().unsigned(19_000).toBytes(), 0x7F, blocks, get(0), 0x0B);
        Split split = Splitter.split(withBody(body), TINY);
        assertThat(split.newFunctions()).isZero();
        assertThat(split.functions())
                .singleElement()
                .satisfies(function -> assertThat(function.leftWhole())
                        .hasValueSatisfying(
                                reason -> assertThat(reason).startsWith("it has 19001 locals and 6000 blocks")));
    }

    @Test
    void a_nest_of_loops_takes_no_exponential_time() {
        // Each loop reads what the one around it wrote last, so that a new local comes into the sets with each round.
        String locals = IntStream.range(0, 600).mapToObj(i -> "i").collect(Collectors.joining());
        byte[] code = filler(0, 100);
        for (int i = 1; i < 600; i++) {
            code = loop(get(i), set(i - 1), code, get(i), set(i + 1 > 600 ? 0 : i + 1), get(0), brIf(0));
        }
        byte[] module = TestModule.of("i:i", locals, code, get(0));
        long started = System.nanoTime();
        endsWell(module);
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void work_past_the_budget_is_refused() {
        byte[] module = RandomModule.small(1);
        SplitSettings little = new SplitSettings(250, 200, 400, 0, 5_000);
        assertThatThrownBy(() -> Splitter.split(module, little))
                .isInstanceOf(SplitException.class)
                .hasMessageContaining("more than the 5000 steps of work allowed");
    }
}
