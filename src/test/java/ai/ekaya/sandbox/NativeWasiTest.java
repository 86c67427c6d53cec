package ai.ekaya.sandbox;

import static ai.ekaya.sandbox.Guests.failureOf;
import static ai.ekaya.sandbox.Guests.guest;
import static ai.ekaya.sandbox.Guests.outputOf;
import static ai.ekaya.sandbox.Wasm.CALL;
import static ai.ekaya.sandbox.Wasm.DROP;
import static ai.ekaya.sandbox.Wasm.UNREACHABLE;
import static ai.ekaya.sandbox.Wasm.code;
import static ai.ekaya.sandbox.Wasm.endless;
import static ai.ekaya.sandbox.Wasm.i32;
import static ai.ekaya.sandbox.Wasm.i64;
import static ai.ekaya.sandbox.Wasm.join;
import static ai.ekaya.sandbox.Wasm.place;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The inert part of WASI: nothing in it reaches the world. */
class NativeWasiTest {
    private static final String WASI = "wasi_snapshot_preview1";
    private static final int LOAD_I32 = 0x28;
    private static final int LOAD_I64 = 0x29;
    private static final int STORE_I32 = 0x36;

    /** Calls the one import, a function of this signature, and answers one digit that is left by {@code digit}. */
    private static RunOutcome calling(String function, String parameters, byte[] arguments, byte[] digit) {
        return guest().wasm(Wasm.module()
                .type(parameters, "i")
                .imports(WASI, function, 4)
                .run(
                        i32(64),
                        i32(7),
                        store(),
                        i32(16),
                        arguments,
                        code(CALL, 0),
                        digit,
                        i32('0'),
                        code(0x6A, 0x3A, 0, 0),
                        place(16, 1))
                .bytes());
    }

    private static byte[] store() {
        return code(STORE_I32, 2, 0);
    }

    /** Zero where the call succeeded and 32 bits at 64 are zero. */
    private static byte[] resultAndMemory() {
        return join(i32(64), code(LOAD_I32, 2, 0, 0x72));
    }

    private static byte[] zeros(String types) {
        byte[] zeros = {};
        for (char type : types.toCharArray()) {
            zeros = join(zeros, type == 'l' ? i64(0) : i32(0));
        }
        return zeros;
    }

    @ParameterizedTest
    @CsvSource({"args_sizes_get", "environ_sizes_get"})
    void arguments_and_environment_are_empty(String function) {
        assertThat(outputOf(calling(function, "ii", join(i32(64), i32(64)), resultAndMemory())))
                .isEqualTo("0");
    }

    @ParameterizedTest
    @CsvSource({
        "path_open,iiiiillii",
        "path_filestat_get,iiiii",
        "path_readlink,iiiiii",
        "path_unlink_file,iii",
        "fd_read,iiii",
        "fd_readdir,iiili",
        "fd_seek,ilii",
        "sock_accept,iii",
        "sock_recv,iiiiii",
        "sock_send,iiiii",
        "poll_oneoff,iiii"
    })
    void files_sockets_and_waiting_do_not_exist(String function, String parameters) {
        // ENOSYS is 52: the digit is what the answer differs by.
        byte[] difference = join(i32(52), code(0x6B));
        assertThat(outputOf(calling(function, parameters, zeros(parameters), difference)))
                .isEqualTo("0");
    }

    @Test
    void no_folder_is_open_from_the_start() {
        // EBADF is 8: what tells C libraries that there is no folder.
        assertThat(outputOf(calling("fd_prestat_get", "ii", join(i32(3), i32(64)), join(i32(8), code(0x6B)))))
                .isEqualTo("0");
    }

    @Test
    void the_clock_is_the_runs() {
        byte[] sinceStart = join(
                code(DROP), i32(64), code(LOAD_I64, 3, 0), i64(1_700_000_000_000_000_000L), code(0x7D), i64(1_000_000));
        byte[] later = join(sinceStart, code(0x5A));
        assertThat(outputOf(calling("clock_time_get", "ili", join(i32(0), i64(0), i32(64)), later)))
                .as("a millisecond or more after the run's start")
                .isEqualTo("0");
    }

    @Test
    void random_bytes_are_the_seeds() {
        byte[] digits = {};
        for (int i = 0; i < 16; i++) {
            digits = join(
                    digits,
                    i32(17 + i),
                    i32(64 + i),
                    code(LOAD_I32, 0, 0),
                    i32(7),
                    code(0x71),
                    i32('0'),
                    code(0x6A, 0x3A, 0, 0));
        }
        Guest random = Guests.SANDBOX.prepare(new GuestCode.WebAssembly(Wasm.module()
                .type("ii", "i")
                .imports(WASI, "random_get", 4)
                .data("1")
                .run(i32(64), i32(16), code(CALL, 0, DROP), digits, place(16, 17))
                .bytes()));
        String first = outputOf(guest().seed(1).run(random).outcome());
        assertThat(outputOf(guest().seed(1).run(random).outcome())).isEqualTo(first);
        assertThat(outputOf(guest().seed(2).run(random).outcome())).isNotEqualTo(first);
    }

