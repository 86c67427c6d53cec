package ai.ekaya.sandbox;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Quantity;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import run.endive.runtime.Memory;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.Export;
import run.endive.wasm.types.ExternalType;
import run.endive.wasm.types.FunctionBody;
import run.endive.wasm.types.FunctionImport;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.Import;
import run.endive.wasm.types.OpCode;
import run.endive.wasm.types.ValType;

/** What a compiled app's module may be made of: one own memory, small tables, known imports, plain instructions. */
final class ModuleCheck {
    private static final int TYPES_SHOWN_MAX = 8;

    private final WasmModule module;
    private final Limits limits;

    private ModuleCheck(WasmModule module, Limits limits) {
        this.module = module;
        this.limits = limits;
    }

    /** @throws Refusal naming what is not accepted */
    static void check(WasmModule module, Imports known, Limits limits) {
        ModuleCheck check = new ModuleCheck(module, limits);
        module.importSection().stream().forEach(asked -> check.checkImport(asked, known));
        check.checkMemory();
        check.checkTables();
        check.checkInstructions();
    }

    private void checkImport(Import asked, Imports known) {
        String name = asked.module() + "." + asked.name();
        if (!(asked instanceof FunctionImport function)) {
            throw refused("Import " + name + " is a " + asked.importType() + ", an app imports functions only");
        }
        FunctionType type = module.typeSection().getType(function.typeIndex());
        // SECURITY: the one list of what exists for an app; guarded by
        // NativeGuestTest.an_unknown_import_is_refused_by_name.
        if (!known.has(asked.module(), asked.name(), type)) {
            known.typeOf(asked.module(), asked.name()).ifPresent(expected -> {
                throw refused("Import " + name + " is " + shown(type) + ", expected " + shown(expected));
            });
            throw refused("Import " + name + " is not known; an app may import " + NativeAbi.MODULE + "."
                    + NativeAbi.HOST_CALL + " and an inert part of " + Wasi.MODULE);
        }
    }

    private void checkMemory() {
        int count = module.memorySection().map(section -> section.memoryCount()).orElse(0);
        if (count != 1) {
            throw refused("Module has " + count + " memories, expected one of its own");
        }
        var declared = module.memorySection().orElseThrow().getMemory(0).limits();
        long bytes = (long) declared.initialPages() * Memory.PAGE_SIZE;
        long max = limits.of(Limit.SANDBOX_MEMORY_CEILING_BYTES);
        if (bytes > max) {
            throw new Refusal(
                    RefusalCode.LIMIT,
                    "Module starts with " + Quantity.ofBytes(bytes) + " of memory, at most " + Quantity.ofBytes(max));
        }
        if (declared.shared()) {
            throw refused("Module's memory is shared, apps have no threads");
        }
    }

    private void checkTables() {
        long total = 0;
        long max = limits.of(Limit.SANDBOX_TABLE_ELEMENTS_COUNT);
        for (int i = 0; i < module.tableSection().tableCount(); i++) {
            total += module.tableSection().getTable(i).limits().min();
        }
        if (total > max) {
            throw new Refusal(RefusalCode.LIMIT, "Module starts with tables of " + total + " elements, at most " + max);
        }
        if (module.tableSection().tableCount() > 1) {
            throw refused("Module has " + module.tableSection().tableCount() + " tables, at most 1");
        }
    }

    private void checkInstructions() {
        int imported = module.importSection().count(ExternalType.FUNCTION);
        for (int i = 0; i < module.codeSection().functionBodyCount(); i++) {
            FunctionBody body = module.codeSection().getFunctionBody(i);
            for (var instruction : body.instructions()) {
                if (!plain(instruction.opcode())) {
                    throw refused("Function " + (imported + i) + " uses " + instruction.opcode()
                            + ", compile the app without SIMD, threads, exceptions, tail calls and garbage collection");
                }
            }
        }
    }

    /** WebAssembly 2.0 without SIMD. SECURITY: a list of what is allowed, so that an engine's new features stay out. */
    private static boolean plain(OpCode code) {
        int number = code.opcode();
        boolean control = number <= 0x05 || (number >= 0x0B && number <= 0x11);
        boolean numeric = number >= 0x1A && number <= 0xC4 && number != 0x1F;
        boolean reference = number >= 0xD0 && number <= 0xD2;
        boolean bulk = number >= 0xFC00 && number <= 0xFC11;
        return control || numeric || reference || bulk;
    }

    /** @throws Refusal when the module's one memory is not exported by that name */
    static void requireMemory(WasmModule module, String name) {
        for (int i = 0; i < module.exportSection().exportCount(); i++) {
            Export export = module.exportSection().getExport(i);
            if (export.name().equals(name) && export.exportType() == ExternalType.MEMORY) {
                return;
            }
        }
        throw refused("Module does not export its memory as '" + name + "'");
    }

    /** @throws Refusal when the module has no such export of that type */
    static void requireFunction(WasmModule module, String name, FunctionType expected) {
        for (int i = 0; i < module.exportSection().exportCount(); i++) {
            Export export = module.exportSection().getExport(i);
            if (export.name().equals(name) && export.exportType() == ExternalType.FUNCTION) {
                FunctionType type = typeOf(module, export.index());
                if (type.equals(expected)) {
                    return;
                }
                throw refused("Export " + name + " is " + shown(type) + ", expected " + shown(expected));
            }
        }
        throw refused("Module does not export function " + name + " " + shown(expected));
    }

    /** As {@code (i32, i32) -> i64}, cut where it is long. */
    private static String shown(FunctionType type) {
        return "(" + shown(type.params()) + ") -> " + (type.returns().isEmpty() ? "nothing" : shown(type.returns()));
    }

    private static String shown(List<ValType> types) {
        return types.stream()
                        .limit(TYPES_SHOWN_MAX)
                        .map(type -> type.toString().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "))
                + (types.size() > TYPES_SHOWN_MAX ? ", …" : "");
    }

    private static FunctionType typeOf(WasmModule module, int function) {
        int imported = module.importSection().count(ExternalType.FUNCTION);
        if (function >= imported) {
            return module.typeSection().getType(module.functionSection().getFunctionType(function - imported));
        }
        FunctionImport at = (FunctionImport) module.importSection().stream()
                .filter(i -> i.importType() == ExternalType.FUNCTION)
                .skip(function)
                .findFirst()
                .orElseThrow();
        return module.typeSection().getType(at.typeIndex());
    }

    private static Refusal refused(String message) {
        return new Refusal(RefusalCode.BAD_ARGUMENT, message);
    }
}
