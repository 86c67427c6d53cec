package ai.ekaya.sandbox;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The inert subset of WASI preview 1 that toolchains emit. Clock and random are the run's, what is written to standard output
 * and error becomes log lines, arguments and environment are empty. There is no file and no socket: everything else answers
 * {@code ENOSYS}, and functions that are not named here are refused at install.
 */
final class Wasi {
    static final String MODULE = "wasi_snapshot_preview1";

    private static final int SUCCESS = 0;
    private static final int BADF = 8;
    private static final int FAULT = 21;
    private static final int INVAL = 28;
    private static final int NOSYS = 52;
    private static final int WRITE_BYTES_MAX = 65_536;
    private static final int VECTORS_MAX = 1_024;
    private static final int RANDOM_BYTES_MAX = 65_536;

    /** What toolchains import beyond the working functions, with their signatures; all answer ENOSYS. */
    private static final List<String> INERT = List.of(
            "fd_advise:illi",
            "fd_allocate:ill",
            "fd_close:i",
            "fd_datasync:i",
            "fd_fdstat_set_flags:ii",
            "fd_fdstat_set_rights:ill",
            "fd_filestat_get:ii",
            "fd_filestat_set_size:il",
            "fd_filestat_set_times:illi",
            "fd_pread:iiili",
            "fd_prestat_dir_name:iii",
            "fd_pwrite:iiili",
            "fd_read:iiii",
            "fd_readdir:iiili",
            "fd_renumber:ii",
            "fd_seek:ilii",
            "fd_sync:i",
            "fd_tell:ii",
            "path_create_directory:iii",
            "path_filestat_get:iiiii",
            "path_filestat_set_times:iiiilli",
            "path_link:iiiiiii",
            "path_open:iiiiillii",
            "path_readlink:iiiiii",
            "path_remove_directory:iii",
            "path_rename:iiiiii",
            "path_symlink:iiiii",
            "path_unlink_file:iii",
            "poll_oneoff:iiii",
            "proc_raise:i",
            "sock_accept:iii",
            "sock_recv:iiiiii",
            "sock_send:iiiii",
            "sock_shutdown:ii");

    private static final int STANDARD_OUTPUT = 1;
    private static final int STANDARD_ERROR = 2;

    private final Run run;

    // Bytes, as one character may come in two writes.
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream error = new ByteArrayOutputStream();

    Wasi(Run run) {
        this.run = run;
    }

    Imports addTo(Imports imports) {
        imports.add(MODULE, "clock_time_get", "ili:i", a -> clockTimeGet((int) a[0], (int) a[2]))
                .add(MODULE, "clock_res_get", "ii:i", a -> writeLong((int) a[1], 1_000))
                .add(MODULE, "random_get", "ii:i", a -> randomGet((int) a[0], (int) a[1]))
                .add(MODULE, "fd_write", "iiii:i", a -> fdWrite((int) a[0], (int) a[1], (int) a[2], (int) a[3]))
                .add(MODULE, "fd_fdstat_get", "ii:i", a -> fdStat((int) a[0], (int) a[1]))
                .add(MODULE, "fd_prestat_get", "ii:i", a -> BADF)
                .add(MODULE, "args_sizes_get", "ii:i", a -> noStrings((int) a[0], (int) a[1]))
                .add(MODULE, "args_get", "ii:i", a -> SUCCESS)
                .add(MODULE, "environ_sizes_get", "ii:i", a -> noStrings((int) a[0], (int) a[1]))
                .add(MODULE, "environ_get", "ii:i", a -> SUCCESS)
                .add(MODULE, "sched_yield", ":i", a -> SUCCESS)
                .add(MODULE, "proc_exit", "i:", a -> exit((int) a[0]));
        for (String function : INERT) {
            int colon = function.indexOf(':');
            imports.add(MODULE, function.substring(0, colon), function.substring(colon + 1) + ":i", a -> NOSYS);
        }
        return imports;
    }

    private int clockTimeGet(int clock, int resultPointer) {
        // Realtime and monotonic are one; the processor-time clocks (2, 3) do not exist.
        return clock == 0 || clock == 1 ? writeLong(resultPointer, run.nowNanos()) : INVAL;
    }

    private int writeLong(int pointer, long value) {
        run.memory().writeLong(pointer, value);
        return SUCCESS;
    }

    private int randomGet(int pointer, int length) {
        if (length < 0 || length > RANDOM_BYTES_MAX) {
            return FAULT;
        }
        run.memory().chargeBytes(length);
        byte[] bytes = new byte[length];
        run.random().nextBytes(bytes);
        run.memory().write(pointer, bytes);
        return SUCCESS;
    }

    private int noStrings(int countPointer, int sizePointer) {
        run.memory().writeI32(countPointer, 0);
        run.memory().writeI32(sizePointer, 0);
        return SUCCESS;
    }

    private int fdStat(int descriptor, int statPointer) {
        if (descriptor < 0 || descriptor > STANDARD_ERROR) {
            return BADF;
        }
        // A character device without rights.
        byte[] stat = new byte[24];
        stat[0] = 2;
        run.memory().write(statPointer, stat);
        return SUCCESS;
    }

    private int fdWrite(int descriptor, int vectorsPointer, int vectorCount, int writtenPointer) {
        if (descriptor != STANDARD_OUTPUT && descriptor != STANDARD_ERROR) {
            return BADF;
        }
        if (vectorCount < 0 || vectorCount > VECTORS_MAX) {
            return INVAL;
        }
        GuestMemory memory = run.memory();
        long written = 0;
        for (int i = 0; i < vectorCount; i++) {
            int pointer = memory.readInt(vectorsPointer + i * 8);
            int length = memory.readInt(vectorsPointer + i * 8 + 4);
            if (length < 0 || written + length > WRITE_BYTES_MAX) {
                return FAULT;
            }
            print(descriptor, memory.copyOut(pointer, length));
            written += length;
        }
        memory.writeI32(writtenPointer, (int) written);
        return SUCCESS;
    }

    private void print(int descriptor, byte[] bytes) {
        run.memory().chargeBytes(bytes.length);
        ByteArrayOutputStream line = descriptor == STANDARD_ERROR ? error : output;
        for (byte b : bytes) {
            if (b == '\n' || line.size() >= WRITE_BYTES_MAX) {
                log(line);
            }
            if (b != '\n') {
                line.write(b);
            }
        }
    }

    private void log(ByteArrayOutputStream line) {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        run.door().log(line == error ? "warn" : "info", text);
    }

    /** The run is over: what was written last may have no end of line, as the text of a failed assertion. */
    void flush() {
        for (ByteArrayOutputStream line : List.of(output, error)) {
            if (line.size() > 0) {
                log(line);
            }
        }
    }

    private long exit(int code) {
        throw new GuestEnd(new RunOutcome.Failed(
                RunOutcome.Cause.TRAP, "The app called exit(" + code + ")", java.util.Optional.empty()));
    }
}
