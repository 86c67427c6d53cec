package ai.ekaya.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.sandbox.split.Split;
import ai.ekaya.sandbox.split.SplitSettings;
import ai.ekaya.sandbox.split.Splitter;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import run.endive.wasm.Parser;

/** The JS engine's own module, split: every method is one that HotSpot compiles. {@link DifferentialTest} runs it. */
class SplitEngineTest {
    private static byte[] module;

    @BeforeAll
    static void read() throws IOException {
        try (InputStream in = QuickJsModule.class.getResourceAsStream("quickjs/quickjs.wasm")) {
            module = in.readAllBytes();
        }
    }

    @Test
    void whole_it_has_methods_that_hotspot_never_compiles() {
        var classes = classes(module);
        assertThatThrownBy(() -> MethodSizes.check(classes.values()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("HotSpot compiles no method of more than 8000 bytes, and 4 are larger")
                .hasMessageContaining("func_92 with ");
    }

    @Test
    void split_it_has_none() {
        Split split = Splitter.split(module, SplitSettings.standard());
        assertThat(split.functions()).allSatisfy(function -> {
            assertThat(function.leftWhole()).isEmpty();
            assertThat(function.sizeAfter()).isLessThan(7_500);
        });
        MethodSizes.check(classes(split.module()).values());
    }

    @Test
    void it_can_be_split_far_too_much() {
        Split split = Splitter.split(module, SplitSettings.stress());
        assertThat(split.newFunctions()).isGreaterThan(400);
    }

    private static Map<String, byte[]> classes(byte[] wasm) {
        return GuestClasses.compile(Parser.parse(wasm), "ai.ekaya.sandbox.app.Engine", GuestHooks.Origin.ENGINE)
                .classBytes();
    }
}
