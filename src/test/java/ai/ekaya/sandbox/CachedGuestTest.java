package ai.ekaya.sandbox;

import static ai.ekaya.sandbox.Guests.guest;
import static ai.ekaya.sandbox.Guests.outputOf;
import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.limits.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Apps prepared by way of the cache on disk: by another server, after a restart, with the files tampered with. */
class CachedGuestTest {
    private static final GuestCode SOURCE = new GuestCode.JavaScript("export default () => ({sum: 1 + 1})");
    private static final GuestCode MODULE =
            new GuestCode.WebAssembly(Wasm.returning("{\"sum\":2}").bytes());

    @TempDir
    private Path parent;

    private Path folder;

    @BeforeEach
    void folder() {
        folder = parent.resolve("cache");
    }

    /** A server that has prepared nothing yet. */
    private Sandbox server() {
        return new Sandbox(
                Limits.defaults(),
                Guests.TIMER,
                CodeCache.in(folder, new byte[32], Limits.defaults(), Clock.systemUTC()));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static String output(Sandbox server, GuestCode code) {
        return outputOf(guest().run(server.prepare(code)).outcome());
    }

    @Test
    void the_next_start_gives_the_same_output_and_fuel_from_the_file() throws IOException {
        for (GuestCode code : List.of(SOURCE, MODULE)) {
            RunResult compiled = guest().run(server().prepare(code));
            RunResult cached = guest().run(server().prepare(code));
            assertThat(outputOf(cached.outcome())).isEqualTo("{\"sum\":2}").isEqualTo(outputOf(compiled.outcome()));
            assertThat(cached.fuel()).isEqualTo(compiled.fuel());
        }
        assertThat(files()).hasSize(2);
    }

    @Test
    void a_changed_file_is_compiled_again_and_replaced() throws IOException {
        for (GuestCode code : List.of(SOURCE, MODULE)) {
            output(server(), code);
        }
        for (Path file : files()) {
            byte[] whole = Files.readAllBytes(file);
            whole[whole.length / 2] ^= 1;
            Files.write(file, whole);
        }
        for (GuestCode code : List.of(SOURCE, MODULE)) {
            assertThat(output(server(), code)).isEqualTo("{\"sum\":2}");
            assertThat(server().prepare(code)).isNotNull();
        }
        assertThat(files()).hasSize(2);
    }

    @Test
    void other_bytes_never_run_as_what_was_compiled_before() {
        Sandbox server = server();
        for (String text : List.of("1", "2", "3")) {
            assertThat(output(
                            server,
                            new GuestCode.WebAssembly(Wasm.returning(text).bytes())))
                    .isEqualTo(text);
            assertThat(output(server, new GuestCode.JavaScript("export default () => " + text)))
                    .isEqualTo(text);
        }
    }

    @Test
    void a_limit_lowered_since_holds_for_what_is_cached() {
        byte[] module = Wasm.returning("1").memory(0, 100).bytes();
        server().prepare(new GuestCode.WebAssembly(module));
        Limits lower = Limits.defaults().with(ai.ekaya.limits.Limit.SANDBOX_MEMORY_CEILING_BYTES, 99 << 16);
        Sandbox strict = new Sandbox(lower, Guests.TIMER, CodeCache.in(folder, new byte[32], lower, Clock.systemUTC()));
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> strict.prepare(new GuestCode.WebAssembly(module)))
                .hasMessageContaining("KiB of memory, at most");
    }

    @Test
    void what_is_refused_is_not_kept() throws IOException {
        byte[] module = Wasm.module().imports("env", "system", 0).bytes();
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> server().prepare(new GuestCode.WebAssembly(module)))
                .hasMessageContaining("env.system");
        assertThat(files()).isEmpty();
    }
}