    // Standard output and error.

    /** Writes each text with one fd_write, then goes on with {@code after}. */
    private static byte[] printing(int descriptor, List<byte[]> texts, byte[] after) {
        byte[] run = {};
        int address = 1_000;
        for (byte[] text : texts) {
            for (int i = 0; i < text.length; i++) {
                run = join(run, i32(address + i), i32(text[i] & 0xFF), code(0x3A, 0, 0));
            }
            run = join(run, i32(64), i32(address), store(), i32(68), i32(text.length), store());
            run = join(run, i32(descriptor), i32(64), i32(1), i32(72), code(CALL, 0, DROP));
            address += text.length;
        }
        return Wasm.module()
                .type("iiii", "i")
                .imports(WASI, "fd_write", 4)
                .data("1")
                .run(run, after)
                .bytes();
    }

    private static List<byte[]> bytes(String... texts) {
        List<byte[]> all = new ArrayList<>();
        for (String text : texts) {
            all.add(text.getBytes(StandardCharsets.UTF_8));
        }
        return all;
    }

    private static List<String> logOf(byte[] module) {
        Guests run = guest();
        run.wasm(module);
        return run.calls();
    }

    @Test
    void lines_become_log_entries() {
        assertThat(logOf(printing(1, bytes("one\ntw", "o\n"), place(16, 1))))
                .containsExactly(
                        "log {\"level\":\"info\",\"message\":\"one\"}", "log {\"level\":\"info\",\"message\":\"two\"}");
        assertThat(logOf(printing(2, bytes("oh\n"), place(16, 1))))
                .containsExactly("log {\"level\":\"warn\",\"message\":\"oh\"}");
    }

    @Test
    void a_character_may_come_in_two_writes() {
        byte[] euro = "€\n".getBytes(StandardCharsets.UTF_8);
        List<byte[]> halves = List.of(new byte[] {euro[0], euro[1]}, new byte[] {euro[2], euro[3]});
        assertThat(logOf(printing(1, halves, place(16, 1))))
                .containsExactly("log {\"level\":\"info\",\"message\":\"€\"}");
    }

    @Test
    void an_unfinished_line_is_told_at_the_end_and_at_a_trap() {
        assertThat(logOf(printing(1, bytes("no end"), place(16, 1))))
                .containsExactly("log {\"level\":\"info\",\"message\":\"no end\"}");
        byte[] trapping = printing(2, bytes("last words"), code(UNREACHABLE));
        Guests run = guest();
        assertThat(failureOf(run.wasm(trapping)).cause()).isEqualTo(RunOutcome.Cause.TRAP);
        assertThat(run.calls()).containsExactly("log {\"level\":\"warn\",\"message\":\"last words\"}");
    }

    @Test
    void a_stopped_run_stays_stopped_whatever_it_has_not_printed() {
        byte[] endless = printing(1, bytes("no end"), join(endless(), i64(0)));
        assertThat(guest().timeout(200).wasm(endless)).isEqualTo(new RunOutcome.TimedOut(200));
        assertThat(guest().fuel(1_000).wasm(endless)).isEqualTo(new RunOutcome.OutOfFuel(1_000));
    }

    @Test
    void printing_and_random_bytes_for_ever_end_in_time() {
        byte[] print = join(
                i32(64),
                i32(1_000),
                store(),
                i32(68),
                i32(60_000),
                store(),
                endless(i32(1), i32(64), i32(1), i32(72), code(CALL, 0, DROP)),
                i64(0));
        byte[] random = join(endless(i32(64), i32(60_000), code(CALL, 0, DROP)), i64(0));
        List<byte[]> modules = List.of(
                Wasm.module()
                        .type("iiii", "i")
                        .imports(WASI, "fd_write", 4)
                        .run(print)
                        .bytes(),
                Wasm.module()
                        .type("ii", "i")
                        .imports(WASI, "random_get", 4)
                        .run(random)
                        .bytes());
        for (byte[] module : modules) {
            Guest prepared = Guests.SANDBOX.prepare(new GuestCode.WebAssembly(module));
            RunResult result = guest().timeout(300).run(prepared);
            assertThat(result.outcome()).isEqualTo(new RunOutcome.TimedOut(300));
            assertThat(result.wallMillis()).isLessThan(2_000);
        }
    }

    @Test
    void exit_ends_the_run_and_says_so() {
        byte[] exit = Wasm.module()
                .type("i", "")
                .imports(WASI, "proc_exit", 4)
                .run(i32(3), code(CALL, 0), i64(0))
                .bytes();
        assertThat(failureOf(guest().wasm(exit)).message()).isEqualTo("The app called exit(3)");
    }
}
