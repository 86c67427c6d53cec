package ai.ekaya.sandbox;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;

/**
 * Reads a module's section headers and counts what they declare, before the engine decodes anything: a few bytes can declare a
 * million functions or a billion locals, and the engine makes objects for each.
 */
final class ModuleOutline {
    private static final int CUSTOM = 0;
    private static final int START = 8;
    private static final int CODE = 10;
    private static final int DATA = 11;

    private final byte[] module;
    private final Limits limits;
    private int at;

    private ModuleOutline(byte[] module, Limits limits) {
        this.module = module;
        this.limits = limits;
    }

    /** @throws Refusal {@code LIMIT} naming what is too large, {@code BAD_ARGUMENT} when the bytes are no module */
    static void check(byte[] module, Limits limits) {
        new ModuleOutline(module, limits).check();
    }

    private void check() {
        bound("Module", module.length, Limit.SANDBOX_MODULE_BYTES, "bytes");
        if (module.length < 8
                || module[0] != 0
                || module[1] != 'a'
                || module[2] != 's'
                || module[3] != 'm'
                || module[4] != 1) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "app.wasm is no WebAssembly module of version 1");
        }
        at = 8;
        while (at < module.length) {
            int id = module[at++];
            long size = number();
            if (size > module.length - at) {
                throw truncated();
            }
            int end = at + (int) size;
            if (id == CODE) {
                bound("Code section", size, Limit.SANDBOX_CODE_BYTES, "bytes");
                checkCode(end);
            } else if (id != CUSTOM && id != START) {
                if (id != DATA) {
                    bound("Section " + id, size, Limit.SANDBOX_SECTION_BYTES, "bytes");
                }
                bound("Section " + id, size == 0 ? 0 : number(), Limit.SANDBOX_SECTION_ENTRIES_COUNT, "entries");
            }
            at = end;
        }
    }

    private void checkCode(int end) {
        long functions = number();
        bound("Code section", functions, Limit.SANDBOX_SECTION_ENTRIES_COUNT, "functions");
        long locals = 0;
        for (long i = 0; i < functions && at < end; i++) {
            long size = number();
            if (size > end - at) {
                throw truncated();
            }
            int bodyEnd = at + (int) size;
            long groups = number();
            for (long group = 0; group < groups && at < bodyEnd; group++) {
                locals += number();
                bound("Module", locals, Limit.SANDBOX_LOCALS_COUNT, "locals");
                at++;
            }
            at = bodyEnd;
        }
    }

    private void bound(String what, long count, Limit limit, String unit) {
        long max = limits.of(limit);
        if (count > max) {
            throw new Refusal(RefusalCode.LIMIT, what + " of app.wasm has " + count + " " + unit + ", at most " + max);
        }
    }

    /** An unsigned number of at most 32 bits in LEB128. */
    private long number() {
        long value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            if (at >= module.length) {
                throw truncated();
            }
            byte next = module[at++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new Refusal(RefusalCode.BAD_ARGUMENT, "app.wasm has a number of more than 32 bits before byte " + at);
    }

    private Refusal truncated() {
        return new Refusal(RefusalCode.BAD_ARGUMENT, "app.wasm ends too early, at byte " + at);
    }
}
