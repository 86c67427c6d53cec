package ai.ekaya.sandbox;

import static ai.ekaya.sandbox.Wasm.code;
import static ai.ekaya.sandbox.Wasm.i64;
import static ai.ekaya.sandbox.Wasm.join;
import static ai.ekaya.sandbox.Wasm.leb;
import static ai.ekaya.sandbox.Wasm.section;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import org.junit.jupiter.api.Test;

/** Modules that declare much in few bytes: refused before the engine makes an object for each. */
class ModuleOutlineTest {
    private static final byte[] HEADER = code(0, 'a', 's', 'm', 1, 0, 0, 0);

    @Test
    void a_usual_module_passes() {
        assertPasses(Wasm.returning("1").bytes());
    }

    @Test
    void what_is_no_module_is_refused() {
        assertRefused(code(), RefusalCode.BAD_ARGUMENT, "no WebAssembly module");
        assertRefused(code(0, 'a', 's', 'm', 2, 0, 0, 0), RefusalCode.BAD_ARGUMENT, "no WebAssembly module");
        assertRefused("export default 1".getBytes(), RefusalCode.BAD_ARGUMENT, "no WebAssembly module");
    }

    @Test
    void fifty_megabytes_are_refused() {
        byte[] large = new byte[50 << 20];
        System.arraycopy(HEADER, 0, large, 0, 8);
        assertRefused(large, RefusalCode.LIMIT, "52428800 bytes, at most 16777216");
    }

    @Test
    void a_million_functions_or_types_are_refused() {
        assertRefused(join(HEADER, section(3, leb(1_000_000))), RefusalCode.LIMIT, "1000000 entries, at most 50000");
        assertRefused(join(HEADER, section(1, leb(1_000_000))), RefusalCode.LIMIT, "1000000 entries, at most 50000");
        assertRefused(join(HEADER, section(10, leb(1_000_000))), RefusalCode.LIMIT, "1000000 functions, at most 50000");
        assertPasses(join(HEADER, section(3, leb(50_000))));
    }

    @Test
    void locals_are_counted_over_all_functions() {
        byte[] body = join(leb(7), code(1), leb(50_000), code(0x7F, 0x0B, 0));
        byte[] bodies = leb(11);
        for (int i = 0; i < 11; i++) {
            bodies = join(bodies, body);
        }
        assertRefused(join(HEADER, section(10, bodies)), RefusalCode.LIMIT, "550000 locals, at most 500000");
        assertRefused(
                Wasm.module()
                        .locals(join(leb(1), leb(-1), code(0x7F)))
                        .run(i64(0))
                        .bytes(),
                RefusalCode.LIMIT,
                "4294967295 locals");
    }

    @Test
    void lengths_that_lie_are_refused() {
        assertRefused(join(HEADER, code(3), leb(100)), RefusalCode.BAD_ARGUMENT, "ends too early");
        assertRefused(join(HEADER, code(3), leb(-1)), RefusalCode.BAD_ARGUMENT, "ends too early");
        assertRefused(
                join(HEADER, code(3, 0x80, 0x80, 0x80, 0x80, 0x80, 1)), RefusalCode.BAD_ARGUMENT, "more than 32 bits");
        assertRefused(join(HEADER, section(10, join(leb(1), leb(99)))), RefusalCode.BAD_ARGUMENT, "ends too early");
    }

    private static void assertPasses(byte[] module) {
        assertThatCode(() -> ModuleOutline.check(module, Limits.defaults())).doesNotThrowAnyException();
    }

    private static void assertRefused(byte[] module, RefusalCode code, String part) {
        assertThatThrownBy(() -> ModuleOutline.check(module, Limits.defaults()))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> org.assertj.core.api.Assertions.assertThat(refusal.code())
                                .isEqualTo(code))
                .hasMessageContaining(part);
    }
}
